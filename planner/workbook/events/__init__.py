"""From the sheets Events and Scenarios to the tree, and what each event hits.

Works on rows as they were read; what an event then does to a plan is known by ``models.plan.tree`` alone.
"""
