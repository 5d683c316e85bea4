"""Looking things up in a result: what a summary holds, rows by id, paths of the tree.

The bottom of the report beside its words: knows results, and neither sheets nor languages.
"""
