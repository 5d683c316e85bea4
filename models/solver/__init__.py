"""Arrays to HiGHS and back: scaling, starts, statuses, persistent LPs, repair, infeasible subsets.

The only room that calls the solver. No plan is known here, only rows and columns with names.
"""
