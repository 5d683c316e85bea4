"""What every rule asks and gets."""

from __future__ import annotations

import pandas as pd

from models.formulation.rules.shares import rule_windows
from models.plan.names import TRUNK, Item, Scenario
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
            dust = DUST * max(view.tree.units.items[Item(i)] for i in spec.items)
            for number, months in enumerate(rule_windows(view.data, spec)):
                if months[-1] < view.tree.onset[s]:
                    continue
                before = number == 0 and not spec.horizon and not spec.of_use
                base = view.base(rule, months, before=before)[k]
                for member in spec.members:
                    matching = view.volume(rule, member).on_paths(months, before=before)[k]
                    limit = spec.share * base
                    rows.append(
                        (
                            rule,
                            member,
                            "horizon" if spec.horizon else f"Y{number + 1}",
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
    """How far the rules that may give way on a branch are kept: the worst share, where, and how surely."""
    branches, rows = list(enumerate(view.tree.scenarios))[1:], []
    for rule, spec in view.data.rules.items():
        loose = [
            (k, s) for k, s in branches if not spec.always or view.tree.breach_price(rule, s) is not None
        ]
        for member in spec.members:
            matching = view.volume(rule, member)
            worst: tuple[float, str, Scenario] | None = None
            kept = 1.0
            for k, s in loose:
                broken = False
                for number, months in enumerate(rule_windows(view.data, spec)):
                    if months[-1] < view.tree.onset[s]:
                        continue
                    before = number == 0 and not spec.horizon
                    total = view.base(rule, months, before=before)[k]
                    counted_ = matching.on_paths(months, before=before)[k]
                    over = counted_ - spec.share * total
                    over = over if spec.at_most else -over
                    if total <= DUST or over <= BROKEN * total:
                        continue
                    broken = True
                    share = counted_ / total
                    reached = share if spec.at_most else -share
                    if worst is None or reached > worst[0]:
                        worst = (reached, "horizon" if spec.horizon else f"Y{number + 1}", s)
                kept -= view.data.probability(s) if broken else 0.0
            if worst is not None:
                rows.append((rule, member, spec.share, abs(worst[0]), worst[1], worst[2], max(0.0, kept)))
    return frame_of(rows, "rule member limit_share worst_share window scenario holds_probability")


BROKEN = 1e-6
"""Part of the base beyond which a rule counts as broken."""
