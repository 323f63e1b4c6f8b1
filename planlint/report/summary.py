"""What every report for people ends with: what was counted, and what could not be judged. Silence is never a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from planlint.finding import PROFILES, Accepted, Finding, Severity
from planlint.lint.report import FileReport, Question, Report, RestsOn, Standing
from planlint.report import GroupBy, Options
from planlint.report.verdict import RULE_STATES, STEPS, fared, numbers, states_over_all
from planlint.report.visible import visible

_MAX_NAMED = 8
_SHOWN_DIGITS = 12
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
    """The line that counts, for example ``3 errors in 1 plan (100 rules: 3 found, 90 passed, 7 not applicable)``."""
    counts = [counted(report.count(severity), severity.word) for severity in _SEVERITIES if report.count(severity)]
    found = ", ".join(counts) or "no findings"
    known = f" and {report.known} known from before" if report.known else ""
    itself = f" ({report.survey.accepted_by_lead} by the lead itself)" if report.survey.accepted_by_lead else ""
    accepted = f" and {report.accepted} accepted{itself}" if report.accepted else ""
    lost = f", {len(report.gone)} gone from the baseline" if report.gone else ""
    rules = _rules(report)
    return f"{found}{known}{accepted}{lost} in {counted(len(report.files), 'plan')}" + (f" ({rules})" if rules else "")


def closing(report: Report) -> tuple[str, ...]:
    """The lines that every report for people ends with; the last two say where the plans stand, and count."""
    return (*before_verdict(report), verdict(report), summary(report))


def before_verdict(report: Report) -> tuple[str, ...]:
    """The lines on all that stands beside the verdict."""
    lines = (*deviations(report), as_of(report), gone(report), rules_of(report), *open_points(report), profiles(report))
    return tuple(filter(None, lines))


def last_lines(report: Report) -> tuple[str, ...]:
    """What short reports end with: how they were judged, and the counts."""
    return (*judged_by(report), summary(report))


def judged_by(report: Report) -> tuple[str, ...]:
    """Values that are not the shipped ones, the rules, and where the plans stand."""
    return tuple(filter(None, (*deviations(report), rules_of(report), verdict(report))))


def open_points(report: Report) -> tuple[str, ...]:
    """The lines on open questions, on what still has to happen, and on what the plans rest on; of each at most one."""
    return tuple(filter(None, (_questions(report), _ahead(report), _rests_on(report))))


def _questions(report: Report) -> str:
    every = [each for file in report.files for each in file.questions]
    if not every:
        return ""
    overdue = sum(is_overdue(each, report) for each in every)
    unowned = sum(not each.owner for each in every)
    words = [counted(len(every), "open question")] + ([f"{overdue} overdue"] if overdue else [])
    words += [f"{unowned} without an owner"] if unowned else []
    coming = sorted((each.due, each.owner) for each in every if each.due and not is_overdue(each, report))
    next_due = f"; the next is due {coming[0][0]}" + (f" ({visible(coming[0][1])})" if coming[0][1] else "") if coming else ""
    return f"{', '.join(words)}{next_due}"


def is_overdue(question: Question, report: Report) -> bool:
    """Whether a question should have been closed before the day of the report."""
    return bool(question.due) and question.due < report.today


def _ahead(report: Report) -> str:
    days = sorted(each.on for file in report.files for each in file.rests_on if each.ahead)
    if not days:
        return ""
    still = "act that the plan gives as done still has" if len(days) == 1 else "acts that the plan gives as done still have"
    return f"{len(days)} {still} to happen, the first on {days[0]}"


def _rests_on(report: Report) -> str:
    every = [each for file in report.files for each in file.rests_on]
    if not every:
        return ""
    nameless = sum(not each.named for each in every)
    whose = f", {nameless} of which name nobody" if nameless else ""
    return f"rests on {counted(len(every), 'statement')}{whose}; planlint cannot know whether they are true"


def rules_of(report: Report) -> str:
    """The line on the rules, for example ``rules: planlint 0.1.0 (sha256 0123456789ab)``; empty where they are not known."""
    packs = [f"{visible(each.pack)} {visible(each.version)} (sha256 {each.sha256[:_SHOWN_DIGITS]})" for each in report.packs]
    return f"rules: {', '.join(packs)}" if packs else ""


def gone(report: Report) -> str:
    """The line on what the baseline lists in vain; empty where there is nothing."""
    if not report.gone:
        return ""
    number = len(report.gone)
    return f"{counted(number, 'finding')} of the baseline {'is' if number == 1 else 'are'} gone; run planlint baseline prune"


def deviations(report: Report) -> tuple[str, ...]:
    """A line for each value that is not the shipped one, for example ``max_caseload is 40, not 20 (planlint.toml:4)``."""
    values = (f"{each.key} is {each.value}, not {each.shipped} ({each.place})" for each in report.deviations)
    return tuple(visible(line) for line in (*values, *report.passes_only))


def profiles(report: Report) -> str:
    """The line on how far the plans are, for example ``profile: draft; review needs HS102``; empty where rules were left out."""
    standings = [file.standing for file in report.files if file.standing is not None]
    if len(standings) > 1:
        met: Counter[str] = Counter(standing.met or "none" for standing in standings)
        words = [f"{met[name]} {name}" for name in (*reversed(PROFILES), "none") if met[name]]
        return f"highest profile met: {', '.join(words)}"
    return "".join(_profile(each, report) for each in standings)


def _profile(standing: Standing, report: Report) -> str:
    if standing.missing:
        asked = states_over_all(report)
        wait = numbers(asked)["not_judged"]
        missing = f"{counted(standing.missing, 'required value')} {'is' if standing.missing == 1 else 'are'} missing"
        todo = f"{missing} (state them, or write unknown)"
        return f"no profile met: {todo}, and {wait} of {counted(len(asked), 'rule')} cannot judge the plan yet"
    met = f"highest profile met: {standing.met or 'none'}"
    if standing.next is None:
        return met
    first, more = standing.needs[:_MAX_NAMED], len(standing.needs) - _MAX_NAMED
    return f"{met}; {standing.next} needs {', '.join(first)}" + (f" and {more} more" if more > 0 else "")


def verdict(report: Report) -> str:
    """The line that says where the plans stand, for example ``verdict: should be mended``; it never says that a plan is good."""
    steps = Counter(each.step for each in fared(report))
    words = ", ".join(words if len(report.files) == 1 else f"{steps[name]} {words}" for name, words in STEPS.items() if steps[name])
    states = states_over_all(report)
    unjudged, later = numbers(states)["not_judged"], sum(len(file.deferred) for file in report.files)
    beside = [f"{unjudged} of {counted(len(states), 'rule')} not judged"] if unjudged else []
    beside += [f"{counted(later, 'finding')} for a later profile"] if later else []
    return "; ".join([f"verdict: {words}", *beside])


def counted(number: int, word: str) -> str:
    """A number and its word, in the plural where it must be."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _rules(report: Report) -> str:
    """How the rules that were asked fared; the numbers add up to them."""
    states = states_over_all(report)
    if not states:
        return ""
    by_state = numbers(states)
    named = {"not_judged": _named(sorted(code for code, state in states.items() if state == "not_judged"))}
    words = [f"{number} {RULE_STATES[state]}{named.get(state, '')}" for state, number in by_state.items() if number or state == "passed"]
    return f"{counted(len(states), 'rule')}: {', '.join(words)}"


def _named(codes: Sequence[str]) -> str:
    return f" ({', '.join(codes)})" if len(codes) <= _MAX_NAMED else " (named with -v)"


def approved_by(accepted: Accepted, *, nobody: str = "") -> str:
    """Who accepted a finding; that the lead accepts what its own plan is told is said beside the name."""
    return f"{accepted.approved_by} (the lead itself)" if accepted.approver == "lead" else accepted.approved_by or nobody


def accepted_by(accepted: Accepted, options: Options) -> str:
    """Who accepted a finding and until when, as far as stated; the reason is free text of the plan and stands only where frames do."""
    who = f" by {visible(approved_by(accepted))}" if accepted.approved_by else ""
    until = f" until {visible(accepted.expires)}" if accepted.expires else ""
    reason = f": {visible(accepted.reason)}" if options.frames else ""
    return f"accepted{who}{until}{reason}"


def as_of(report: Report) -> str:
    """The line on the day that decided what has expired; empty where nothing hangs on it."""
    expired = any(each.standing == "expired" for file in report.files for each in file.acceptances or ())
    return f"acceptances are judged as of {report.today}" if report.today and (expired or report.accepted) else ""


def asides(report: Report, options: Options) -> Iterator[str]:
    """Lines beside the findings: rules that failed; where the reader wants every word, also what was not judged, is open, is rested on."""
    for failure in report.failures:
        yield f"rule failed: {failure.code} on {visible(failure.file)}: {visible(failure.reason)}"
    if options.verbose:
        yield from _unjudged(report)
        yield from (line for file in report.files for line in _listed(file, report))


def _unjudged(report: Report) -> Iterator[str]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for file in report.files:
        for each in file.not_evaluated:
            reasons.setdefault((each.file, each.reason), []).append(each.code)
    for (name, reason), codes in reasons.items():
        yield f"not judged: {', '.join(dict.fromkeys(codes))} on {visible(name)}: {visible(reason)}"
    for file in report.files:
        for declared in file.declared:
            yield f"declared not applicable: {declared.code} on {visible(declared.file)}: {visible(declared.path_text)}"


def _listed(file: FileReport, report: Report) -> Iterator[str]:
    """What a plan leaves open, what still has to happen, and what it rests on, one by one."""
    name = visible(file.file)
    for question in file.questions:
        words, start = question_words(question, overdue=is_overdue(question, report)), question.span.start
        yield visible(f"open question: {name}:{start.line}:{start.column} {question.path_text}, {words}")
    for each in file.rests_on:
        head = "still to happen" if each.ahead else "rests on"
        yield visible(f"{head}: {each.act} on {name} at {each.path_text}, {act_words(each)}")


def question_words(question: Question, *, overdue: bool = False) -> str:
    """Who closes a gap, and by when."""
    owner = f"owner {question.owner}" if question.owner else "no owner"
    due = f"due {question.due}" if question.due else "no date"
    return f"{owner}, {due}" + (" (overdue)" if overdue else "")


def act_words(act: RestsOn) -> str:
    """Who did what a plan rests on, and when."""
    who = f"by {', '.join(act.by)}" if act.by else "told in words or by a reference" if act.named else "nobody named"
    return f"{who}, {act.on or 'no date'}"
