"""From the sheets Events and Scenarios to the tree, and what each event hits."""
