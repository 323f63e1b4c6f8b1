"""What planlint says of a plan: hits and findings. All of them are small values."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from planlint.plan.state import State
from planlint.source.document import Edit, Part, Path, Span

Value = str | int | float
"""What a message may hold: ids, codes, ISO 8601 dates and numbers. A plan's names and free text stay out of it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value of a message's field that is words: ``name`` names one of the rule's phrases, ``fields`` fill them."""

    name: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


FieldValue = Value | Phrase | tuple[Value | Phrase, ...]

PolicyValue = bool | int | float | str | list[str]
"""A value of a rule's policy."""

Profile = Literal["draft", "review", "approval"]
PROFILES: tuple[Profile, ...] = ("draft", "review", "approval")
"""How far a plan is. Each profile asks for everything that the one before it asks for."""
AskedProfile = Literal[Profile, "status"]
"""How far plans must be; status: as far as each says of itself."""


class Severity(enum.IntEnum):
    """How bad a finding is: an error means do not run the plan, a warning asks for a decision, info is a note."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def lower(self) -> Severity:
        """One step down; info stays info."""
        return Severity(max(self - 1, Severity.INFO))

    @classmethod
    def of(cls, word: str) -> Severity:
        """The severity that a word names; raises KeyError for another word."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Place:
    """A second place that a hit speaks of; ``label`` names one of the rule's labels."""

    path: Path
    label: str
    part: Part = "value"


FixKind = Literal["safe", "choose", "show", "scaffold"]
"""How far a fix may go by itself: it changes how something is written and not what it says; it is probably what was meant; it is one of
several that may be meant, and only people can say which; it writes down what is missing, as a comment."""

Change = Literal["value", "key", "list", "one", "bare", "quotes", "out"]
"""What a remedy does at its hit's place: another value, another key, the value as a list of one, the one value of a list, the value
without its quotes, the value in quotes, the entry or comment taken out."""


class Remedy(NamedTuple):
    """A way to mend a hit; ``text`` is what is written, ``meant`` the value that it gives."""

    kind: FixKind
    change: Change
    text: str = ""
    meant: object = None


class Fix(NamedTuple):
    """Edits of the plan's text that mend a finding, all of them together."""

    kind: FixKind
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check sees: a place, and what to say about it.

    ``variant`` names one of the rule's messages; left empty, the message follows from ``state``. ``degree`` names one of the rule's
    severities; left empty, the severity follows from the message. Hits of one rule with the same
    ``cause`` become one finding that lists the values of all of them; left empty, each hit is its own cause. ``span`` is for what
    stands neither in a key nor in a value: a comment. ``remedies`` are the ways to mend it that can be written down.
    """

    path: Path
    part: Part = "value"
    variant: str = ""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    degree: str = ""
    severity: Severity | None = None
    state: State = State.STATED
    places: tuple[Place, ...] = ()
    cause: tuple[FieldValue, ...] = ()
    span: Span | None = None
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A check could not judge something: ``reason`` names one of the reasons in the rule's file, and ``fields`` fill it."""

    reason: str
    path: Path = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


Outcome = Hit | NotEvaluated


@dataclass(frozen=True, slots=True)
class Related:
    """A labelled second place of a finding."""

    path: Path
    path_text: str
    span: Span
    label: str


AcceptedIn = Literal["waiver", "comment"]
BaselineState = Literal["new", "unchanged"]
"""Beside a baseline or an older revision: a finding is new, or it was there already."""


Approver = Literal["lead", "other", "unnamed"]
"""Who accepted a finding: the organisation that leads, or somebody of it; somebody else; or the plan does not say."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who accepted a finding, why, until when, and whether a waiver or a comment in the plan says so, at which place.

    ``approved_by`` and ``expires`` may be empty where a warning or a note is accepted.
    """

    reason: str
    approved_by: str
    expires: str
    by: AcceptedIn = "waiver"
    path_text: str = ""
    approver: Approver = "unnamed"


AcceptanceStanding = Literal["valid", "expired", "unused", "refused", "not_judged"]
"""What came of a waiver or comment; not_judged: this run leaves its rule out or could not judge it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What a waiver or a comment says of one rule, and what came of it; ``span`` is where it stands, ``path_text`` what it covers.

    ``path_text`` is empty for the whole plan or where nothing is covered, ``code`` and ``title`` where no rule is named;
    ``severity`` is the worst that it accepts, else the rule's own. ``why`` says why it accepts nothing.
    """

    file: str
    span: Span
    path_text: str
    code: str
    title: str
    severity: Severity | None
    accepted: Accepted
    standing: AcceptanceStanding
    why: str = ""


class Rank(NamedTuple):
    """What is to be read first is least: what is not decided on, then what is worse, then what an earlier profile asks for."""

    decided: bool
    mildness: int
    profile: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hit with its rule, its severity, its words and its place in the text.

    ``phase`` is the id of the first phase that it speaks of; empty: none. ``profile`` is the first profile that asks for the rule.
    ``places`` are what the places of all its hits are recognised by; ``waivable``: somebody may decide to live with it.
    ``filled`` are the words that its message and labels were filled with: what of them is the plan's and not the rule's.
    ``fixes`` are ways to mend it, of which one is enough; ``blinds`` are the codes of rules that cannot be judged because of it.
    """

    code: str
    name: str
    family: str
    profile: Profile
    severity: Severity
    variant: str
    message: str
    label: str
    help: str
    why: str
    file: str
    path: Path
    path_text: str
    span: Span
    related: tuple[Related, ...]
    state: State
    fingerprint: str
    phase: str = ""
    places: tuple[str, ...] = ()
    waivable: bool = True
    filled: tuple[str, ...] = ()
    accepted: Accepted | None = None
    baseline: BaselineState | None = None
    fixes: tuple[Fix, ...] = ()
    blinds: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to mend it or to decide on it: neither accepted nor known from before."""
        return self.accepted is None and self.baseline != "unchanged"

    @property
    def rank(self) -> Rank:
        return Rank(not self.is_open, -self.severity, PROFILES.index(self.profile))

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Findings are sorted by file, line, column, code and path."""
        return (self.file, self.span.start.line, self.span.start.column, self.code, self.path_text, self.message)
