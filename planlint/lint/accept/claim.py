"""What a plan says that somebody accepts, before anybody has looked whether that holds."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from planlint.finding import AcceptedIn
from planlint.source.document import Path, Span


class Claim(NamedTuple):
    """One rule that a waiver or a comment names, where it accepts (None: nowhere), who does, why, and until when.

    What is not stated is empty. ``at`` is where the claim itself stands, ``span`` the comment that makes it. A ``flaw`` names the
    message of PL007 for a claim that cannot be read; ``is_unfit``: the diagnostics of the schema say already what is wrong with it.
    """

    by: AcceptedIn
    at: Path
    covers: Path | None
    rule: str = ""
    reason: str = ""
    approved_by: str = ""
    expires: dt.date | None = None
    span: Span | None = None
    flaw: str = ""
    is_unfit: bool = False
