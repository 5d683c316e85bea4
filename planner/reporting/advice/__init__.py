"""Warnings and advice computed from a solved plan, each with its place; no cell and no colour."""
