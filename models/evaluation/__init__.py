"""A fixed plan: what it costs on other futures, through one recourse LP each.

Nothing here decides anything that is decided today; searching for a better plan belongs to
``models.solving``.
"""
