"""Benders: the trunk as master, its branches as subproblems, cuts between them.

Knows plans only as arrays cut up by ``split``; nothing of sheets, prices or reports may be known here.
"""
