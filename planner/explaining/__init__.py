"""Why a plan is as it is, or why there is none: prices of rules, why not, other plans, ways out.

Every answer is a changed plan that was solved, so that a case of the sheet WhatIf repeats it. The optimiser
is reached through ``planner.cases`` and ``models.infeasibility`` alone.
"""
