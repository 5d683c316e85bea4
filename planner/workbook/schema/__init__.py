"""Every sheet and column, declared once: drives template, reader, messages and documents."""
