"""Prints a page of HTML as PDF with the Chromium that is at hand; it fetches nothing and leaves nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from planner.workbook.files import atomic_path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""What Chromium and its kin are called on the PATH."""
SECONDS = 120
"""A browser that takes longer has failed."""


class NotPrinted(Exception):
    """The browser did not print; the message says why."""


def browser() -> str | None:
    """Return the Chromium that is at hand, or nothing."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_page(page: Path, pdf: Path, program: str) -> Path:
    """Print a page as PDF, whole or not at all.

    Parameters
    ----------
    page
        The file of HTML.
    pdf
        The file to write.
    program
        Path of the browser.

    Raises
    ------
    NotPrinted
        The browser failed, or took too long.
    OSError
        The PDF cannot be written.
    """
    with atomic_path(pdf) as draft, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--disable-extensions",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
            f"--print-to-pdf={draft.temporary.resolve()}",
            *_unsandboxed(),
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(  # noqa: S603 (a browser found on the PATH, our own file)
                command, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NotPrinted(f"{SECONDS} s") from error
        except OSError as error:
            raise NotPrinted(error.strerror or str(error)) from error
        if not draft.temporary.exists() or not draft.temporary.stat().st_size:
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            raise NotPrinted(lines[-1][:200] if lines else f"exit code {done.returncode}")
    return draft.path


def _unsandboxed() -> tuple[str, ...]:
    """Return the option without which Chromium will not start as root, and never otherwise."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
