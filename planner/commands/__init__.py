"""One file a command: options, what the terminal shows while it runs, and how it ends.

A command calls its function in ``planner.api`` and computes nothing. Only here and in ``planner.cli`` may
click, exit codes and printing be known.
"""
