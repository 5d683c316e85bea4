"""From the bytes of a file to typed rows, one cell at a time.

Nothing stops at the first problem and nothing is repaired in silence. What needs more than one cell is a
check and does not belong here; ``reader`` alone calls the checks, when everything is read.
"""
