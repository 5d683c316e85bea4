"""Many runs, here, in processes or on a cluster; how much memory they may take, and what Ctrl-C does.

Runs are functions and their tasks plain data: what they compute may not be known here.
"""
