"""SARIF 2.1.0, for GitHub's code scanning and other readers of analysis results.

It quotes nothing of a plan but the reasons why findings were accepted, which a reviewer must see.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from textwrap import indent
from typing import Any, NamedTuple

from planlint import __version__
from planlint.finding import Accepted, Finding, Fix, FixKind, Related
from planlint.lint.report import FileReport, Gone, Report
from planlint.report import Options
from planlint.report.pieces import enclosed
from planlint.report.places import PlanPlace, plan_places
from planlint.report.sarif_rules import LEVELS, descriptor
from planlint.report.summary import approved_by, counted, deviations, ranked
from planlint.report.verdict import fared, numbers, states_over_all
from planlint.report.visible import escape_json
from planlint.source.document import Span

# What GitHub takes: docs.github.com, "SARIF results exceed one or more limits".
MAX_RESULTS = 25_000
MAX_LOCATIONS = 1_000
MAX_PACKED = 10 * 1024 * 1024

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DRIVER = {
    "name": "planlint",
    "version": __version__,
    "semanticVersion": __version__,
    "informationUri": "urn:planlint:tool",  # A name like those of the schemas; planlint has no page on the web.
}
_INSIDE, _OUTSIDE = "SRCROOT", "OUTSIDE"
_UNREADABLE = "PL001"

_MARGIN = " " * 3
"""How far the list of results is indented."""
_GZIP = 31
"""What zlib calls a stream with the head of gzip."""
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")

_Object = dict[str, Any]


class _Known(NamedTuple):
    """What results refer to: what the plans are called, and the places of the rules in their list.

    ``compared``: findings were held against older ones, so that each result says whether it is new.
    """

    places: Mapping[str, PlanPlace]
    rules: Mapping[str, int]
    compared: bool


class _Kept(NamedTuple):
    """The results that are written, how many of them there are, and how many are left out.

    ``places`` are those of the findings in their files, by the name of the file.
    """

    places: Mapping[str, list[tuple[FileReport, int]]]
    gone: tuple[Gone, ...]
    number: int
    left_out: int

    def findings(self) -> Iterator[list[Finding]]:
        """Those of each file, in the order of their places in the text."""
        for _, places in sorted(self.places.items()):
            yield sorted((file.findings[at] for file, at in places), key=lambda finding: finding.order)


def render(report: Report, options: Options) -> Iterator[str]:
    """The report as one run. Where GitHub would refuse so many results, the least important are left out, and a notification says so."""
    rules = options.rules()
    compared = bool(report.gone) or report.survey.compared
    known = _Known(plan_places(report), {code: position for position, code in enumerate(rules)}, compared)
    head = {
        "tool": {"driver": _DRIVER | {"rules": [*map(descriptor, rules.values())]}},
        "automationDetails": {"id": f"planlint/{options.profile}/" if options.profile else "planlint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": _bases(known),
        "properties": _fared(report, known),
    }
    kept = _kept(report, MAX_RESULTS)
    while True:
        run = head | {"invocations": [_invocation(report, kept, known)], "results": []}
        around = _written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})
        if (short := _if_short(_pieces(around, kept, known))) is not None:
            return short
        packed = _packed(_pieces(around, kept, known))
        if packed <= MAX_PACKED or not kept.number:
            return _pieces(around, kept, known)
        kept = _kept(report, int(kept.number * 0.9 * MAX_PACKED / packed))


def _pieces(around: str, kept: _Kept, known: _Known) -> Iterator[str]:
    """A log without results, and the results in it."""
    before, _, after = around.rpartition("[]")
    found = ([_result(finding, known) for finding in findings] for findings in kept.findings())
    gone = [_gone(each, known) for each in kept.gone]
    results = (indent(_written(each)[2:-2], _MARGIN) for each in chain(found, [gone] if gone else []))
    return chain([before], enclosed("[\n", ",\n", results, f"\n{_MARGIN}]", empty="[]"), [after, "\n"])


def _written(value: _Object | list[_Object]) -> str:
    """JSON in which nothing of a plan controls a terminal."""
    return "\n".join(map(escape_json, json.dumps(value, ensure_ascii=False, indent=1).split("\n")))


def _plain(words: str) -> str:
    """A message (SARIF 2.1.0, 3.11) that is one sentence at least and has no link, whatever a plan's ids look like."""
    sentence = words if words.endswith((".", "!", "?")) else f"{words}."
    return _LINK.sub(r"\\[", sentence)


def _if_short(pieces: Iterable[str]) -> Iterator[str] | None:
    """The pieces, unless they are so long that somebody must look how long they are once they are packed."""
    made: list[str] = []
    left = MAX_PACKED // 4
    for piece in pieces:
        made.append(piece)
        left -= len(piece)
        if left < 0:
            return None
    return iter(made)


def _packed(pieces: Iterable[str]) -> int:
    """How large a report is as GitHub gets it."""
    packer = zlib.compressobj(6, wbits=_GZIP)
    return sum(len(packer.compress(piece.encode())) for piece in pieces) + len(packer.flush())


def _fared(report: Report, known: _Known) -> _Object:
    """Where each plan stands, how the rules fared over all of them, and what is beside the results."""
    states = states_over_all(report)
    return {
        "planlint/verdicts": {known.places[each.file.file].uri: each.step for each in fared(report)},
        "planlint/rules": {"asked": len(states), **numbers(states)},
        "planlint/openQuestions": sum(len(file.questions) for file in report.files),
        "planlint/stillToHappen": sum(each.ahead for file in report.files for each in file.rests_on),
        "planlint/restsOn": sum(len(file.rests_on) for file in report.files),
        "planlint/packs": [each._asdict() for each in report.packs],
    }


def _bases(known: _Known) -> _Object:
    bases = {_INSIDE: {"description": {"text": "The folder in which planlint was started."}}}
    if any(place.outside for place in known.places.values()):
        bases[_OUTSIDE] = {"description": {"text": "Folders outside of it, which are not named."}}
    return bases


def _invocation(report: Report, kept: _Kept, known: _Known) -> _Object:
    said = {"executionSuccessful": not report.failures, "toolExecutionNotifications": [*_notifications(report, kept, known)]}
    configured = [{"level": "warning", "message": {"text": _plain(line)}} for line in deviations(report)]
    return said | ({"toolConfigurationNotifications": configured} if configured else {})


def _kept(report: Report, limit: int) -> _Kept:
    """What has yet to be decided on is kept before what is accepted or known, and that before what is gone."""
    first = islice(chain(ranked(report, decided=False), ranked(report, decided=True)), limit)
    kept: dict[str, list[tuple[FileReport, int]]] = {}
    for file, at in first:
        kept.setdefault(file.file, []).append((file, at))
    number = sum(map(len, kept.values()))
    gone = report.gone[: limit - number]
    every = sum(len(file.findings) for file in report.files) + len(report.gone)
    return _Kept(kept, gone, number + len(gone), every - number - len(gone))


def _result(finding: Finding, known: _Known) -> _Object:
    place = known.places[finding.file]
    result = _of_rule(finding.code, known) | {
        "level": LEVELS[finding.severity],
        "message": {"text": _plain(finding.message)},
        "locations": [_location(place, finding.span, finding.path_text, finding.label)],
        "partialFingerprints": {"planlintFinding/v1": finding.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(place, each, number) for number, each in enumerate(finding.related[:MAX_LOCATIONS], 1)]
    if finding.fixes:
        result["fixes"] = [_fix(place, each) for each in finding.fixes]
    if finding.accepted is not None:
        result["suppressions"] = [_suppression(finding.accepted)]
    if known.compared:
        result["baselineState"] = finding.baseline or "new"
    return result


def _fix(place: PlanPlace, fix: Fix) -> _Object:
    replacements = [{"deletedRegion": _region(each.span), "insertedContent": {"text": each.text}} for each in fix.edits]
    changes = [{"artifactLocation": _artifact(place), "replacements": replacements}]
    return {"description": {"text": _FIXES[fix.kind]}, "artifactChanges": changes}


_FIXES: dict[FixKind, str] = {
    "safe": "The same, written as a plan writes it.",
    "choose": "What was probably meant.",
    "show": "One of several that may be meant; choose one.",
    "scaffold": "What is missing, as a comment.",
}


def _gone(gone: Gone, known: _Known) -> _Object:
    """A result that is absent. It has no level: readers that know no baseline must not take it for a fault."""
    return _of_rule(gone.code, known) | {
        "kind": "informational",
        "level": "none",
        "message": {"text": "This finding of the baseline is not there any more."},
        "locations": [_location(known.places[gone.file], None, gone.path_text)],
        "partialFingerprints": {"planlintFinding/v1": gone.fingerprint},
        "baselineState": "absent",
    }


def _of_rule(code: str, known: _Known) -> _Object:
    return {"ruleId": code} | ({"ruleIndex": known.rules[code]} if code in known.rules else {})


def _location(place: PlanPlace, span: Span | None, path_text: str, label: str = "") -> _Object:
    location: _Object = {"physicalLocation": {"artifactLocation": _artifact(place), "region": _region(span)}}
    if path_text:
        location["logicalLocations"] = [{"fullyQualifiedName": path_text}]
    if label:
        location["message"] = {"text": _plain(label)}
    return location


def _related(place: PlanPlace, related: Related, number: int) -> _Object:
    return {"id": number} | _location(place, related.span, related.path_text, related.label)


def _artifact(place: PlanPlace) -> _Object:
    return {"uri": place.uri, "uriBaseId": _OUTSIDE if place.outside else _INSIDE}


def _region(span: Span | None) -> _Object:
    """A stretch of text, its end exclusive; of what is not there any more, the start of the file."""
    if span is None:
        return {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }


def _suppression(accepted: Accepted) -> _Object:
    """Who accepted a finding; of a redacted report, the reason is empty."""
    by = f"approved by {approved_by(accepted)}" if accepted.approved_by else ""
    until = f"until {accepted.expires}" if accepted.expires else ""
    words = "; ".join(filter(None, (accepted.reason, " ".join(filter(None, (by, until))))))
    suppression: _Object = {"kind": "inSource", "status": "accepted"} | ({"justification": words} if words else {})
    if accepted.path_text:
        suppression["location"] = {"logicalLocations": [{"fullyQualifiedName": accepted.path_text}]}
    return suppression


def _notifications(report: Report, kept: _Kept, known: _Known) -> Iterator[_Object]:
    """What a reader must know beside the results: without it, silence could be taken for a pass."""
    if kept.left_out:
        words = f"{counted(kept.left_out, 'result')} of the least importance left out: GitHub takes no more. Other formats have them all."
        yield {"level": "warning", "message": {"text": words}}
    if any(len(finding.related) > MAX_LOCATIONS for findings in kept.findings() for finding in findings):
        words = f"Where a finding has more than {MAX_LOCATIONS} further places, the others are left out: GitHub takes no more."
        yield {"level": "note", "message": {"text": words}}
    for failure in report.failures:
        yield _notification("error", f"Rule {failure.code} failed: {failure.reason}", known, failure.file, failure.code)
    for file, seen in zip(report.files, report.survey.seen, strict=True):
        if _UNREADABLE in seen.found:
            finding = next(each for each in file.findings if each.code == _UNREADABLE)
            yield _notification("error", f"The plan cannot be read: {finding.message}", known, finding.file, finding.code)
    yield from _unjudged(report, known)


def _unjudged(report: Report, known: _Known) -> Iterator[_Object]:
    """Rules without a verdict; those that lack it for one reason are named together."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for file in report.files:
        for each in file.not_evaluated:
            reasons.setdefault((each.file, f"Not evaluated, because {each.reason}"), []).append(each.code)
        for declared in file.declared:
            reasons.setdefault((declared.file, "Declared not applicable"), []).append(declared.code)
    for (name, words), codes in reasons.items():
        unique = [*dict.fromkeys(codes)]
        yield _notification("note", f"{words}: {', '.join(unique)}", known, name, *unique)


def _notification(level: str, words: str, known: _Known, file: str, *codes: str) -> _Object:
    notification = {
        "level": level,
        "message": {"text": _plain(words)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(known.places[file])}}],
    }
    if len(codes) == 1 and codes[0] in known.rules:
        notification["associatedRule"] = {"id": codes[0], "index": known.rules[codes[0]]}
    return notification
