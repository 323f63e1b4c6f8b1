"""What planlint says: hits, findings, reports. All of them are small values."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from planlint.plan.state import State
from planlint.source.document import Part, Path, Span

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check sees: a place, and what to say about it.

    ``variant`` names one of the rule's messages; left empty, the message follows from ``state``. ``degree`` names one of the rule's
    severities; left empty, the severity follows from the message. Hits of one rule with the same
    ``cause`` become one finding that lists the values of all of them; left empty, each hit is its own cause. ``span`` is for what
    stands neither in a key nor in a value: a comment.
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


@dataclass(frozen=True, slots=True)
class Unevaluated:
    """A rule that could not be judged on a file, wholly or in part.

    ``open``: because of a value that the plan could state; else there is nothing in the plan that it could be judged by.
    """

    code: str
    file: str
    reason: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule that a plan declares not applicable, with the planner's reason."""

    code: str
    file: str
    path_text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that failed on a file; its verdict is unknown."""

    code: str
    file: str
    reason: str


class Standing(NamedTuple):
    """The highest profile that a plan meets, the next one, and the codes of the rules that keep it from that."""

    met: Profile | None
    next: Profile | None
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was found in one file. Rule counts are of the rules that were selected, diagnostics of the schema left out.

    ``phases`` are the ids of the plan's phases in the order of time; ``deferred`` are the codes of findings for which the profile
    of the run does not ask yet; ``standing`` is None where rules were left out, so that nobody can say which profile is met.
    ``acceptances`` are all of the waivers and comments of the plan, whatever came of them; None where the file cannot be read as a
    plan. ``dated``: on another day it might say something else, because the plan accepts findings until a day. ``ids`` are the own
    ids of the plan, and those that it refers to, each with the kind of thing it names; empty: several kinds, or nobody knows.
    """

    file: str
    text: str
    findings: Sequence[Finding] = ()
    not_evaluated: tuple[Unevaluated, ...] = ()
    declared: tuple[Declared, ...] = ()
    failures: tuple[Failure, ...] = ()
    rules: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    standing: Standing | None = None
    acceptances: tuple[Acceptance, ...] | None = ()
    dated: bool = False
    ids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the baseline that is not there any more."""

    code: str
    file: str
    path_text: str
    fingerprint: str


class Survey(NamedTuple):
    """What one pass over all findings tells of them.

    ``places`` are the files of each rank, by name, and where in each its findings are, in their order. ``accepted`` and ``known``
    are numbers of findings, as in `Report`; ``compared``: some were held against older ones.
    """

    places: dict[Rank, list[tuple[FileReport, list[int]]]]
    accepted: int
    known: int
    compared: bool
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A value that rules compare with and that is not the shipped one; ``place`` is where a configuration says so: ``file:line``."""

    key: str
    value: str
    shipped: str
    place: str


@dataclass(frozen=True)
class Report:
    """What was found in all files, in the order of their names.

    The findings of thousands of plans do not fit into memory as values: formats go over them file by file, and keep none.
    ``today`` is the day (ISO 8601) on which acceptances were held against their expiry; ``gone`` is what the baseline still lists.
    ``deviations`` are the values that are not those that planlint comes with.
    """

    files: tuple[FileReport, ...]
    today: str = ""
    gone: tuple[Gone, ...] = ()
    deviations: tuple[Deviation, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them at once, for who has few or needs all."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_open)

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(failure for file in self.files for failure in file.failures)

    @cached_property
    def survey(self) -> Survey:
        places: dict[Rank, list[tuple[FileReport, list[int]]]] = {}
        codes: set[str] = set()
        accepted = known = compared = 0
        for file in sorted(self.files, key=lambda each: each.file):
            own: dict[Rank, list[int]] = {}
            for at, finding in sorted(enumerate(file.findings), key=lambda pair: pair[1].order):
                own.setdefault(finding.rank, []).append(at)
                codes.add(finding.code)
                accepted += finding.accepted is not None
                known += finding.accepted is None and not finding.is_open
                compared += finding.baseline is not None
            for rank, found in own.items():
                places.setdefault(rank, []).append((file, found))
        return Survey(places, accepted, known, bool(compared), frozenset(codes))

    def count(self, *severities: Severity) -> int:
        """Open findings of these severities; of none: of all."""
        wanted = {-severity for severity in severities or Severity}
        found = (files for rank, files in self.survey.places.items() if rank.mildness in wanted and not rank.decided)
        return sum(len(places) for files in found for _, places in files)

    @property
    def accepted(self) -> int:
        return self.survey.accepted

    @property
    def known(self) -> int:
        """Findings that were there before and that nobody accepted."""
        return self.survey.known
