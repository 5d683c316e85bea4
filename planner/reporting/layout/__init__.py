"""Colours, fonts, scales, and pages laid out for people.

Knows how things look and no figures; what stands on a page is handed in.
"""
