"""Findings, and every text they can have, in English and Japanese."""
