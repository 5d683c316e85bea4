"""What every rule asks and gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from models.formulation.rules.shares import counts_before, rule_windows
from models.plan.data import RuleSpec
from models.plan.names import TRUNK, Item, Rule, Scenario
from planner.tables.frames import frame_of
from planner.tables.view import DUST, View


def rules(view: View) -> pd.DataFrame:
    """What every rule asks and gets, by member, window and path."""
    excess, rows = view.value("v_rule_excess"), []
    for k, s in enumerate(view.tree.scenarios):
        for rule, spec in view.data.rules.items():
            if s != TRUNK and not spec.always:
                continue
            price = view.tree.breach_price(rule, s) or 0.0
            dust = _dust(view, spec)
            for number, months in enumerate(rule_windows(view.data, spec)):
                if months[-1] < view.tree.onset[s]:
                    continue
                before = counts_before(spec, number)
                base = view.base(rule, months, before=before)[k]
                for member in spec.members:
                    matching = view.volume(rule, member).on_paths(months, before=before)[k]
                    limit = spec.share * base
                    rows.append(
                        (
                            rule,
                            member,
                            _name(spec, number),
                            s,
                            matching,
                            base,
                            matching / base if base > dust else None,
                            limit,
                            limit - matching if spec.at_most else matching - limit,
                            excess.get((rule, member, number, s), 0.0) * price,
                        )
                    )
    return frame_of(rows, "rule member window scenario matching base share limit slack penalty")


def rule_reach(view: View) -> pd.DataFrame:
    """How far the rules that may be broken somewhere are kept: the worst share, where, and how surely."""
    rows = []
    for rule, spec in view.data.rules.items():
        prices = (view.tree.breach_price(rule, s) for s in view.tree.scenarios)
        if spec.always and all(price is None for price in prices):
            continue
        for member in spec.members:
            breaks = list(_breaks(view, rule, member))
            broken = {s for s, *_ in breaks}
            if broken:
                worst, window, scenario = _worst(view, rule, breaks)
                kept = 1.0 - sum(view.data.probability(s) for s in broken)
                rows.append((rule, member, spec.share, worst, window, scenario, max(0.0, kept)))
    return frame_of(rows, "rule member limit_share worst_share window scenario holds_probability")


class Break(NamedTuple):
    """A window in which a path breaks a rule."""

    scenario: Scenario
    window: str
    share: float | None
    """The share reached; ``None`` where there is nothing to take a share of."""


def _breaks(view: View, rule: Rule, member: str) -> Iterator[Break]:
    """Look at every window of every path, those before its onset too: what is broken there is so on it."""
    spec, matching = view.data.rules[rule], view.volume(rule, member)
    dust = _dust(view, spec)
    for number, months in enumerate(rule_windows(view.data, spec)):
        before = counts_before(spec, number)
        bases, matched = view.base(rule, months, before=before), matching.on_paths(months, before=before)
        for s, base, counted in zip(view.tree.scenarios, bases, matched, strict=True):
            over = (counted - spec.share * base) * (1.0 if spec.at_most else -1.0)
            if over > max(dust, BROKEN * base):
                yield Break(s, _name(spec, number), counted / base if base > dust else None)


def _worst(view: View, rule: Rule, breaks: list[Break]) -> tuple[float | None, str, Scenario]:
    """Return the share that lies furthest off, and where: the first of those that reach it."""
    at_most = view.data.rules[rule].at_most
    told = [each for each in breaks if each.share is not None]
    if not told:
        return None, breaks[0].window, breaks[0].scenario
    order = {s: k for k, s in enumerate(view.tree.scenarios)}
    told.sort(key=lambda each: order[each.scenario])
    worst = (max if at_most else min)(told, key=lambda each: each.share or 0.0)
    return worst.share, worst.window, worst.scenario


def _dust(view: View, spec: RuleSpec) -> float:
    """Return the volume of a rule's items that counts as nothing."""
    return DUST * max(view.tree.units.items[Item(i)] for i in spec.items)


def _name(spec: RuleSpec, number: int) -> str:
    """Return what a window is called."""
    return "horizon" if spec.horizon else f"Y{number + 1}"


BROKEN = 1e-6
"""Part of the base beyond which a rule counts as broken."""
