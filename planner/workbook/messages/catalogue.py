"""Every text a finding can have, in English and Japanese, by its code.

E: error, W: warning, N: note; 1xx: met while reading a file, 2xx: met while checking what was read,
3xx: met while a plan is changed by a what-if case, 4xx: what is read, but may not be what was meant,
5xx: contracts as they are signed, places, years, what came before and how likely events are.
"""

from __future__ import annotations

from planner.workbook.messages.checks import CHECK_MESSAGES
from planner.workbook.messages.doubts import DOUBT_MESSAGES
from planner.workbook.messages.looks import LOOK_MESSAGES
from planner.workbook.messages.reading import READING_MESSAGES
from planner.workbook.messages.slips import SLIP_MESSAGES
from planner.workbook.messages.whatif import WHAT_IF_MESSAGES

MESSAGES: dict[str, dict[str, str]] = (
    READING_MESSAGES | LOOK_MESSAGES | DOUBT_MESSAGES | SLIP_MESSAGES | CHECK_MESSAGES | WHAT_IF_MESSAGES
)
"""Text by code, then by language; ``{names}`` in a text are filled from the finding's facts."""
