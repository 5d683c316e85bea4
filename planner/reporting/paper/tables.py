"""The tables of a report as text: what to sign, to order and to hold, the scenarios, the costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from planner.reporting.layout.scale import Scale
from planner.reporting.paper.figure import Table
from planner.reporting.summary.tables import happens
from planner.reporting.view.content import Contract, Path, Summary
from planner.reporting.view.lookup import TINY, Names, number
from planner.reporting.words.minus import minus
from planner.reporting.words.phrases import Speech, percent, quantity
from planner.workbook.events.scenarios import TRUNK

Column = tuple[str, str]
"""Title, and ``text``, ``name`` or ``figure``."""


class Tables:
    """Writes tables in one language, money at one scale."""

    def __init__(self, speech: Speech, scale: Scale, summary: Summary, names: Names) -> None:
        self.speech, self.scale, self.summary, self.names = speech, scale, summary, names

    def money(self, value: float | None) -> str:
        """Return an amount at the scale that its column's title names."""
        if value is None:
            return ""
        figure = half_up(value / self.scale.size, 2 if ".00" in self.scale.number_format else 0)
        return figure.lstrip("-") if not figure.strip("-0.,") else figure.replace("-", minus())

    def title(self, key: str) -> str:
        """Return the title of a column of money."""
        return self.speech.say("money_title", title=self.speech.word(key), scale=self.scale.word)

    def contracts(self) -> Table:
        """Return what to sign, and what is signed."""
        word, name = self.speech.word, self.names.name
        return table(
            [
                (word("supplier"), "text"),
                (word("item"), "text"),
                (word("offer"), "text"),
                (word("per_month"), "figure"),
                (word("per_year"), "figure"),
                (word("price"), "figure"),
                (word("share"), "figure"),
                (word("from"), "figure"),
                (word("state"), "name"),
            ],
            (
                (
                    name("Suppliers", row.supplier),
                    name("Items", row.item),
                    self._offer(row),
                    f"{quantity(row.rate_per_month)} {row.unit}",
                    f"{quantity(row.rate_per_year)} {row.unit}",
                    _price(row),
                    percent(row.share_of_item),
                    *self._from_and_state(row),
                )
                for row in self.summary.contracts
            ),
        )

    def terms(self) -> Table:
        """Return the contracts as they are asked for: amounts and terms, in place of shares."""
        word, name = self.speech.word, self.names.name
        return table(
            [
                (word("supplier"), "text"),
                (word("item"), "text"),
                (word("offer"), "text"),
                (word("per_year"), "figure"),
                (word("price"), "figure"),
                (self.title("approval_amount_year"), "figure"),
                (word("approval_take"), "figure"),
                (word("from"), "figure"),
                (word("state"), "name"),
            ],
            (
                (
                    name("Suppliers", row.supplier),
                    name("Items", row.item),
                    self._offer(row),
                    f"{quantity(row.rate_per_year)} {row.unit}",
                    _price(row),
                    "" if row.mean_unit_cost is None else self.money(row.rate_per_year * row.mean_unit_cost),
                    percent(number(self.names.row("Offers", row.offer)["take_or_pay"])),
                    *self._from_and_state(row),
                )
                for row in self.summary.contracts
            ),
        )

    def _offer(self, row: Contract) -> str:
        return (
            row.offer if row.tier is None else self.speech.say("offer_tier", offer=row.offer, tier=row.tier)
        )

    def _from_and_state(self, row: Contract) -> tuple[str, str]:
        first = "" if row.first_order is None else self.speech.month(row.first_order)
        return first, self.speech.word("signed" if row.decided else "to_sign")

    def qualify(self) -> Table:
        """Return whom to qualify."""
        word = self.speech.word
        return table(
            [(word("supplier"), "text"), (self.title("cost"), "figure"), (word("orders_from"), "figure")],
            (
                (
                    self.names.name("Suppliers", row.supplier),
                    self.money(row.cost),
                    self.speech.month(row.orders_from),
                )
                for row in self.summary.qualify
            ),
        )

    def builds(self) -> Table:
        """Return what to build."""
        word, say = self.speech.word, self.speech.month
        return table(
            [
                (word("investment"), "text"),
                (word("modules"), "figure"),
                (word("start"), "figure"),
                (word("complete"), "figure"),
                (self.title("net_capex"), "figure"),
                (word("state"), "name"),
            ],
            (
                (
                    self.names.name("Investments", row.investment),
                    str(row.modules),
                    say(row.start),
                    word("after_plan") if row.complete is None else say(row.complete),
                    self.money(row.net_capex),
                    word("under_way" if row.committed else "to_start"),
                )
                for row in self.summary.builds
            ),
        )

    def orders(self) -> Table:
        """Return the orders of the nearest months, and what they cost."""
        word, say = self.speech.word, self.speech.month
        rows = [
            (
                self.names.name("Suppliers", row.supplier),
                self.names.name("Items", row.item),
                row.offer,
                *(f"{quantity(part)} {row.unit}" if part > TINY else "–" for part in row.quantities),
                "" if row.arrivals[0] is None else say(row.arrivals[0]),
                self.money(row.cost),
            )
            for row in self.summary.purchases
        ]
        months = self.summary.purchase_months
        note = ""
        if rows:
            total = self.money(sum(row.cost for row in self.summary.purchases))
            note = self.of_rounding((row[-1] for row in rows), total)
            rows.append((word("total"), *[""] * (3 + len(months)), total))
        heads: list[Column] = [(word("supplier"), "text"), (word("item"), "text"), (word("offer"), "text")]
        heads += [(say(month), "figure") for month in months]
        heads += [(word("first_arrival"), "figure"), (self.title("payable"), "figure")]
        return table(heads, rows, note=note, total=bool(rows))

    def of_rounding(self, parts: Iterable[str], total: str) -> str:
        """Return a note where rounded parts do not add up to their rounded total."""
        read = [Decimal(part.replace(",", "").replace(minus(), "-") or "0") for part in (*parts, total)]
        return "" if sum(read[:-1]) == read[-1] else self.speech.word("rounding_note")

    def holdings(self) -> Table:
        """Return what to hold."""
        word = self.speech.word
        return table(
            [
                (word("item"), "text"),
                (word("average"), "figure"),
                (word("average_days"), "figure"),
                (word("target_days"), "figure"),
                (word("lowest"), "figure"),
                (word("lowest_days"), "figure"),
                (word("lowest_month"), "figure"),
                (self.title("value"), "figure"),
            ],
            (
                (
                    self.names.name("Items", row.item),
                    f"{quantity(row.average)} {row.unit}",
                    days(row.average_days),
                    days(row.target_days or None),
                    f"{quantity(row.lowest)} {row.unit}",
                    days(row.lowest_days),
                    self.speech.month(row.lowest_month),
                    self.money(row.average_value),
                )
                for row in self.summary.holdings
            ),
        )

    def scenarios(self, keep: Callable[[Path], bool] = lambda _: True) -> Table:
        """Return the scenarios with their months, the dearest first."""
        word = self.speech.word
        return table(
            [
                (word("scenario"), "name"),
                (word("probability"), "figure"),
                (word("onset"), "figure"),
                (word("ends"), "figure"),
                (word("what_happens"), "text"),
                (self.title("cost"), "figure"),
                (word("difference"), "figure"),
                (word("not_met"), "figure"),
                (word("first_short"), "figure"),
            ],
            (self._scenario(path) for path in self.summary.paths if keep(path)),
        )

    def _scenario(self, path: Path) -> tuple[str, ...]:
        say, trunk = self.speech.month, path.scenario == TRUNK
        return (
            self.speech.word("trunk_name") if trunk else path.scenario,
            percent(path.probability),
            "" if path.onset is None else say(path.onset),
            "" if trunk or path.ends is None else say(path.ends),
            happens(self.speech, self.names, path),
            self.money(path.cost),
            "" if trunk else self.signed(path.difference),
            "" if path.fill_rate is None else percent(max(0.0, 1 - path.fill_rate)),
            "" if path.first_short is None else say(path.first_short),
        )

    def signed(self, value: float) -> str:
        """Return an amount with its sign."""
        figure = self.money(value)
        return figure if value <= 0 or not figure.strip("0.,") else f"+{figure}"

    def costs(self) -> Table:
        """Return what the plan costs, by component."""
        word, summary = self.speech.word, self.summary
        rows = [
            (
                word(f"component_{row.name}"),
                word(f"class_{row.kind}"),
                self.money(row.trunk),
                self.money(row.expected),
                percent(row.expected / summary.expected) if summary.expected else "",
            )
            for row in summary.components
        ]
        total = (
            sum(row.trunk for row in summary.components),
            sum(row.expected for row in summary.components),
        )
        notes = (self.of_rounding((row[at] for row in rows), self.money(total[at - 2])) for at in (2, 3))
        note = next((one for one in notes if one), "")
        rows.append((word("total"), "", self.money(total[0]), self.money(total[1]), ""))
        return table(
            [
                (word("component"), "text"),
                (word("kind"), "text"),
                (self.title("trunk"), "figure"),
                (self.title("expected"), "figure"),
                (word("part"), "figure"),
            ],
            rows,
            note=note,
            total=True,
        )


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, note: str = "", total: bool = False
) -> Table:
    """Return a table of text."""
    heads, kinds = zip(*columns, strict=True)
    return Table(heads, kinds, tuple(tuple(map(str, row)) for row in rows), note, total)


def half_up(value: float, decimals: int) -> str:
    """Return a number rounded as Excel does, so that paper and workbook show the same."""
    return f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def days(value: float | None) -> str:
    """Return days of cover, or nothing."""
    return "" if value is None else f"{value:,.0f}"


def price(value: float) -> str:
    """Return a price as it was quoted, to four decimals at most."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _price(row: Contract) -> str:
    return "" if row.price is None else f"{price(row.price)} {row.currency}"
