"""What the workbooks of stress, exposure, frontier and explanation share: a page, plain tables, charts.

What they say is composed in ``planner.risk`` and ``planner.explaining``; nothing here knows how a plan is
tested.
"""
