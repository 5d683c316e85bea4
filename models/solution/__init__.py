"""The answer as plain values: decisions, paths, costs, and what it leaves to the next plan like it.

Knows no search: it settles, reads and tidies what a search has found.
"""
