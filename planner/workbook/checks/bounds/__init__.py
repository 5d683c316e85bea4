"""Simple sums of what can be supplied and what must be used, for the checks of feasibility.

Each bound errs on the side of the plan: what they refuse no plan can do. No model and no solver may be known
here.
"""
