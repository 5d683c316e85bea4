"""Checks that need more than one cell, one file a subject.

Each is a function that yields findings and changes nothing. The texts stand in ``messages``; what only a
solver can know is not checked here.
"""
