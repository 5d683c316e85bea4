"""Every sheet and column, declared once: drives template, reader, messages and documents.

A declaration holds key, labels, kind, default, range and hint, and nothing that is done with them. No file,
no cell address and no plan may be known here.
"""
