"""Names of the things a plan is about, so that a swapped index is a type error."""

from __future__ import annotations

from typing import NewType

Item = NewType("Item", str)
"""Raw material, metal, magnet or scrap that can be held in stock."""
Supplier = NewType("Supplier", str)
Offer = NewType("Offer", str)
"""One price from one supplier for one item; an offer with price tiers is one ``Offer`` per tier."""
Pool = NewType("Pool", str)
"""A discount over several offers, by what they commit together."""
Product = NewType("Product", str)
Design = NewType("Design", str)
"""A way of making a product, unique within its product."""
Process = NewType("Process", str)
Investment = NewType("Investment", str)
Rule = NewType("Rule", str)
Event = NewType("Event", str)
Scenario = NewType("Scenario", str)
Country = NewType("Country", str)
Month = int
"""Month of the plan, 0 … H−1; negative before the plan starts."""

TRUNK = Scenario("0")
"""Life as planned: the scenario that every branch leaves, directly or through another branch."""

Node = tuple[Scenario, Month]
"""A month of a scenario that has decisions of its own."""
