"""Which way a plan is solved, from its start plan to the settled solution.

The top of the mathematics: it joins the rooms below and is called by ``planner.pipeline``.
"""
