"""Why the plan is as it is: what clashes, the price of every rule, and what would have to change."""
