"""How sheets of data print: as wide as the page, and of a long one the first page, which says so.

Excel prints the sheet in front, and every sheet only where that is asked for; LibreOffice prints them all.
Neither can leave a sheet that is seen out, so a long table has a print area; it ends where a page does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIRST_ROWS = 40
"""Rows of a table that print; a table of no more prints whole."""
FOOTERS = {
    "en": "&L&8&A: first {count} rows. To print all: Page Layout, Print Area, Clear&R&8&P / &N",
    "ja": "&L&8&A：先頭{count}行。全行の印刷は［ページレイアウト］-［印刷範囲］-［クリア］&R&8&P / &N",
}
WHOLE = "&L&8&A&R&8&P / &N"


def print_setup(sheet: Worksheet, rows: int, columns: int, heads: int, language: str) -> None:
    """Let a table print on A4 landscape, as wide as a page.

    Parameters
    ----------
    sheet
        A sheet being written.
    rows, columns
        Of the table, without its heads.
    heads
        Rows of heads, which stand on every page.
    language
        Of the footer.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads - 1)
    if rows <= FIRST_ROWS:
        sheet.set_footer(WHOLE)
        return
    sheet.print_area(0, 0, heads + FIRST_ROWS - 1, max(0, columns - 1))
    sheet.fit_to_pages(1, 1)
    sheet.set_footer(FOOTERS[language].format(count=FIRST_ROWS))
