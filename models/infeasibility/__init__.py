"""Why there is no plan: which limits clash, and the least changes of limits that make one.

Speaks of limits as numbers of the plan data; which cell holds them is known by ``planner.origins`` alone.
"""
