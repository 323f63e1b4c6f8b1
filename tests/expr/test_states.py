"""Expressions never pass on what is not known: every question, of every kind of field, in every state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planlint.errors import CannotRun
from planlint.expr.environment import TABLE
from planlint.facts.summary import FACTS
from planlint.pack.load import load
from tests.expr.state_matrix import KINDS, STATES, edits, facts, outcome, rows
from tests.expr.test_rules_of_expressions import said
from tests.packs import LONG_DAY, rule, write_pack

STATE_FUNCTIONS = {
    "has": ("false", "true", "true", "true"),
    "stated": ("false", "false", "false", "false"),
    "given": ("false", "false", "true", "false"),
    "not_stated": ("true", "false", "false", "false"),
    "stated_none": ("false", "true", "false", "false"),
    "unknown": ("false", "false", "true", "false"),
    "not_applicable": ("false", "false", "false", "true"),
}
"""What each answers for a value that is not stated, none, unknown, not applicable: the same of every kind of field."""

ROWS = rows()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[1].strip("`").partition("(")[0] in STATE_FUNCTIONS], ids=lambda row: " ".join(row[:2])
)
def test_a_question_about_a_state_is_answered_alike_for_every_kind_of_field(row: list[str]) -> None:
    assert STATE_FUNCTIONS[row[1].strip("`").partition("(")[0]] == tuple(row[2:])


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[1].strip("`").partition("(")[0] not in STATE_FUNCTIONS], ids=lambda row: " ".join(row[:2])
)
def test_what_uses_an_unknown_value_is_never_true_and_never_false(row: list[str]) -> None:
    assert "not evaluated" == row[2 + list(STATES).index("unknown")]


def test_every_kind_of_field_is_asked_about() -> None:
    assert [kind.name for kind in KINDS] == list(dict.fromkeys(row[0] for row in ROWS))


def test_an_item_that_is_unknown_may_be_anything() -> None:
    of = facts(set={"population.groups[grp-nepali].exploitation": ["unknown", "forced_marriage"]})
    kinds = "group('grp-nepali').exploitation"

    assert ("true", "not evaluated: holds an item that is unknown") == (
        outcome(f"'forced_marriage' in {kinds}", of),
        outcome(f"'organ_removal' in {kinds}", of),
    )
    assert [
        outcome(text.format(kinds), of).partition(":")[0]
        for text in ("size({}) > 0", "{}.all(k, k != 'organ_removal')", "{}[0] != 'organ_removal'", "{} == ['organ_removal']")
    ] == ["not evaluated"] * 4


RESTING = [
    ("size(facts.countries) > 0", "situation.jurisdictions"),
    ("size(facts.entry) > 0", "phases[p2-prepare].activities"),
    ("facts.training_kind", "plan.operation_kind"),
    ("facts.routine_inspection", "plan.operation_kind"),
    ("size(facts.need_beds) > 0", "population.groups"),
    ("facts.service_kind", "plan.operation_kind"),
    ("facts.reflection_days > 5", "legal.reflection_period.days"),
    ("facts.follow_up_end > date('2026-01-01')", "reintegration.follow_up.months"),
    ("facts.foreign_lead", "plan.lead"),
    ("size(facts.local_le) > 0", "organisations[collector].powers"),
    ("size(facts.trusted_le) > 0", "organisations[collector].complicity"),
    ("size(facts.compromised) > 0", "organisations[saathi].complicity"),
    ("size(facts.compromised) > 0", "situation.official_complicity.agencies"),
    ("size(facts.involved) > 0", "services[sv-men].provider"),
    ("size(facts.foreign_groups) > 0", "population.groups[grp-nepali].nationality"),
    ("size(facts.interpreters) > 0", "personnel[ic].role"),
    ("facts.people_high > 5", "population.groups[grp-nepali].size"),
    ("facts.people_high > 5", "population.groups[grp-nepali].size.high"),
    ("size(facts.housing) > 0", "services[sv-men].types"),
    ("compromised(org('saathi'))", "organisations[saathi].complicity"),
    ("state_body(org('saathi'))", "organisations[saathi].kind"),
    ("high(group('grp-nepali')) > 5", "population.groups[grp-nepali].size.high"),
    ("serves(service('sv-men'), group('grp-nepali'))", "services[sv-men].groups"),
    ("serves(service('sv-men'), group('grp-nepali'))", "services[sv-men].status"),
    ("related('saathi', 'collector')", "parties.links"),
    ("tied_to_suspect('saathi')", "personnel[ic].relationships"),
    ("tied_to_suspect('saathi')", "parties.suspects"),
    ("tied_to_suspect('saathi')", "parties.entities[coach-owner].identifiers"),
    ("related('saathi', 'collector')", "organisations[saathi].identifiers"),
    ("size(paths_to_suspects('saathi')) > 0", "parties.suspects[sus-owner].identifiers"),
    ("size(paths_to_suspects('saathi')) > 0", "finance.flows"),
    ("size(paths_to_suspects('saathi')) > 0", "parties.links"),
]
"""An expression over a fact or a function, and a value that it rests on."""


@pytest.mark.parametrize(("expression", "path"), RESTING)
def test_a_fact_that_rests_on_an_unknown_value_is_not_known(expression: str, path: str) -> None:
    known, open_ = (outcome(expression, facts(**each)) for each in ({}, {"set": {path: "unknown"}}))

    assert ("not evaluated" not in known, "not evaluated") == (True, open_.partition(":")[0])


NEVER_UNKNOWN = {
    "recovery", "interview", "contact", "covert", "test_purchases", "evidential_interviews", "t_rec", "enforcement", "has_recovery",
    "brings_out", "waiting", "children", "maybe_foreign_groups", "emergency",
}  # fmt: skip
"""Facts that rest on the activities of the phases as `entry` does, and those that tell what may be, whatever is unknown."""


def test_every_fact_is_in_the_matrix() -> None:
    asked = {name for name in FACTS if any(f"facts.{name}" in expression for expression, _ in RESTING)}

    assert set(FACTS) == asked | NEVER_UNKNOWN
    assert {"compromised", "state_body", "high", "serves", "related", "tied_to_suspect", "paths_to_suspects"} <= set(TABLE)


def goes_over(folder: Path, over: str, assertion: str = "self.hours_per_day <= 10", at: str = "hours_per_day") -> list[str]:
    pack = load(write_pack(folder, {LONG_DAY: rule(for_=over, when="", assert_=assertion, at=at, message="x", policy="")}))
    return said(pack, set={"phases[p2-prepare].hours_per_day": "unknown", "phases[p4-reception].hours_per_day": 14})


@pytest.mark.parametrize(
    "over",
    [
        "plan.phases.filter(p, stated_none(p.groups) || p.hours_per_day > 0)",
        "plan.phases.filter(p, has(p.hours_per_day)).filter(p, p.hours_per_day > 9)",
        "distinct(plan.phases.filter(p, given(p.hours_per_day) && p.hours_per_day > 9))",
        "flatten([plan.phases]).filter(p, given(p.hours_per_day) && p.hours_per_day > 9)",
    ],
)
def test_an_element_that_lacks_a_value_is_named_and_the_others_are_judged(tmp_path: Path, over: str) -> None:
    found = goes_over(tmp_path, over)

    assert "not evaluated: phases[p2-prepare].hours_per_day is unknown" in found
    assert [each for each in found if each.startswith("phases[p4-reception]")] == ["phases[p4-reception].hours_per_day warning: x"]


def test_inside_a_test_a_list_that_misses_an_element_takes_the_whole_with_it(tmp_path: Path) -> None:
    over = "plan.organisations.filter(o, size(plan.phases.filter(p, given(p.hours_per_day) && p.hours_per_day > 9)) > 0)"

    assert {"not evaluated: phases[p2-prepare].hours_per_day is unknown"} == set(goes_over(tmp_path, over, "false", "id"))


def test_only_the_list_itself_may_be_left_out(tmp_path: Path) -> None:
    left_out = "plan.returns.routes"
    pack = load(write_pack(tmp_path, {LONG_DAY: rule(for_=left_out, when="", assert_="false", at="id", message="x", policy="")}))

    assert [] == said(pack, remove=["returns"])


def test_a_part_of_a_condition_that_is_not_stated_does_not_empty_the_list(tmp_path: Path) -> None:
    over = "'plan.finance.total > 5.0 ? plan.services : plan.services.filter(s, false)'"
    pack = load(write_pack(tmp_path, {LONG_DAY: rule(for_=over, when="", assert_="false", at="id", message="x", policy="")}))

    assert ["not evaluated: finance.total is unknown"] == said(pack, set={"finance.total": "unknown"})


@pytest.mark.parametrize("sign", ["==", "!="])
def test_nothing_is_compared_with_null(tmp_path: Path, sign: str) -> None:
    with pytest.raises(CannotRun) as refused:
        load(write_pack(tmp_path, {LONG_DAY: rule(when=f"self.hours_per_day {sign} null")}))

    assert "nothing in a plan is equal to null; ask stated(…), or not_stated(…), of a field" in str(refused.value)


def test_a_value_of_none_of_an_own_field_is_worth_what_its_type_says() -> None:
    of = facts(**edits("organisations[collector].extensions.grade", "none"))

    assert outcome("org('collector').extensions.grade == 'none'", of) == "true"


def test_what_a_group_of_own_fields_leaves_out_is_not_stated() -> None:
    of = facts(set={"organisations[collector].extensions": {"lease": {}}})
    months = "org('collector').extensions.lease.months"

    assert [outcome(each.format(months), of) for each in ("{} > 6", "has({})", "not_stated({})")] == [
        "not evaluated: is not stated",
        "false",
        "true",
    ]


@pytest.mark.parametrize("use", ["!('b' in {})", "size({}) == 2", "!{}.exists(x, x == 'b')", "{}.all(x, x != 'b')", "{}[1] != 'b'"])
@pytest.mark.parametrize("said", [{"seen": ["a", "unknown"]}, {"lease": {"rooms": ["a", "unknown"]}}])
def test_an_unknown_item_of_an_own_list_may_be_anything(use: str, said: dict[str, Any]) -> None:
    items = "org('collector').extensions." + ("seen" if "seen" in said else "lease.rooms")

    assert "not evaluated: holds an item that is unknown" == outcome(
        use.format(items), facts(set={"organisations[collector].extensions": said})
    )
