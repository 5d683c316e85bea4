"""Plain sheets that pandas reads back: one header row of keys, one row a record.

No colour that carries meaning, no merged cell, no text for people may be put on them.
"""
