"""A rule: policy as data, read from one YAML file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from planlint.errors import RuleFailure
from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Phrase, PolicyValue, Profile, Severity
from planlint.plan.states import State
from planlint.source.document import Path

CODE = re.compile(r"(?P<code>(?P<prefix>[A-Z]{2,4})[0-9]{3})-(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\Z")
"""The stem of a rule file: code and kebab-case name."""

FIELD = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
"""A place in a message that is filled: ``{phase}`` by a check, ``{self.amount}`` by an expression rule."""

_STATE_VARIANTS = {
    State.NOT_STATED: "not_stated",
    State.NONE: "stated_as_none",
    State.NOT_APPLICABLE: "stated_as_none",
    State.UNKNOWN: "unknown",
}

SeverityWord = Literal["error", "warning", "info"]
Origin = Literal["law", "source", "project"]
Stricter = Literal["higher", "lower"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Strict):
    """What a rule rests on. Only sources that somebody has read are shown to planners."""

    title: str = Field(description="Title, publisher and date of the source.")
    where: str = Field("", description="Article, page or words.")
    read: bool = Field(description="Whether somebody has read the words or the number in a copy.")


class Limit(_Strict):
    """A value that a rule compares with, and what it rests on."""

    value: PolicyValue = Field(description="The value that the rule comes with.")
    about: str = Field(description="What it bounds, with its unit.")
    origin: Origin = Field(description="law: a law or treaty sets it; source: a guideline or study does; project: a project threshold.")
    where: str = Field("", description="The article, page or words that set it; for law and source.")
    stricter: Stricter | None = Field(None, description="Which way it is stricter; a list is higher with more words in it.")

    @property
    def rests_on(self) -> str:
        """What sets the value, in words."""
        return "project threshold" if self.origin == "project" else f"{self.origin}: {self.where}"

    @model_validator(mode="after")
    def _names_its_source(self) -> Self:
        if (self.origin == "project") == bool(self.where):
            raise ValueError("where: what sets the value, for law and source, and for nothing else")
        return self


StateOutcome = Literal["found", "not_judged", "passed", "not_applicable"]
"""What a rule makes of a plan: it finds something, cannot judge, finds nothing, or does not apply."""


class StateOutcomes(_Strict):
    """What a rule makes of a plan in which a value is in each of the four states."""

    not_stated: StateOutcome = Field("found", description="Where the plan leaves the value out.")
    none: StateOutcome = Field("found", description="Where the plan says that there is none.")
    unknown: StateOutcome = Field("found", description="Where the plan calls the value unknown.")
    not_applicable: StateOutcome = Field("found", description="Where the plan declares the value not applicable.")


class States(_Strict):
    """What the states of a rule's chief value do to it; what is left out is as the pack says under ``states``."""

    at: str = Field(description="Where the value stands in the pack's sound plan, for example media.")
    not_stated: StateOutcome | None = Field(None, description="Where the plan leaves the value out.")
    none: StateOutcome | None = Field(None, description="Where the plan says that there is none.")
    unknown: StateOutcome | None = Field(None, description="Where the plan calls the value unknown.")
    not_applicable: StateOutcome | None = Field(None, description="Where the plan declares the value not applicable.")

    def outcomes(self, default: StateOutcomes) -> StateOutcomes:
        """What holds for the rule."""
        return default.model_copy(update=self.model_dump(exclude={"at"}, exclude_none=True))


class Expected(_Strict):
    """A finding that an example must give."""

    at: str = Field(description="The path of the finding, for example phases[p3].start.")
    message: str = Field("default", description="Which of the rule's messages.")
    severity: SeverityWord | None = Field(None, description="The severity; left out: the rule's own.")


class Example(_Strict):
    """An edit of the pack's sound plan, and what the rule says of it."""

    bad: str | None = Field(None, description="What is wrong in this example.")
    good: str | None = Field(None, description="Why the rule stays silent.")
    set: dict[str, Any] = Field(default_factory=dict, description="Values to put at paths.")
    add: dict[str, list[Any]] = Field(default_factory=dict, description="Items to append to lists.")
    remove: list[str] = Field(default_factory=list, description="Paths to take out.")
    text: str | None = Field(None, description="A whole plan as text, in place of edits.")
    finds: list[Expected] = Field(default_factory=list, description="The findings of a bad example, in the order of the plan.")
    not_evaluated: bool = Field(False, description="Whether the rule must say that it could not judge.")
    also: list[str] = Field(default_factory=list, description="No longer read; take it out.", deprecated=True)


class RuleFile(_Strict):
    """What a rule file holds. The path gives the code, the name and the family: ``rules/<family>/<CODE>-<name>.yaml``."""

    title: str = Field(description="What is wrong when the rule finds something, in a few words.")
    severity: SeverityWord = Field(description="error: do not run the plan; warning: needs a decision; info: a note.")
    profile: Profile = Field(
        "review", description="The first profile that asks for it; draft: but not where the plan leaves the value open."
    )
    applies: str | None = Field(
        None, description="Expression over plan and facts that must be true for the rule to apply. Left out: every plan."
    )
    check: str | None = Field(None, description="The check in planlint.checks or of a plugin, as family.module.function.")
    by: Literal["schema"] | None = Field(None, description="schema: found while the plan is read and held against the schema.")
    for_: str | None = Field(
        None, alias="for", description="Expression: what to go over; each element is self. Left out: self is the plan."
    )
    when: str | None = Field(None, description="Expression: which elements the rule is about. Left out: all of them.")
    assert_: str | dict[str, str] | None = Field(
        None,
        alias="assert",
        description="Expression that must be true; or several by the name of their message, of which the first that fails speaks.",
    )
    at: str | dict[str, str] | None = Field(None, description="The field of self to mark, or several by the name of their message.")
    related: dict[str, str] = Field(default_factory=dict, description="Expressions for further places to mark, by the name of their label.")
    fields: dict[str, str] = Field(default_factory=dict, description="Expressions for values in messages, by the name in braces.")
    policy: dict[str, PolicyValue | Limit] = Field(
        default_factory=dict, description="Numbers and words that a configuration may override; a check gets them by name."
    )
    message: str | None = Field(None, description="What is said, where there is only one message.")
    messages: dict[str, str] = Field(default_factory=dict, description="What is said, by variant; {name} is filled in.")
    severities: dict[str, SeverityWord] = Field(
        default_factory=dict, description="Severities that differ from the rule's, by the message or by the degree that the check names."
    )
    not_evaluated: dict[str, str] = Field(default_factory=dict, description="Why the check could not judge, by the name that it gives.")
    phrases: dict[str, str] = Field(default_factory=dict, description="Words for a field of a message, by the name that the check gives.")
    labels: dict[str, str] = Field(default_factory=dict, description="What stands beside marked places; here: the first one.")
    help: str = Field(description="The way out.")
    why: str = Field(description="Why it matters.")
    sources: list[Source] = Field(default_factory=list, description="What the rule rests on.")
    essay: list[int] = Field(default_factory=list, description="Numbers of the claims in pack.yaml that the rule carries.")
    thresholds: list[str] = Field(default_factory=list, description="Thresholds that the rule compares with.")
    waivable: bool = Field(True, description="Whether a waiver can accept its findings.")
    emergency: bool = Field(False, description="Whether imminent danger to life lowers it one step.")
    judges_unknowns: bool = Field(False, description="Whether the check itself decides how bad an unknown is.")
    not_applicable_at: str | None = Field(
        None, description="The place where {not_applicable: reason} switches the rule off, for example community.cultural_advisor."
    )
    states: States | None = Field(None, description="What the states of its chief value do to it; tried by planlint test.")
    fix: Literal["none", "scaffold", "automatic"] = Field("none", description="No longer read; take it out.", deprecated=True)
    examples: list[Example] = Field(default_factory=list, description="Edits of the sound plan; run as tests.")

    @field_validator("when", "assert_", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        """``true`` and ``false`` are expressions, which YAML reads as booleans."""
        if isinstance(value, dict):
            return {name: cls._as_text(each) for name, each in value.items()}
        return str(value).lower() if isinstance(value, bool) else value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(each is not None for each in (self.check, self.by, self.assert_)) != 1:
            raise ValueError("a rule has one of check, assert and by")
        if (self.message is None) == (not self.messages):
            raise ValueError("a rule has either message or messages")
        only = {
            "for": self.for_,
            "when": self.when,
            "at": self.at,
            "related": self.related,
            "fields": self.fields,
        }
        if self.assert_ is None and (stray := [name for name, value in only.items() if value]):
            raise ValueError(f"{', '.join(stray)}: only a rule with assert has that")
        if self.check is None and (stray := [name for name in ("not_evaluated", "phrases") if getattr(self, name)]):
            raise ValueError(f"{', '.join(stray)}: only a rule with check has that")
        return self

    @property
    def values(self) -> dict[str, PolicyValue]:
        """The values of its policy by name."""
        return {name: each.value if isinstance(each, Limit) else each for name, each in self.policy.items()}

    @property
    def words(self) -> dict[str, str]:
        """The messages by variant."""
        return self.messages or {"default": self.message or ""}


_DERIVED = frozenset({"severity", "not_applicable_at", "values", "help", "_named_values"})
"""What a rule computes from its parts; a copy with other parts computes it anew."""


class Rule:
    """A rule with its code, name and family, and the pack and version that it comes from.

    ``file`` is the rule file's content without its examples, ``check`` its own expressions, ``applies`` what must hold for it to apply,
    ``thresholds`` the values that its words may show, ``limit`` what no finding of it is above.
    """

    def __init__(
        self,
        *,
        code: str,
        name: str,
        family: str,
        file: RuleFile,
        pack: str,
        version: str,
        check: Callable[[Facts], Iterator[Outcome]] | None = None,
        applies: Callable[[Facts], bool] | None = None,
        thresholds: Mapping[str, PolicyValue] = MappingProxyType({}),
        limit: Severity = Severity.ERROR,
    ) -> None:
        self.code = code
        self.name = name
        self.family = family
        self.file = file
        self.pack = pack
        self.version = version
        self.check = check
        self.applies = applies
        self.thresholds = thresholds
        self.limit = limit

    @cached_property
    def severity(self) -> Severity:
        return Severity.of(self.file.severity)

    @cached_property
    def values(self) -> dict[str, PolicyValue]:
        """The values that it compares with, by name."""
        return self.file.values

    @cached_property
    def help(self) -> str:
        """The way out, with the values that it speaks of."""
        return self._with_values(self.file.help)

    @property
    def messages(self) -> list[str]:
        """What it says, with the values of its policy filled in and what a plan fills left in braces."""
        return [self._with_values(words) for words in self.file.words.values()]

    def severity_of(self, degree: str) -> Severity:
        """The severity of a message, or of a degree that the check names."""
        word = self.file.severities.get(degree)
        return self.severity if word is None else Severity.of(word)

    def severity_of_hit(self, hit: Hit) -> Severity:
        """How bad a hit is by the rule's file."""
        return hit.severity or self.severity_of(hit.degree or self.variant_of(hit))

    def decided(self, hit: Hit) -> Hit:
        """A hit in the words of the rule's file; raises `RuleFailure` where the check names a degree or a phrase that the file lacks."""
        if hit.degree and hit.degree not in self.file.severities:
            raise RuleFailure(self.code, f"its file has no severity {hit.degree!r}")
        return replace(hit, fields=self.worded(hit.fields))

    def with_severity(self, severity: Severity) -> Rule:
        """The rule with another severity; where that is lower, no finding of the rule is above it."""
        file = self.file.model_copy(update={"severity": severity.word})
        return self.changed(file=file, limit=severity if severity < self.severity else self.limit)

    def changed(self, **parts: Any) -> Rule:
        """A copy with other parts."""
        own = {name: value for name, value in vars(self).items() if name not in _DERIVED}
        return Rule(**{**own, **parts})

    @cached_property
    def not_applicable_at(self) -> Path:
        """The place where a plan declares that the rule does not apply; empty where it cannot."""
        return tuple(self.file.not_applicable_at.split(".")) if self.file.not_applicable_at else ()

    @property
    def is_diagnostic(self) -> bool:
        """Whether it speaks of the plan's form; diagnostics are not counted as rules."""
        return self.code.startswith("PL")

    @property
    def is_waivable(self) -> bool:
        """Whether somebody may decide to live with its findings."""
        return self.file.waivable and not self.is_diagnostic

    def variant_of(self, hit: Hit) -> str:
        """The name of the message for a hit."""
        if hit.variant:
            return hit.variant
        by_state = _STATE_VARIANTS.get(hit.state, "default")
        return by_state if by_state in self.file.words else "default"

    def message(self, variant: str, fields: Mapping[str, FieldValue]) -> str:
        """A filled message; raises `RuleFailure` where the rule has no such message or a field is missing."""
        if variant not in self.file.words:
            raise RuleFailure(self.code, f"its file has no message {variant!r}")
        return self._filled(self.file.words[variant], fields)

    def label(self, name: str, fields: Mapping[str, FieldValue]) -> str:
        """A filled label; a rule needs none for its first place."""
        if name not in self.file.labels:
            if name == "here":
                return ""
            raise RuleFailure(self.code, f"its file has no label {name!r}")
        return self._filled(self.file.labels[name], fields)

    def reason(self, outcome: NotEvaluated) -> str:
        """Why the check could not judge: the words of the rule's file, else those of a check that brings its own."""
        template = self.file.not_evaluated.get(outcome.reason)
        return outcome.reason if template is None else self._filled(template, self.worded(outcome.fields))

    def worded(self, fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
        """Fields with their phrases in the words of the rule's file; raises `RuleFailure` where it has no such phrase."""
        return {name: self._worded(value) for name, value in fields.items()}

    def _worded(self, value: FieldValue) -> FieldValue:
        if isinstance(value, tuple):
            return tuple(self._phrase(each) if isinstance(each, Phrase) else each for each in value)
        return self._phrase(value) if isinstance(value, Phrase) else value

    def _phrase(self, phrase: Phrase) -> str:
        if phrase.name not in self.file.phrases:
            raise RuleFailure(self.code, f"its file has no phrase {phrase.name!r}")
        return self._filled(self.file.phrases[phrase.name], self.worded(phrase.fields))

    def _filled(self, template: str, fields: Mapping[str, FieldValue]) -> str:
        def fill(found: re.Match[str]) -> str:
            name = found.group(1)
            if name in fields:
                return shown(fields[name])
            if name in self._named_values:
                return self._named_values[name]
            raise RuleFailure(self.code, f"nothing fills {{{name}}} in its message")

        return FIELD.sub(fill, template)

    def _with_values(self, template: str) -> str:
        """Words with the values of the rule and the thresholds filled in; all other braces stay as they are."""
        return FIELD.sub(lambda found: self._named_values.get(found.group(1), found.group(0)), template)

    @cached_property
    def _named_values(self) -> dict[str, str]:
        """What words show of ``{policy.name}`` and ``{thresholds.name}``."""
        sources: dict[str, Mapping[str, PolicyValue]] = {"policy": self.values, "thresholds": self.thresholds}
        named = {f"{source}.{name}": value for source, known in sources.items() for name, value in known.items()}
        return {name: shown(tuple(value) if isinstance(value, list) else value) for name, value in named.items()}


def shown(value: FieldValue) -> str:
    """A value in a message: lists in words, numbers without needless digits."""
    if isinstance(value, tuple):
        words = [shown(item) for item in dict.fromkeys(value)]
        return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"{round(value, 4):.16g}" if isinstance(value, float) else str(value)
