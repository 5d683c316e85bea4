"""The constraints of the plan, one subject a file; they never import each other.

A rule is a function whose docstring holds sentence, formula, units and source. It writes one row, for the
trunk and a branch alike; which solver reads it may not be known here.
"""
