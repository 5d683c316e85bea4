"""Commands of the command line beyond template, check and solve: one file each, a click command in each."""
