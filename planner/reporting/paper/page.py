"""Writes a report as one file of HTML, in which nothing but what we wrote is markup, style or script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner.reporting.layout.look import ACCENT, GOOD, INK, MUTED, WARN
from planner.reporting.paper.document import Document
from planner.reporting.paper.fitting import brief, fitting
from planner.reporting.paper.measure import columns
from planner.workbook.files import atomic_path


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("planner.reporting.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["brief"] = brief
    return templates


def html(document: Document) -> str:
    """Return a report as a page."""
    templates = _templates()
    style = templates.get_template("paper.css").render(
        accent=ACCENT, good=GOOD, ink=INK, muted=MUTED, warn=WARN
    )
    script = templates.get_template("paper.js").render()
    return templates.get_template("report.html.j2").render(
        document=document,
        style=Markup(style),  # noqa: S704 (ours alone)
        script=Markup(script),  # noqa: S704 (ours alone)
        policy=_policy(style, script),
        fills=document.palette.used,
        word=document.speech.word,
        say=document.speech.say,
        room=fitting(document),
        columns=columns,
        marks=zip,
    )


def _policy(style: str, script: str) -> str:
    """Return what a browser may do with the page: run our script, use our style, and fetch nothing."""
    return (
        f"default-src 'none'; style-src '{_sha(style)}'; script-src '{_sha(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def write_page(document: Document, path: Path) -> Path:
    """Write a report, whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with atomic_path(path) as draft:
        draft.temporary.write_text(html(document), encoding="utf-8", newline="\n")
    return draft.path
