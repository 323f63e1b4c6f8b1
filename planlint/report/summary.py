"""What every report for people ends with: what was counted, and what could not be judged. Silence is never a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planlint.finding import PROFILES, Accepted, FileReport, Finding, Report, Severity, Standing
from planlint.report import GroupBy, Options
from planlint.report.visible import visible

_MAX_NAMED = 8
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_PLURALS = {"info": "infos"}


def in_order(report: Report) -> Iterator[Finding]:
    """Findings by file, line, column and code."""
    for file in sorted(report.files, key=lambda each: each.file):
        yield from sorted(file.findings, key=lambda finding: finding.order)


def most_important_first(report: Report, *severities: Severity) -> Iterator[Finding]:
    """Open findings (of these severities) as people should read them: the worst, then what not even a draft may have, then by place."""
    return (file.findings[at] for file, at in ranked(report, *severities, decided=False))


def accepted_first(report: Report) -> Iterator[Finding]:
    """Findings that somebody accepted, in the same order."""
    places = ranked(report, decided=True) if report.accepted else ()
    return (finding for file, at in places if (finding := file.findings[at]).accepted is not None)


def ranked(report: Report, *severities: Severity, decided: bool) -> Iterator[tuple[FileReport, int]]:
    """In which file findings are, and at which place in it, most important first: these fit into memory where the findings would not."""
    wanted = severities or _SEVERITIES
    ranks = [rank for rank in sorted(report.survey.places) if rank.decided is decided and -rank.mildness in wanted]
    return ((file, at) for rank in ranks for file, found in report.survey.places[rank] for at in found)


def grouped(report: Report, by: GroupBy | None) -> Iterator[tuple[str, Iterator[Finding]]]:
    """Open findings under their headings, most important first in each; one group without a heading where none are asked for."""
    if by is None:
        yield "", most_important_first(report)
        return
    groups: dict[str, list[tuple[FileReport, int]]] = {}
    for file, at in ranked(report, decided=False):
        groups.setdefault(_heading(file.findings[at], by), []).append((file, at))
    phases = [_of_phase(file.file, phase) for file in report.files for phase in ("", *file.phases)]
    order = {heading: place for place, heading in enumerate(phases)}
    for heading, places in sorted(groups.items(), key=lambda group: (order.get(group[0], len(order)), group[0])):
        yield heading, (file.findings[at] for file, at in places)


def _heading(finding: Finding, by: GroupBy) -> str:
    return _of_phase(finding.file, finding.phase) if by == "phase" else f"family {finding.family}"


def _of_phase(file: str, phase: str) -> str:
    return f"{file}: phase {phase}" if phase else f"{file}: the plan as a whole"


def summary(report: Report) -> str:
    """The line that counts, for example ``3 errors in 1 plan (97 of 100 rules passed)``."""
    counts = [counted(report.count(severity), severity.word) for severity in _SEVERITIES if report.count(severity)]
    found = ", ".join(counts) or "no findings"
    known = f" and {report.known} known from before" if report.known else ""
    accepted = f" and {report.accepted} accepted" if report.accepted else ""
    deferred = sum(len(file.deferred) for file in report.files)
    later = f", {deferred} for a later profile" if deferred else ""
    lost = f", {len(report.gone)} gone from the baseline" if report.gone else ""
    rules = _rules(report)
    return f"{found}{known}{accepted}{later}{lost} in {counted(len(report.files), 'plan')}" + (f" ({rules})" if rules else "")


def gone(report: Report) -> str:
    """The line on what the baseline lists in vain; empty where there is nothing."""
    if not report.gone:
        return ""
    number = len(report.gone)
    return f"{counted(number, 'finding')} of the baseline {'is' if number == 1 else 'are'} gone; run planlint baseline prune"


def deviations(report: Report) -> tuple[str, ...]:
    """A line for each value that is not the shipped one, for example ``max_caseload is 40, not 20 (planlint.toml:4)``."""
    return tuple(visible(f"{each.key} is {each.value}, not {each.shipped} ({each.place})") for each in report.deviations)


def profiles(report: Report) -> str:
    """The line on how far the plans are, for example ``profile: draft; review needs HS102``; empty where rules were left out."""
    standings = [file.standing for file in report.files if file.standing is not None]
    if len(standings) > 1:
        met: Counter[str] = Counter(standing.met or "none" for standing in standings)
        words = [f"{met[name]} {name}" for name in (*reversed(PROFILES), "none") if met[name]]
        return f"highest profile met: {', '.join(words)}"
    return "".join(map(_profile, standings))


def _profile(standing: Standing) -> str:
    met = f"highest profile met: {standing.met or 'none'}"
    if standing.next is None:
        return met
    first, more = standing.needs[:_MAX_NAMED], len(standing.needs) - _MAX_NAMED
    return f"{met}; {standing.next} needs {', '.join(first)}" + (f" and {more} more" if more > 0 else "")


def counted(number: int, word: str) -> str:
    """A number and its word, in the plural where it must be."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _rules(report: Report) -> str:
    """How the selected rules fared over all plans; one that did not pass on some plan did not pass."""
    rules = dict.fromkeys(code for file in report.files for code in file.rules)
    if not rules:
        return ""
    found = report.survey.codes
    failed = {failure.code for failure in report.failures}
    unjudged = {each.code for file in report.files for each in file.not_evaluated}
    declared = {each.code for file in report.files for each in file.declared}
    applied = {code for file in report.files for code in {*file.rules} - {*file.not_applicable} - {each.code for each in file.declared}}
    passed = sum(1 for code in rules if code in applied - found - failed - unjudged)
    beside = [code for code in rules if code not in applied | declared]
    words = [f"{passed} of {counted(len(rules), 'rule')} passed"]
    words += [f"{len(beside)} not applicable"] if beside else []
    words += [f"{len(declared)} declared not applicable"] if declared else []
    words += [f"{len(unjudged)} not evaluated{_named(unjudged)}"] if unjudged else []
    words += [f"{len(failed)} failed{_named(failed)}"] if failed else []
    return ", ".join(words)


def _named(codes: set[str]) -> str:
    return ": " + ", ".join(sorted(codes)) if len(codes) <= _MAX_NAMED else ", named with -v"


def accepted_by(accepted: Accepted, options: Options) -> str:
    """Who accepted a finding and until when, as far as stated; the reason is free text of the plan and stands only where frames do."""
    who = f" by {visible(accepted.approved_by)}" if accepted.approved_by else ""
    until = f" until {visible(accepted.expires)}" if accepted.expires else ""
    reason = f": {visible(accepted.reason)}" if options.frames else ""
    return f"accepted{who}{until}{reason}"


def as_of(report: Report) -> str:
    """The line on the day that decided what has expired; empty where nothing hangs on it."""
    expired = any(each.standing == "expired" for file in report.files for each in file.acceptances or ())
    return f"acceptances are judged as of {report.today}" if report.today and (expired or report.accepted) else ""


def unjudged(report: Report, options: Options) -> Iterator[str]:
    """Lines on the rules without a verdict: failures always, the others where the reader wants every word."""
    for failure in report.failures:
        yield f"rule failed: {failure.code} on {visible(failure.file)}: {visible(failure.reason)}"
    if not options.verbose:
        return
    reasons: dict[tuple[str, str], list[str]] = {}
    for file in report.files:
        for each in file.not_evaluated:
            reasons.setdefault((each.file, each.reason), []).append(each.code)
    for (name, reason), codes in reasons.items():
        yield f"not evaluated: {', '.join(dict.fromkeys(codes))} on {visible(name)}: {visible(reason)}"
    for file in report.files:
        for declared in file.declared:
            yield f"declared not applicable: {declared.code} on {visible(declared.file)}: {visible(declared.path_text)}"
