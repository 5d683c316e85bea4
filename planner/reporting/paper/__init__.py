"""The report for a meeting or for approval: one file of HTML that needs no network, and prints on A4.

Words, figures and advice are those of the Summary; here they are only laid out. What a cell of the workbook
says reaches the page as text: templates escape it, and pictures are read again before they are let in.
"""
