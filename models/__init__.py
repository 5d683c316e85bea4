"""The mathematics of the plan: plain Python in, plain Python out."""
