"""Looking things up in a result: rows by id, paths of the tree."""
