"""The answer on one page and on one screen.

``summarise`` picks from a result what the page shows; the other files lay it out. What is advised comes from
``advice``, and no number is computed twice.
"""
