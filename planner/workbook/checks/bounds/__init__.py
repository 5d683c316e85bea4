"""Simple sums of what can be supplied and what must be used, for the checks of feasibility."""
