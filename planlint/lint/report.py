"""What a run reports: of each file what was found, what was not judged, what it leaves open and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planlint.finding import Acceptance, Finding, Profile, Rank, Severity
from planlint.source.document import Span


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
    """The highest profile that a plan meets, the next one, and the codes of the rules that keep it from that.

    ``missing`` is how many required values are not stated; while it is not 0, no profile is met.
    """

    met: Profile | None
    next: Profile | None
    needs: tuple[str, ...]
    missing: int = 0


class Question(NamedTuple):
    """Something that the plan calls unknown or lists as a gap; ``owner`` (an id) and ``due`` (ISO 8601) are empty where it says neither."""

    path_text: str
    span: Span
    owner: str
    due: str


class RestsOn(NamedTuple):
    """An act that the plan gives as done, as `planlint.facts.statements.Statement` has it; ``on`` is ISO 8601 or empty."""

    act: str
    path_text: str
    by: tuple[str, ...]
    on: str
    named: bool
    ahead: bool


class RulesOf(NamedTuple):
    """Which rules a plan was held against: a pack, its version, and the SHA-256 of its files."""

    pack: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was found in one file. Rule counts are of the rules that were selected, diagnostics of the schema left out.

    ``phases`` are the ids of the plan's phases in the order of time; ``deferred`` are the codes of findings for which the profile
    of the run does not ask yet; ``standing`` is None where rules were left out, so that nobody can say which profile is met.
    ``acceptances`` are all of the waivers and comments of the plan, whatever came of them; None where the file cannot be read as a
    plan. ``dated``: on another day it might say something else, because the plan accepts findings until a day. ``ids`` are the own
    ids of the plan, and those that it refers to, each with the kind of thing it names; empty: several kinds, or nobody knows.
    ``questions`` are what it leaves open, in the order of the text; ``rests_on`` is what it gives as done, kind by kind.
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
    questions: tuple[Question, ...] = ()
    rests_on: tuple[RestsOn, ...] = ()
    packs: tuple[RulesOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the baseline that is not there any more."""

    code: str
    file: str
    path_text: str
    fingerprint: str


class Seen(NamedTuple):
    """What one pass over the findings of a file tells: the rules with one that nobody accepted, those with an accepted one, the worst.

    A finding that an older report knew already counts like any other: it is still there.
    """

    found: tuple[str, ...]
    accepted: tuple[str, ...]
    worst: Severity | None


class Survey(NamedTuple):
    """What one pass over all findings tells of them.

    ``places`` are the files of each rank, by name, and where in each its findings are, in their order. ``accepted`` and ``known``
    are numbers of findings, as in `Report`; ``compared``: some were held against older ones. ``seen`` has the order of the report's files.
    """

    places: dict[Rank, list[tuple[FileReport, list[int]]]]
    accepted: int
    accepted_by_lead: int
    known: int
    compared: bool
    seen: tuple[Seen, ...]


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
    ``deviations`` are the values that are not those that planlint comes with; ``passes_only`` says by what alone the run passes.
    """

    files: tuple[FileReport, ...]
    today: str = ""
    gone: tuple[Gone, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    passes_only: tuple[str, ...] = ()

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
        seen: dict[int, Seen] = {}
        accepted = by_lead = known = compared = 0
        for position, file in sorted(enumerate(self.files), key=lambda pair: pair[1].file):
            own: dict[Rank, list[int]] = {}
            found: dict[str, Severity] = {}
            decided: dict[str, None] = {}
            for at, finding in sorted(enumerate(file.findings), key=lambda pair: pair[1].order):
                own.setdefault(finding.rank, []).append(at)
                if finding.accepted is None:
                    found[finding.code] = max(finding.severity, found.get(finding.code, finding.severity))
                    known += not finding.is_open
                else:
                    decided[finding.code] = None
                    accepted += 1
                    by_lead += finding.accepted.approver == "lead"
                compared += finding.baseline is not None
            for rank, at_places in own.items():
                places.setdefault(rank, []).append((file, at_places))
            seen[position] = Seen(tuple(found), tuple(decided), max(found.values(), default=None))
        return Survey(places, accepted, by_lead, known, bool(compared), tuple(seen[position] for position in range(len(self.files))))

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

    @property
    def packs(self) -> tuple[RulesOf, ...]:
        """The packs whose rules the plans were held against."""
        return tuple(dict.fromkeys(pack for file in self.files for pack in file.packs))
