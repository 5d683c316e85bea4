"""A delay that is known already moves the fixed cost of an investment; one that a branch brings does not."""

from __future__ import annotations

from spoiled import Results, solve

BASE: dict[str, list[dict[str, object]]] = {
    "Settings": [{"key": "start_month", "value": "2026-04"}, {"key": "months", "value": 12}],
    "Items": [{"item": "A", "max_stock": 100}],
    "Suppliers": [{"supplier": "S"}],
    "Offers": [{"offer": "O", "supplier": "S", "item": "A", "price": 1, "max_per_month": 10}],
    "Products": [{"product": "P", "shortage_penalty": 9}],
    "Demand": [{"product": "P", "month": f"2026-{month:02d}", "quantity": 1} for month in range(4, 13)],
    "Designs": [{"product": "P", "design": "D"}],
    "BOM": [{"product": "P", "design": "D", "item": "A", "quantity": 1}],
    "Investments": [
        {
            "investment": "K",
            "capex": 0,
            "lead_months": 2,
            "fixed_opex": 100,
            "adds_to": "stock:A",
            "adds": 5,
            "committed_start": "2026-04",
        }
    ],
    "Events": [
        {
            "event": "LATE",
            "investment": "K",
            "severity": 0,
            "duration_months": 2,
            "investment_delay_months": 3,
        }
    ],
}


def fixed(scenario: dict[str, object]) -> Results:
    """Return the results where the delay is a scenario."""
    return solve({**BASE, "Scenarios": [{"event": "LATE", "start_month": "2026-04", **scenario}]})[1]


def months(results: Results) -> list[str]:
    """Return the months in which the fixed cost is paid."""
    costs = results["Costs"]
    return [f"{month:%Y-%m}" for month in costs.loc[costs["component"] == "fixed_opex", "month"]]


def test_a_known_delay_moves_the_fixed_cost() -> None:
    """Begun in April with two months to go, three months late: September to March are paid."""
    results = fixed({"scenario": 0})
    assert (months(results)[0], len(months(results))) == ("2026-09", 7)
    assert f"{results['Investments']['complete_month'].iloc[0]:%Y-%m}" == "2026-09"


def test_a_delay_of_a_branch_leaves_it() -> None:
    """What was signed for runs from June, whatever one scenario brings."""
    results = fixed({"scenario": "S1", "probability": 0.2})
    assert (months(results)[0], len(months(results))) == ("2026-06", 10)
