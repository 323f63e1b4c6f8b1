"""Reports that leave a team: ids of plans become pseudonyms, and what people wrote freely is gone.

A pseudonym is a digest, so one id has one pseudonym in every report that is made with the same key. That hides an id from whoever
reads a report, not from somebody who guesses ids and tries them: only a secret key does that. File names, codes, dates and numbers
stay, and so does what rules say of themselves. An id that is an everyday word may be recognised by the sentence around it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import replace

from planlint.finding import Accepted, Finding
from planlint.lint.report import FileReport, Gone, Report
from planlint.source.document import Path

_PURPOSE = b"planlint redact 1"
_LENGTH = 10
"""Of a digest, in hexadecimal digits: among 10,000 ids, two share one in fewer than one of 20,000 projects."""
_DIAGNOSTIC = "PL"
"""How the codes of findings on a plan's form begin; only these speak of keys that the schema does not know."""


def redact(report: Report, key: bytes = b"", keep: Callable[[FileReport, FileReport], FileReport] = lambda _, new: new) -> Report:
    """The report without ids, reasons and texts; with a secret key it has other fingerprints too, since ids could be tried on those.

    ``keep`` says how the new report of a file is kept, beside the old one.
    """
    pseudonyms = Pseudonyms(key)
    files = tuple(keep(file, _Redacted(file, pseudonyms).report()) for file in report.files)
    gone = tuple(_gone(each, pseudonyms) for each in report.gone)
    return replace(report, files=files, gone=gone)


class Pseudonyms:
    """What stands in the place of an id."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def of(self, word: str, kind: str = "") -> str:
        """For example ``suspect-3f9c0a12bb``."""
        return f"{kind or 'id'}-{self._digest(word)[:_LENGTH]}"

    def fingerprint(self, fingerprint: str) -> str:
        """The same one without a secret key: who knows no id learns nothing from it, and who guesses ids needs no fingerprint."""
        if not self.key:
            return fingerprint
        digest, sign, count = fingerprint.partition(":")
        return f"{self._digest(digest)[:32]}{sign}{count}"

    def _digest(self, word: str) -> str:
        return hmac.new(_PURPOSE + self.key, word.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _gone(gone: Gone, pseudonyms: Pseudonyms) -> Gone:
    # Whether a diagnostic's path ends in a key of the schema cannot be told from its text.
    text = "" if gone.code.startswith(_DIAGNOSTIC) else _Paths({}, (), pseudonyms).text(gone.path_text)
    return replace(gone, path_text=text, fingerprint=pseudonyms.fingerprint(gone.fingerprint))


class _Paths:
    """Paths in which ids, which stand in brackets, and keys that a planner made up are pseudonyms."""

    def __init__(self, kinds: Mapping[str, str], unknown_keys: Collection[str], pseudonyms: Pseudonyms) -> None:
        self.kinds = kinds
        self.unknown_keys = unknown_keys
        self.pseudonyms = pseudonyms
        self.in_brackets = re.compile(rf"\[({_any_of(kinds)}|[^\]]*)\]")
        self.keys = (
            re.compile(rf"(?:^|(?<=\.))(?:({_any_of(unknown_keys)})|\"({_any_of(unknown_keys)})\")(?=[.\[]|$)") if unknown_keys else None
        )

    def path(self, path: Path) -> Path:
        return tuple(self._key(step) if step in self.unknown_keys else step for step in path)

    def text(self, text: str) -> str:
        known = self.keys.sub(lambda found: self._key(found[1] or found[2]), text) if self.keys else text
        return self.in_brackets.sub(lambda found: found[0] if self._is_position(found[1]) else f"[{self._id(found[1])}]", known)

    def _is_position(self, step: str) -> bool:
        return step.isdecimal() and step not in self.kinds

    def _id(self, name: str) -> str:
        return self.pseudonyms.of(name, self.kinds.get(name, ""))

    def _key(self, key: str | int) -> str:
        return self.pseudonyms.of(str(key), "key")


class _Redacted:
    """One file's report without what is the plan's own."""

    def __init__(self, file: FileReport, pseudonyms: Pseudonyms) -> None:
        self.file = file
        self.kinds = dict(file.ids)
        self.pseudonyms = pseudonyms
        self.every = re.compile(rf"(?<![\w-])(?:{_any_of(self.kinds)})(?![\w-])")
        unknown_keys = _unknown_keys(finding for finding in file.findings if finding.code.startswith(_DIAGNOSTIC))
        self.paths = _Paths(self.kinds, unknown_keys, pseudonyms)

    def report(self) -> FileReport:
        file = self.file
        return replace(
            file,
            text="",
            findings=tuple(map(self._finding, file.findings)),
            not_evaluated=tuple(replace(each, reason=self._words(each.reason)) for each in file.not_evaluated),
            declared=tuple(replace(each, path_text=self.paths.text(each.path_text)) for each in file.declared),
            failures=tuple(replace(each, reason=self._words(each.reason)) for each in file.failures),
            phases=tuple(map(self._pseudonym, file.phases)),
            acceptances=None if file.acceptances is None else (),
            ids=(),
            questions=tuple(
                each._replace(path_text=self.paths.text(each.path_text), owner=self._pseudonym(each.owner) if each.owner else "")
                for each in file.questions
            ),
            rests_on=tuple(
                each._replace(path_text=self.paths.text(each.path_text), by=tuple(map(self._pseudonym, each.by))) for each in file.rests_on
            ),
        )

    def _finding(self, finding: Finding) -> Finding:
        # Only what a message was filled with: a rule's own word that is an id as well would give that id away.
        said = frozenset(name for word in finding.filled for name in self.every.findall(word))
        return replace(
            finding,
            message=self._words(finding.message, said),
            label=self._words(finding.label, said),
            path=self.paths.path(finding.path),
            path_text=self.paths.text(finding.path_text),
            related=tuple(
                replace(each, path_text=self.paths.text(each.path_text), label=self._words(each.label, said)) for each in finding.related
            ),
            fingerprint=self.pseudonyms.fingerprint(finding.fingerprint),
            phase=self._pseudonym(finding.phase) if finding.phase else "",
            filled=(),
            fixes=(),
            accepted=None if finding.accepted is None else self._accepted(finding.accepted),
        )

    def _accepted(self, accepted: Accepted) -> Accepted:
        approver = self.pseudonyms.of(accepted.approved_by, self.kinds.get(accepted.approved_by, "")) if accepted.approved_by else ""
        return replace(accepted, reason="", approved_by=approver, path_text=self.paths.text(accepted.path_text))

    def _words(self, words: str, said: Container[str] | None = None) -> str:
        """Words with pseudonyms in the place of the ids that are ``said``; None: of all."""

        def replaced(found: re.Match[str]) -> str:
            return self._pseudonym(found[0]) if said is None or found[0] in said else found[0]

        return self.every.sub(replaced, words)

    def _pseudonym(self, name: str) -> str:
        return self.pseudonyms.of(name, self.kinds.get(name, ""))


def _unknown_keys(findings: Iterable[Finding]) -> set[str]:
    said = {step for finding in findings for step in finding.path if isinstance(step, str)}
    if not said:
        return said
    from planlint.plan.model import Plan
    from planlint.schema.shape import known_keys

    return said - known_keys(Plan)


def _any_of(words: Collection[str]) -> str:
    """A pattern of any of the words, the longer one first; of no words, one that fits nowhere."""
    longest_first = sorted(filter(None, words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest_first)) or r"\b\B"
