"""Checks that need more than one cell, one file a subject."""
