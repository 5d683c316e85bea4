"""What the charts of a result show (``data``), and their drawing (``draw``).

The data are plain and can be tested without a workbook; only the drawing knows Excel.
"""
