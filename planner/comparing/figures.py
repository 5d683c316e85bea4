"""The figures of every plan of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.comparing.view import STAGES, View
from planner.reporting.comparison.content import Cell, Figure
from planner.reporting.view.content import CLASSES, Summary


def figures(views: Sequence[View]) -> list[Figure]:
    """Return every figure, in the order in which they are shown; blank for a side without a plan."""

    def row(
        key: str, kind: str, group: str, value: Callable[[View, Summary], Cell], detail: str = ""
    ) -> Figure:
        cells = (None if view.summary is None else value(view, view.summary) for view in views)
        values = tuple(float(cell) if isinstance(cell, int) else cell for cell in cells)
        return Figure(key, detail, kind, group, values)

    def of_result(name: str) -> Callable[[View, Summary], Cell]:
        return lambda view, _: getattr(view.result, name)

    solved = [view.summary for view in views if view.summary is not None]
    components = list(dict.fromkeys(part.name for summary in solved for part in summary.components))
    items = list(dict.fromkeys(held.item for summary in solved for held in summary.holdings))
    stages = [stage for stage in STAGES if any(view.countries[stage] for view in views)]
    return [
        Figure("status", "", "text", "answer", tuple(view.entry.status for view in views)),
        row("gap", "share", "answer", of_result("gap")),
        row("objective", "money", "answer", of_result("objective")),
        row("expected_cost", "money", "answer", of_result("expected_cost")),
        row("cvar", "money", "answer", of_result("cvar")),
        row("worst_cost", "money", "answer", of_result("worst_cost")),
        row("trunk_cost", "money", "answer", lambda _, summary: summary.trunk),
        *(row("kind", "money", "kinds", _kind(kind), kind) for kind in CLASSES),
        *(row("component", "money", "components", _component(name), name) for name in components),
        row("short_probability", "share", "risk", lambda _, summary: summary.short_probability),
        row("short_value", "money", "risk", _short_value),
        row("lowest_fill_rate", "share", "risk", _lowest_fill_rate),
        row("suppliers", "count", "decisions", _suppliers),
        row("newly_qualified", "count", "decisions", lambda _, summary: float(len(summary.qualify))),
        row("contracts", "count", "decisions", lambda _, summary: float(len(summary.contracts))),
        row("modules", "count", "decisions", lambda _, s: float(sum(b.modules for b in s.builds))),
        row("net_capex", "money", "decisions", lambda _, s: sum(build.net_capex for build in s.builds)),
        row("stock_value", "money", "stock", lambda _, s: sum(held.average_value for held in s.holdings)),
        *(row("stock_days", "days", "stock", _days(item), item) for item in items),
        *(
            figure
            for stage in stages
            for figure in (
                row("top_share", "share", "countries", _top_share(stage), stage),
                row("top_country", "text", "countries", _top_country(stage), stage),
            )
        ),
    ]


def _kind(kind: str) -> Callable[[View, Summary], Cell]:
    return lambda _, summary: summary.kinds[kind]


def _component(name: str) -> Callable[[View, Summary], Cell]:
    return lambda _, summary: sum(part.expected for part in summary.components if part.name == name)


def _short_value(_: View, summary: Summary) -> Cell:
    return sum(path.probability * path.short_value for path in summary.paths)


def _lowest_fill_rate(_: View, summary: Summary) -> Cell:
    return min((path.fill_rate for path in summary.paths if path.fill_rate is not None), default=None)


def _suppliers(view: View, _: Summary) -> Cell:
    return float(sum(bool(row["qualified"]) for row in view.rows("Suppliers")))


def _days(item: str) -> Callable[[View, Summary], Cell]:
    return lambda view, _: view.average_days(item)


def _top_share(stage: str) -> Callable[[View, Summary], Cell]:
    def share(view: View, _: Summary) -> Cell:
        values = view.countries[stage]
        return max(values.values()) / sum(values.values()) if values else None

    return share


def _top_country(stage: str) -> Callable[[View, Summary], Cell]:
    def country(view: View, _: Summary) -> Cell:
        values = view.countries[stage]
        return max(sorted(values), key=lambda name: values[name]) if values else None

    return country
