"""The functions of this field: what they give for the sound plan, and that every example of theirs can be computed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from planlint.errors import Absent, ExpressionError
from planlint.expr.access import FACTS_TYPE, THRESHOLDS_TYPE
from planlint.expr.check import check
from planlint.expr.closures import Steps
from planlint.expr.environment import OVERLOADS, compiled
from planlint.expr.functions import FUNCTIONS
from planlint.expr.parse import parse
from planlint.expr.standard import STANDARD
from planlint.expr.types import section_type
from planlint.facts import Facts
from planlint.plan.states import Section
from planlint.schema.overlay import NOTHING
from planlint.schema.shape import fields
from tests.plans import facts

SOUND = facts()


def value(text: str, element: Section | None = None, over: Facts = SOUND) -> Any:
    """The value of an expression over the sound plan, with ``element`` as self."""
    start = element if element is not None else over.plan
    scope = {
        "self": section_type(type(start)),
        "plan": section_type(type(over.plan)),
        "facts": FACTS_TYPE,
        "thresholds": THRESHOLDS_TYPE,
    }
    node = parse(text)
    checked = check(node, scope, OVERLOADS, NOTHING)
    return compiled(node, checked.types, list(scope), None).run([start, over.plan, over, over.thresholds], Steps(100_000), over)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("stated(self.waivers)", False),
        ("not_stated(self.plan.emergency)", True),
        ("stated(self.plan.lead)", True),
        ("stated_none(self.finance.flows)", True),
        ("has(self.finance.flows) && !has(self.plan.emergency)", True),
        ('string(date("2026-03-09"))', "2026-03-09"),
        ("string(day(facts.t_rec))", "2026-03-10"),
        ('days(date("2026-03-09"), facts.t_rec)', 1),
        ('string(add_days(date("2026-02-27"), 2))', "2026-03-01"),
        ('string(add_days(date("2026-02-27"), 90000000))', "9999-12-31"),
        ('string(add_months(date("2026-01-31"), 1))', "2026-02-28"),
        ('string(add_months(date("2026-01-31"), -999999))', "0001-01-01"),
        ('weekday(date("2026-03-09"))', 1),
        ('org("ahtu").kind', "police"),
        ('org_of("ic").id', "collector"),
        ('person("ic").role', "incident_commander"),
        ('phase("p3-release").premises', ("quarry-3",)),
        ('service("sv-men").housing.beds', 24),
        ('place("quarry-3").jurisdiction', "IN-RJ"),
        ('group("grp-nepali").nationality', "NP"),
        ('foreign(group("grp-nepali"))', "yes"),
        ('minors(group("grp-nepali"))', True),
        ('high(group("grp-nepali"))', 14),
        ('serves(service("sv-np"), group("grp-nepali"))', True),
        ('serves(service("sv-np"), group("grp-santali"))', False),
        ('compromised(org("canal-post"))', True),
        ('state_body(org("saathi"))', False),
        ('covers(["IN"], "IN-RJ") && !covers(["IN-RJ"], "IN")', True),
        ('primary("pt-BR")', "pt"),
        ('related("co-quarry", "sus-owner")', True),
        ('related("saathi", "sus-owner")', False),
        ('tied_to_suspect("co-quarry")', True),
        ('size(paths_to_suspects("saathi"))', 0),
        ('paths_to_suspects("co-quarry")[0].startsWith("co-quarry -")', True),
        ("sum([1, 2, 3])", 6),
        ("sum(self.finance.lines.map(l, l.amount)) == self.finance.total", True),
        ("min([3, 1.5, 2])", 1.5),
        ("string(day(min(self.phases.map(p, p.start))))", "2026-02-16"),
        ('distinct(["b", "a", "b"])', ("b", "a")),
        ("flatten([[1], [], [2, 3]])", (1, 2, 3)),
        ("thresholds.max_caseload", 20),
        ('group("grp-nepali").gender["male"] + group("grp-nepali").gender.female', 11),
        ('["a", "b"].join(", ")', "a, b"),
    ],
)  # fmt: skip
def test_a_function_gives_what_it_says(text: str, given: object) -> None:
    assert value(text) == given


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('org("nobody")', "the plan has no organisation of this id"),
        ('date("2026-02-30")', "a date is written YYYY-MM-DD"),
        ("min([])", "an empty list has neither a least nor a greatest value"),
        ('max([1, "a"])', "only numbers, only texts or only dates have an order"),
        ("[1][3]", "the list has no item 3"),
    ],
)
def test_what_a_function_cannot_take_is_an_error(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        value(text)

    assert raised.value.reason == reason


def sections(section: Section) -> Iterator[Section]:
    yield section
    for attribute, _ in fields(type(section)).values():
        inner = section.__dict__.get(attribute)
        for each in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(each, Section):
                yield from sections(each)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_function_can_be_computed_wherever_it_fits(name: str) -> None:
    failed = []
    for section in sections(SOUND.plan):
        try:
            value(FUNCTIONS[name].example, section)
        except Absent:
            continue
        except ExpressionError as error:
            if not any(words in error.reason for words in ("field", "called as", "of this id")):
                failed.append((section, error.reason))

    assert failed == []


def test_a_regular_expression_takes_linear_time() -> None:
    began = time.perf_counter()

    assert STANDARD["matches"].call("a" * 20_000 + "!", "^(a+)+$") is False
    assert time.perf_counter() - began < 1
