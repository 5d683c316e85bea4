"""Options and profiles for all tests; its place lets them say ``from cases import tiny_plan``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# An editable install is looked up last, when ``tests/models`` has already passed for the package ``models``.
sys.path.insert(0, str(Path(__file__).parents[1]))

import cases

# What runs in the background, or under nohup, is deaf to these, and so would be every program a test starts.
for name in ("SIGINT", "SIGHUP"):
    number = getattr(signal, name, None)  # Windows knows no SIGHUP
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]
for name, examples in (("quick", 5), ("thorough", 30)):
    settings.register_profile(
        name,
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=examples,
        suppress_health_check=QUIET,
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew; read the diff")


def pytest_configure(config: pytest.Config) -> None:
    """Make a quick run quick: fewer random plans, and those computed by hand are solved but not audited."""
    quick = "not slow" in config.option.markexpr
    cases.AUDIT_HAND_COMPUTED = not quick
    settings.load_profile("quick" if quick else "thorough")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be written rather than compared."""
    return bool(request.config.getoption("--update-golden"))
