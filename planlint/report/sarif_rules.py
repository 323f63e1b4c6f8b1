"""Rules as SARIF describes them: the run's rules, whether or not they found something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from planlint.finding import Severity

if TYPE_CHECKING:
    from planlint.rule import Rule

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def descriptor(rule: Rule) -> dict[str, Any]:
    """A reportingDescriptor (SARIF 2.1.0, 3.49), with the properties that GitHub's code scanning reads.

    There is no ``precision``: nobody has measured how often each rule is right.
    """
    file = rule.file
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _sentence(file.title)},
        "fullDescription": {"text": _sentence(" ".join(file.why.split()))},
        "help": {"text": _text(rule), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "problem.severity": _PROBLEM[rule.severity],
            "tags": ["planlint", rule.family, f"profile-{file.profile}"],
            "pack": f"{rule.pack} {rule.version}",
        },
    }


def _text(rule: Rule) -> str:
    return "\n\n".join([_paragraph(rule.help), f"Why: {_paragraph(rule.file.why)}", *_sources(rule, "Sources:")])


def _markdown(rule: Rule) -> str:
    """The same in Markdown; rules are written with backquotes already."""
    about = f"`{rule.code}` ({rule.name}) is asked for from the profile {rule.file.profile} on. More: `planlint explain {rule.code}`."
    return "\n\n".join([_paragraph(rule.help), "### Why", _paragraph(rule.file.why), *_sources(rule, "### Sources\n"), about])


def _sources(rule: Rule, heading: str) -> Iterable[str]:
    """What the rule rests on, as far as somebody has read it."""
    read = [source for source in rule.file.sources if source.read]
    cited = [f"- {source.title}: {source.where}" if source.where else f"- {source.title}" for source in read]
    return ["\n".join([heading, *cited])] if cited else []


def _paragraph(words: str) -> str:
    return " ".join(words.split())


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
