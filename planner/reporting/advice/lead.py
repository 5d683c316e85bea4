"""The advice in a few sentences: what to sign, whom to qualify, what to build, hold and order."""

from __future__ import annotations

from planner.reporting.view.content import Build, Contract, Holding, Path, Summary
from planner.reporting.view.lookup import TINY, Names
from planner.reporting.words.phrases import Amount, Clause, Fact, Money, Share, Speech
from planner.reporting.words.phrases import Names as Listed
from planner.workbook.events.scenarios import TRUNK

HELD = 4
"""Items named in the sentence on stock."""


def lead(speech: Speech, summary: Summary, names: Names) -> list[str]:
    """Return the advice as sentences, in the order of deciding; none by a plan that is not finished."""
    if summary.unfinished:
        return [speech.word("lead_unfinished")]
    return [
        *sign(speech, summary, names),
        qualify(speech, summary, names),
        build(speech, summary, names),
        hold(speech, summary, names),
        order(speech, summary, names),
        *worst(speech, summary),
    ]


def sign(speech: Speech, summary: Summary, names: Names) -> list[str]:
    """Return what to sign, and what is signed already."""

    def listed(contracts: list[Contract]) -> Listed:
        return Listed(
            tuple(
                speech.say(
                    "lead_contract",
                    supplier=names.name("Suppliers", contract.supplier),
                    item=names.name("Items", contract.item),
                    rate=Amount(contract.rate_per_month, contract.unit),
                )
                for contract in contracts
            ),
            long=True,
        )

    new = [contract for contract in summary.contracts if not contract.decided]
    old = [contract for contract in summary.contracts if contract.decided]
    if not new:
        said = [speech.word("lead_sign_none")]
    else:
        said = [speech.say("lead_sign", count=len(new), list=listed(new))]
    if old:
        said.append(speech.say("lead_signed", list=listed(old)))
    for contract in old:
        if contract.tier is not None and contract.tiers > 1:
            rate = Amount(contract.rate_per_month, contract.unit)
            said.append(speech.say("lead_signed_tiers", offer=contract.offer, tier=contract.tier, rate=rate))
    return said


def qualify(speech: Speech, summary: Summary, names: Names) -> str:
    """Return whom to qualify."""
    if not summary.qualify:
        return speech.word("lead_qualify_none")
    listed = Listed(tuple(names.name("Suppliers", row.supplier) for row in summary.qualify))
    return speech.say("lead_qualify", list=listed, cost=Money(sum(row.cost for row in summary.qualify)))


def build(speech: Speech, summary: Summary, names: Names) -> str:
    """Return what to build and when."""
    new = [row for row in summary.builds if not row.committed]
    if not new:
        return speech.word("lead_build_none")

    def said(row: Build) -> str:
        key = "lead_build_modules" if row.modules > 1 else "lead_build_item"
        facts: dict[str, Fact] = {
            "investment": names.name("Investments", row.investment),
            "modules": row.modules,
            "month": row.start,
        }
        return speech.say(key, **facts)

    listed = Listed(tuple(said(row) for row in new), long=True)
    return speech.say("lead_build", list=listed, cost=Money(sum(row.net_capex for row in new)))


def hold(speech: Speech, summary: Summary, names: Names) -> str:
    """Return the items in which most stock lies, the covered ones first."""
    if summary.never_calm:
        return speech.say("lead_hold_never", month=summary.first_month)
    held = [row for row in summary.holdings if row.average > TINY][:HELD]
    if not held:
        return speech.word("lead_hold_none")

    def said(row: Holding) -> str:
        facts: dict[str, Fact] = {
            "item": names.name("Items", row.item),
            "quantity": Amount(row.average, row.unit),
        }
        if row.average_days is None:
            return speech.say("lead_hold_item", **facts)
        return speech.say("lead_hold_days", days=round(row.average_days), **facts)

    return speech.say("lead_hold", list=Listed(tuple(said(row) for row in held)))


def order(speech: Speech, summary: Summary, names: Names) -> str:
    """Return what to order in the nearest months, by supplier."""
    if summary.never_calm:
        return speech.say("lead_order_never", month=summary.first_month)
    months = len(summary.purchase_months)
    one = "_one" if months == 1 else ""
    if not summary.purchases:
        return speech.say(f"lead_order_none{one}", months=months)
    paid: dict[str, float] = {}
    for row in summary.purchases:
        paid[row.supplier] = paid.get(row.supplier, 0.0) + row.cost
    listed = Listed(
        tuple(
            f"{names.name('Suppliers', supplier)} ({speech.money(cost)})"
            for supplier, cost in sorted(paid.items(), key=lambda pair: -pair[1])
        )
    )
    return speech.say(f"lead_order{one}", months=months, cost=Money(sum(paid.values())), list=listed)


def worst(speech: Speech, summary: Summary) -> list[str]:
    """Return the dearest scenario and, where it is another one, the scenario with most shortage."""
    weighted = [path for path in summary.paths if path.scenario != TRUNK and path.probability > 0]
    if not weighted:
        return [speech.word("lead_worst_none")]
    dearest, shortest = (
        weighted[0],
        min(weighted, key=lambda path: 1.0 if path.fill_rate is None else path.fill_rate),
    )
    said = [
        speech.say(
            "lead_worst",
            scenario=dearest.scenario,
            probability=Share(dearest.probability),
            cost=Money(dearest.cost),
            difference=Money(dearest.difference, signed=True),
            short=shortage(dearest),
        )
    ]
    if shortest is not dearest and shortest.short_units > TINY:
        said.append(
            speech.say(
                "lead_short",
                scenario=shortest.scenario,
                probability=Share(shortest.probability),
                short=shortage(shortest),
            )
        )
    return said


def shortage(path: Path) -> Clause:
    """Return what is short in a scenario."""
    if path.short_units <= TINY or path.fill_rate is None or path.first_short is None:
        return Clause("short_none", {})
    return Clause("short_some", {"share": Share(1 - path.fill_rate), "month": path.first_short})
