"""Columns and rows as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.tables.nodes import Floats, Ints, Record
from planner.tables.view import View


def node_table(
    view: View, things: Mapping[str, Sequence[str]], columns: Mapping[str, Floats]
) -> pd.DataFrame:
    """Return a table with a row for every thing at every node.

    Parameters
    ----------
    view : View
    things : mapping of str to sequence of str
        Key columns: what each thing is called.
    columns : mapping of str to array
        By thing and node.
    """
    nodes, count = view.nodes, len(next(iter(things.values())))
    rows = nodes.rows(count)
    thing, node = np.divmod(rows, max(1, len(nodes)))
    return frame(
        {
            "scenario": told(nodes.scenarios, nodes.scenario[node]),
            **{key: told(names, thing) for key, names in things.items()},
            "month": view.dates(nodes.month[node]),
            **{name: values.ravel()[rows] for name, values in columns.items()},
        }
    )


def frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table of columns of the same length."""
    if not any(len(values) for values in columns.values()):
        return frame_of((), list(columns))
    return pd.DataFrame(dict(columns))


def frame_of(rows: Sequence[Record], columns: str | Sequence[str]) -> pd.DataFrame:
    """Return a table of rows."""
    names = columns.split() if isinstance(columns, str) else list(columns)
    return pd.DataFrame.from_records(rows, columns=names)


def told(names: Sequence[str], which: Ints) -> Any:
    """Return a column of texts of which there are few: each is looked at once."""
    return pd.array(list(names), dtype="str").take(which)
