"""The answer on one page and on one screen."""
