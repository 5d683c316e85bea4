"""Workbooks: what is declared, read, checked and written."""
