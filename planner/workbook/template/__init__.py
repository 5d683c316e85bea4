"""Writing planning workbooks: the form to fill, and input tables in bare form.

Knows Excel and the schema. Nothing that is written here may differ from what ``reading`` takes back.
"""
