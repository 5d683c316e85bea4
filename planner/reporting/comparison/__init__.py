"""Plans side by side: content, sheets, charts, and the screen."""
