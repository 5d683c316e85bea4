"""What a plan takes for granted, and what it was computed with: settings, rates, terms, odds, versions."""

from __future__ import annotations

from collections.abc import Iterator

from planner.reporting.paper.figure import Table
from planner.reporting.paper.tables import price, table
from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names
from planner.reporting.words.phrases import Names as Listed
from planner.reporting.words.phrases import Share, Speech, percent
from planner.result import Result
from planner.workbook.access import amount, month, text, texts, whole
from planner.workbook.schema.sheets import SETTING_COLUMNS
from planner.workbook.schema.wording import label
from planner.workbook.tables import Row

VERSIONS = "version_"
SHOWN_FACTS = (
    "input", "input_sha256", "started_utc", "status", "objective", "bound", "gap", "option_gap",
    "method", "model_rows", "model_columns", "model_integers", "option_seed", "option_threads",
)  # fmt: skip
"""Facts of the sheet Run that say how a plan was computed, before the versions."""


class Premises:
    """Tells in one language what stands behind a result."""

    def __init__(self, result: Result, summary: Summary, names: Names, speech: Speech) -> None:
        self.result, self.summary, self.names, self.speech = result, summary, names, speech
        self.inputs = result.inputs

    def sentences(self) -> list[str]:
        """Return the premises that a signature rests on: rates, tax, terms of payment, the day of prices."""
        return [
            self._rates(),
            self.speech.word("premise_tax"),
            self._payment(),
            self._prices(),
            self._money_terms(),
            self.speech.word("premise_odds"),
        ]

    def _rates(self) -> str:
        rows: dict[str, list[Row]] = {}
        for row in self.inputs["FX"]:
            rows.setdefault(text(row, "currency"), []).append(row)
        if not rows:
            return self.speech.say("premise_no_rates", currency=self.summary.currency)
        told = []
        for currency, own in rows.items():
            rates = [amount(row, "rate") for row in own]
            said = price(rates[0]) if min(rates) == max(rates) else f"{price(min(rates))}–{price(max(rates))}"
            told.append(f"1 {currency} = {said} {self.summary.currency}")
        return self.speech.say("premise_rates", rates=Listed(tuple(told)))

    def _payment(self) -> str:
        """Tell the terms of payment of what is bought."""
        offers = {text(row, "offer"): row for row in self.inputs["Offers"]}
        months = sorted({whole(offers[offer], "payment_months") for offer in self._used() if offer in offers})
        if not any(months):
            return self.speech.word("premise_payment_arrival")
        return self.speech.say(
            "premise_payment", months="–".join(map(str, dict.fromkeys((months[0], months[-1]))))
        )

    def _used(self) -> set[str]:
        """Return the offers that the plan buys from."""
        summary = self.summary
        return (
            {row.offer for row in summary.contracts}
            | {row.offer for row in summary.spot}
            | {row.offer for row in summary.purchases}
        )

    def _prices(self) -> str:
        indices = tuple(dict.fromkeys(text(row, "index") for row in self.inputs["PriceIndex"]))
        started = str(self.result.run.get("started_utc") or "")[:10]
        said = self.speech.say("premise_prices", day=started or "–", month=self.summary.first_month)
        return (
            said
            if not indices
            else said
            + self.speech.word("joint")
            + self.speech.say("premise_indices", indices=Listed(indices))
        )

    def _money_terms(self) -> str:
        settings = self.inputs.settings
        return self.speech.say(
            "premise_money",
            discount=Share(float(str(settings["discount_rate"] or 0))),
            capital=Share(float(str(settings["capital_rate"] or 0))),
            weight=percent(self.summary.risk_weight),
            tail=Share(1 - self.summary.alpha),
        )

    def events(self) -> Table:
        """Return the disruptions that the plan was made for."""
        word = self.speech.word
        return table(
            [
                (word("event"), "text"),
                (word("event_hits"), "text"),
                (word("event_severity"), "figure"),
                (word("event_months"), "figure"),
                (word("event_source"), "text"),
            ],
            (
                (
                    self.names.name("Events", text(row, "event")),
                    self._hits(row),
                    "" if row["severity"] is None else percent(amount(row, "severity")),
                    "" if row["duration_months"] is None else str(whole(row, "duration_months")),
                    text(row, "source"),
                )
                for row in self.inputs["Events"]
            ),
        )

    def _hits(self, row: Row) -> str:
        """Tell what an event hits, as the workbook has it: countries, stages, items, suppliers and so on."""
        parts: list[str] = []
        for key in ("country", "stage", "items", "supplier", "process", "investment", "product"):
            value = row[key]
            parts += texts(row, key) if isinstance(value, tuple) else [text(row, key)]
        return ", ".join(part for part in parts if part)

    def offers(self) -> Table:
        """Return the terms of every offer that the plan uses."""
        word = self.speech.word
        used = self._used()
        return table(
            [
                (word("offer"), "text"),
                (word("supplier"), "text"),
                (word("item"), "text"),
                (word("price"), "figure"),
                (word("term_lead"), "figure"),
                (word("term_take"), "figure"),
                (word("term_moq"), "figure"),
                (word("term_until"), "figure"),
            ],
            (self._offer(row) for row in self.inputs["Offers"] if text(row, "offer") in used),
        )

    def _offer(self, row: Row) -> tuple[str, ...]:
        currency = text(row, "currency") or self.summary.currency
        until = month(row, "available_to")
        return (
            text(row, "offer"),
            self.names.name("Suppliers", text(row, "supplier")),
            self.names.name("Items", text(row, "item")),
            "" if row["price"] is None else f"{price(amount(row, 'price'))} {currency}",
            str(whole(row, "lead_time_months")),
            percent(amount(row, "take_or_pay")) if row["kind"] == "contract" and row["take_or_pay"] else "",
            price(amount(row, "moq")) if row["moq"] else "",
            "" if until is None else self.speech.month(until),
        )

    def settings(self) -> Table:
        """Return the settings of the plan as its workbook gives them."""
        word = self.speech.word
        rows = [
            (label(SETTING_COLUMNS[key], self.speech.language), self._value(value))
            for key, value in self.inputs.settings.items()
            if value is not None and key not in ("plan_name", "schema_version")
        ]
        return table([(word("setting"), "text"), (word("setting_value"), "text")], rows)

    def _value(self, value: object) -> str:
        if hasattr(value, "year"):
            return f"{value:%Y-%m}"
        return price(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)

    def computed(self) -> Table:
        """Return how the plan was computed."""
        return table(
            [(self.speech.word("fact"), "text"), (self.speech.word("setting_value"), "text")],
            list(self._facts()),
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        run = {
            **self.result.run,
            "input_sha256": self.result.inputs.sha256 or self.result.run.get("input_sha256"),
        }
        for key in SHOWN_FACTS:
            if run.get(key) is not None:
                value = run[key]
                told = percent(float(str(value))) if key in ("gap", "option_gap") else self._value(value)
                yield self.speech.word(f"fact_{key}"), told
        versions = [
            f"{key.removeprefix(VERSIONS)} {value}" for key, value in run.items() if key.startswith(VERSIONS)
        ]
        yield self.speech.word("fact_versions"), ", ".join(versions)
        audit = self.result.tables["Audit"]
        passed = int(audit["passed"].astype(bool).sum())
        yield (
            self.speech.word("fact_audit"),
            self.speech.say("fact_audit_told", passed=passed, count=len(audit)),
        )
