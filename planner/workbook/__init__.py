"""Workbooks: what is declared, read, checked and written.

Its rooms stand on floors of their own (``pyproject.toml``). Nothing here knows plan data, a model or a
result: what leaves is ``Tables``, checked and typed, and findings.
"""
