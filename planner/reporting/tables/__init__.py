"""Plain sheets that pandas reads back."""
