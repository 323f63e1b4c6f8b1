"""Reports that leave a team: ids of plans become pseudonyms, and what people wrote freely is gone.

A pseudonym is a digest, so one id has one pseudonym in every report that is made with the same key. That hides an id from whoever
reads a report, not from somebody who guesses ids and tries them: only a secret key does that. File names, codes, dates and numbers
stay, and so does what rules say of themselves. An id that is an everyday word may be recognised by the sentence around it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from planlint.finding import Accepted, FileReport, Finding, Gone, Report
from planlint.source.document import Path

_PURPOSE = b"planlint redact 1"
_LENGTH = 10
"""Of a digest, in hexadecimal digits: among 10,000 ids, two share one in fewer than one of 20,000 projects."""
_IN_BRACKETS = re.compile(r"\[([^\]]*)\]")
_UNKNOWN_KEY = "PL005"
"""The diagnostic whose path ends in a key that a planner made up."""


def redact(report: Report, key: bytes = b"") -> Report:
    """The report without ids, reasons and texts; with a secret key it has other fingerprints too, since ids could be tried on those."""
    pseudonyms = Pseudonyms(key)
    files = tuple(_Redacted(file, pseudonyms).report() for file in report.files)
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
    text = _path_text(gone.path_text, {}, pseudonyms)
    return replace(gone, path_text=text, fingerprint=pseudonyms.fingerprint(gone.fingerprint))


class _Redacted:
    """One file's report without what is the plan's own."""

    def __init__(self, file: FileReport, pseudonyms: Pseudonyms) -> None:
        self.file = file
        self.kinds = dict(file.ids)
        self.pseudonyms = pseudonyms
        self.every = _pattern(self.kinds)

    def report(self) -> FileReport:
        file = self.file
        return replace(
            file,
            text="",
            findings=tuple(map(self._finding, file.findings)),
            not_evaluated=tuple(replace(each, reason=self._words(each.reason, self.every)) for each in file.not_evaluated),
            declared=tuple(replace(each, path_text=self._path(each.path_text)) for each in file.declared),
            failures=tuple(replace(each, reason=self._words(each.reason, self.every)) for each in file.failures),
            phases=tuple(map(self._pseudonym, file.phases)),
            ids=(),
        )

    def _finding(self, finding: Finding) -> Finding:
        # Only what a message was filled with: a rule's own word that is an id as well would give that id away.
        said = _pattern({name for word in finding.filled for name in self._found(word)})
        path, path_text = self._place(finding)
        return replace(
            finding,
            message=self._words(finding.message, said),
            label=self._words(finding.label, said),
            path=path,
            path_text=path_text,
            related=tuple(
                replace(each, path_text=self._path(each.path_text), label=self._words(each.label, said)) for each in finding.related
            ),
            fingerprint=self.pseudonyms.fingerprint(finding.fingerprint),
            phase=self._pseudonym(finding.phase) if finding.phase else "",
            filled=(),
            accepted=None if finding.accepted is None else self._accepted(finding.accepted),
        )

    def _place(self, finding: Finding) -> tuple[Path, str]:
        """The path without ids; a key that is no key of the schema is a planner's word."""
        if finding.code != _UNKNOWN_KEY or not finding.path:
            return finding.path, self._path(finding.path_text)
        parents, last = finding.path[:-1], str(finding.path[-1])
        key = self.pseudonyms.of(last, "key")
        above = finding.path_text.removesuffix(f'"{last}"').removesuffix(last).removesuffix(".")
        return (*parents, key), ".".join(filter(None, (self._path(above), key)))

    def _accepted(self, accepted: Accepted) -> Accepted:
        approver = self.pseudonyms.of(accepted.approved_by, self.kinds.get(accepted.approved_by, "")) if accepted.approved_by else ""
        return replace(accepted, reason="", approved_by=approver, path_text=self._path(accepted.path_text))

    def _path(self, text: str) -> str:
        return _path_text(text, self.kinds, self.pseudonyms)

    def _found(self, words: str) -> list[str]:
        return [] if self.every is None else self.every.findall(words)

    def _words(self, words: str, pattern: re.Pattern[str] | None) -> str:
        return words if pattern is None else pattern.sub(lambda found: self._pseudonym(found[0]), words)

    def _pseudonym(self, name: str) -> str:
        return self.pseudonyms.of(name, self.kinds.get(name, ""))


def _path_text(text: str, kinds: Mapping[str, str], pseudonyms: Pseudonyms) -> str:
    """A path in which what stands in brackets is a pseudonym, a position in a list excepted."""

    def replaced(found: re.Match[str]) -> str:
        name = found[1]
        return found[0] if name.isdecimal() and name not in kinds else f"[{pseudonyms.of(name, kinds.get(name, ''))}]"

    return _IN_BRACKETS.sub(replaced, text)


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the names where it is a whole word; of two that begin at one place, the longer one."""
    words = sorted(filter(None, names), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])") if words else None
