"""The constraints of the plan, one subject a file; they never import each other."""
