"""Writing workbooks safely: whole or not at all, and with nothing in them that Excel would execute."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlsxwriter

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Creation date written into every workbook: a fixed one, so that equal runs give equal bytes."""

LEFT_SECONDS = 3600.0
"""Age from which a temporary file is nobody's: the last one to write it was killed."""
_TEMPORARY = re.compile(r"\.planner-[0-9a-f]{16}(\.[A-Za-z]{1,8})?")

_OPTIONS: Mapping[str, object] = {
    # Text of a user's workbook must stay text: no formulas, no links, no numbers made of it.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    # No temporary files beside the one we rename, so nothing is left behind when a run is interrupted.
    "in_memory": True,
    "default_date_format": "yyyy-mm",
}


@dataclass(slots=True)
class Draft:
    """A file being written."""

    temporary: Path
    """Where to write: a hidden name in the same folder as the final file."""
    path: Path
    """Where the file stands once the context has ended: another name if the first one was locked."""


def _second_name(path: Path) -> Path:
    stamp = dt.datetime.now(tz=dt.UTC).astimezone().strftime("%Y-%m-%d_%H%M%S")
    return path.with_name(f"{path.stem}_{stamp}{path.suffix}")


def temporary_beside(path: Path) -> Path:
    """Return a hidden name in the same folder, no longer than needed and with the same ending."""
    return path.with_name(f".planner-{secrets.token_hex(8)}{path.suffix}")


def _remove_left_behind(folder: Path) -> None:
    """Remove what runs that were killed have left in a folder: by its name, and where nobody writes it."""
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if _TEMPORARY.fullmatch(file.name):
                with contextlib.suppress(OSError):
                    if time.time() - file.lstat().st_mtime > LEFT_SECONDS:
                        file.unlink()


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Draft]:
    """Write a file whole or not at all.

    Write to ``draft.temporary``; on leaving without an error it takes the place of ``path``. Where that is
    open in Excel (Windows then refuses), the result is kept as ``<stem>_<date>_<time>`` beside it, and
    ``draft.path`` says so. Whatever goes wrong, ``path`` is as it was and nothing else is left behind.

    Parameters
    ----------
    path
        The file to write; its folder must exist.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    _remove_left_behind(path.parent)
    draft = Draft(temporary=temporary_beside(path), path=path)
    try:
        yield draft
        try:
            draft.temporary.replace(path)
        except PermissionError:
            second = _second_name(path)
            draft.temporary.replace(second)
            draft.path = second
    finally:
        with contextlib.suppress(OSError):
            draft.temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def new_workbook(
    path: Path,
    *,
    properties: Mapping[str, object] | None = None,
    default_format: Mapping[str, object] | None = None,
) -> Iterator[tuple[xlsxwriter.Workbook, Draft]]:
    """Write a workbook whole or not at all, and byte for byte the same for the same contents.

    Parameters
    ----------
    path
        The workbook to write.
    properties
        Document properties (title, author, …).
    default_format
        Format every cell starts from, such as its font.

    Raises
    ------
    OSError
        If the workbook cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 (most commands look at files and write none)
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    options = {**_OPTIONS, "default_format_properties": dict(default_format or {})}
    with atomic_path(path) as draft:
        workbook = xlsxwriter.Workbook(str(draft.temporary), options)
        # XlsxWriter writes the date as it stands, without a zone.
        workbook.set_properties({"created": CREATED.replace(tzinfo=None), **(properties or {})})
        yield workbook, draft
        try:
            workbook.close()
        except FileCreateError as error:
            # XlsxWriter wraps the reason in an error of its own that callers need not know.
            reason = error.args[0]
            raise (reason if isinstance(reason, OSError) else OSError(str(reason))) from None
