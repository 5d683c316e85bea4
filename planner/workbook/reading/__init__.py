"""From the bytes of a file to typed rows, one cell at a time."""
