"""Writing planning workbooks: the form to fill, and input tables in bare form."""
