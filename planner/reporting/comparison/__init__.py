"""Plans side by side: content, sheets, charts, and the screen.

``content`` is plain data made by ``planner.comparing``; nothing here compares anything.
"""
