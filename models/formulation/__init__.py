"""The constraints of the plan as rows and columns, one subject a file; how large that is, and its page.

Writes Pyomo models or arrays from plan data. No solver may be known here.
"""
