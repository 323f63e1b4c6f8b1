"""Mending a plan: what its findings say to write, round after round, each of them held to what it promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass, field

from planlint.errors import Unreadable
from planlint.finding import Finding, Fix, FixKind
from planlint.fix.edits import applied, overlap
from planlint.fix.scaffold import scaffolds
from planlint.lint.engine import Policy, lint_bytes
from planlint.lint.report import FileReport
from planlint.source.document import Edit
from planlint.source.reader import decode, encoding_of

_MAX_ROUNDS = 50
_DIAGNOSTIC = "PL"


@dataclass(frozen=True)
class Mended:
    """A plan after its fixes: its bytes, the codes of the findings that were mended, and how many fixes of each kind were left out."""

    raw: bytes
    done: tuple[str, ...] = ()
    left: Counter[FixKind] = field(default_factory=Counter)


def mend(raw: bytes, name: str, policy: Policy, kinds: Collection[FixKind], codes: Container[str]) -> Mended:
    """Make every fix of these kinds and rules that does what it promises; bytes outside the edits stay as they are."""
    bom, encoding = encoding_of(raw)
    try:
        text = decode(raw)
    except Unreadable:
        return Mended(raw)
    return _Mending(text, lambda each: bom + each.encode(encoding), name, policy, kinds, codes).run()


class _Mending:
    def __init__(
        self, text: str, encode: Callable[[str], bytes], name: str, policy: Policy, kinds: Collection[FixKind], codes: Container[str]
    ) -> None:
        self.text = text
        self.encode = encode
        self.name = name
        self.policy = policy
        self.kinds = kinds
        self.codes = codes
        self.report = self.judged(text)
        self.done: list[str] = []
        self.refused: set[tuple[Edit, ...]] = set()

    def judged(self, text: str) -> FileReport:
        return lint_bytes(self.encode(text), self.name, self.policy)

    def run(self) -> Mended:
        for _ in range(_MAX_ROUNDS):
            if not (chosen := self.chosen()) or not (self.make(chosen) or any(self.make([each]) for each in chosen)):
                break
        if "scaffold" in self.kinds:
            self.scaffold()
        return Mended(self.encode(self.text), tuple(self.done), self.left())

    def chosen(self) -> list[tuple[Finding, Fix]]:
        """The fixes that may be made together; one finding has one."""
        chosen: list[tuple[Finding, Fix]] = []
        for finding in self.report.findings:
            fix = next((each for each in finding.fixes if each.kind in self.kinds and each.kind != "show"), None)
            if fix is None or finding.code not in self.codes or fix.edits in self.refused:
                continue
            if not any(overlap(fix.edits, other.edits) for _, other in chosen):
                chosen.append((finding, fix))
        return chosen

    def make(self, chosen: Sequence[tuple[Finding, Fix]]) -> bool:
        """Make fixes, unless the plan is then worse than they promise."""
        text = applied(self.text, (edit for _, fix in chosen for edit in fix.edits))
        report = self.judged(text)
        if text == self.text or not _keeps_its_promise(self.report, report, is_safe=all(fix.kind == "safe" for _, fix in chosen)):
            if len(chosen) == 1:
                self.refused.add(chosen[0][1].edits)
            return False
        self.text, self.report = text, report
        self.refused.clear()  # what did harm before may do none now
        self.done += (finding.code for finding, _ in chosen)
        return True

    def scaffold(self) -> None:
        edits = [each for each in scaffolds(self.text, self.name, self.report) if "PL002" in self.codes]
        text = applied(self.text, edits)
        if edits and _fingerprints(self.judged(text)) == _fingerprints(self.report):
            self.text, self.report = text, self.judged(text)
            self.done += ["PL002"] * len(edits)

    def left(self) -> Counter[FixKind]:
        """What could still be written, by its kind: one for each finding, and one for each key that is missing and could be scaffolded."""
        found: Counter[FixKind] = Counter(finding.fixes[0].kind for finding in self.report.findings if finding.fixes)
        if missing := len(scaffolds(self.text, self.name, self.report)):
            found["scaffold"] = missing
        return found


def _fingerprints(report: FileReport) -> Counter[str]:
    return Counter(finding.fingerprint for finding in report.findings)


def _of_form(report: FileReport) -> Counter[str]:
    return Counter(finding.fingerprint for finding in report.findings if finding.code.startswith(_DIAGNOSTIC))


def _keeps_its_promise(before: FileReport, after: FileReport, *, is_safe: bool) -> bool:
    """A safe fix takes findings of the form away and nothing else; any other leaves fewer of them than there were."""
    old, new = _of_form(before), _of_form(after)
    if not is_safe:
        return new.total() < old.total() or _further(before, after)
    return new < old and _fingerprints(before) - old == _fingerprints(after) - new


def _further(before: FileReport, after: FileReport) -> bool:
    """Whether a text that could not be read has fewer faults of syntax; what else is in it is only then seen."""
    return _faults(after) < _faults(before)


def _faults(report: FileReport) -> int:
    return sum(finding.code == "PL001" for finding in report.findings)
