"""What ``import planner`` offers: for each command the function that it calls, and the answer it returns.

A function takes a plan that was read, and plain options; its answer has ``tables``, ``to_json()`` and
``write(path)``. What stands here computes nothing of its own: it joins the rooms below. No click, no printing
and no exit code may be known here.
"""
