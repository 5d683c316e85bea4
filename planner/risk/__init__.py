"""How bad it can get: the library of disruptions, scenarios sampled and reduced, a plan fixed and tested.

Decides nothing: a better plan is the affair of ``planner.pipeline``. Chances are those of the workbook; none
is made up here.
"""
