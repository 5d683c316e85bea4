"""Warnings and advice computed from a solved plan, each with its place.

One function a warning. No cell, no colour and no chart may be known here, and no number is made that the
result does not hold.
"""
