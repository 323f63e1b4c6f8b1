"""Rules of expressions: what is wrong in them is told where it stands, and what they find is what they say."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest

from planlint.errors import CannotRun
from planlint.lint.engine import Policy, lint
from planlint.lint.report import FileReport
from planlint.pack.load import Pack, builtin, load
from tests.packs import LONG_DAY, MANIFEST, rule, write_pack
from tests.plans import document

TODAY = dt.date(2026, 3, 1)


def loaded(folder: Path, text: str) -> Pack:
    return load(write_pack(folder, {LONG_DAY: text}))


def judged(pack: Pack, **edits: object) -> FileReport:
    """The edited sound plan held against the pack's rules alone."""
    rules = {**builtin().rules, **pack.rules}
    return lint(document(**edits), Policy(rules, frozenset(pack.rules), builtin().thresholds, TODAY, pack.overlay))


def said(pack: Pack, **edits: object) -> list[str]:
    report = judged(pack, **edits)
    found = [f"{each.path_text} {each.severity.word}: {each.message}" for each in report.findings]
    found += [f"not evaluated: {each.reason}" for each in report.not_evaluated]
    return found + [f"failed: {each.reason}" for each in report.failures]


LONG = {"phases[p4-reception].hours_per_day": 14}


@pytest.mark.parametrize(
    ("lines", "place", "reason"),
    [
        ({"assert_": "self.hours_perday <= 10"}, "5:14", "Phase has no field hours_perday; did you mean hours_per_day?"),
        ({"assert_": '"self.hours_perday <= 10"'}, "5:15", "Phase has no field hours_perday; did you mean hours_per_day?"),
        ({"assert_": ">-\n  true &&\n  self.hours_perday <= 10"}, "7:8", "Phase has no field hours_perday; did you mean hours_per_day?"),
        ({"for_": "plan.phasses"}, "3:11", "Plan has no field phasses; did you mean phases?"),
        ({"for_": "plan.finance"}, "3:6", "for goes over a list, and this is Finance"),
        (
            {"for_": "plan.phases.map(p, p.id)"}, "3:6",
            "for goes over parts of the plan or over a list that stands in the plan: a finding needs a place",
        ),
        ({"when": "self.hours_per_day"}, "4:7", "when must be true or false, and this is int"),
        ({"assert_": "self.hours_per_day"}, "5:9", "assert must be true or false, and this is int"),
        ({"assert_": '"\'entri\' in self.activities"'}, "5:10", '"entri" is never written there; did you mean entry?'),
        ({"assert_": 'self.location_kind == "shelterr"'}, "5:31", '"shelterr" is never written there; did you mean shelter?'),
        ({"assert_": 'self.location_kind == "unknown"'}, "5:31",
          "ask unknown(…) whether a value is unknown; an unknown value is not equal to anything"),
        ({"assert_": 'self.start < "2026-01-01"'}, "5:20", 'a date and a text have no order; write date("2026-03-09")'),
        ({"assert_": "self.hours_per_day + 0.5 < 10"}, "5:28",
          "+ needs two numbers of one kind: turn one into the other with double(…) or int(…)"),
        ({"assert_": "policy.hors > 1"}, "5:16", "it has no field hors; did you mean hours?"),
        ({"assert_": "sise(self.groups) > 1"}, "5:9", "there is no function sise; did you mean size?"),
        ({"assert_": "days(self.start) > 1"}, "5:9", "days is called as days(date, date), and this gives it date"),
        ({"assert_": "stated(self)"}, "5:9", "stated asks about a field of the plan, for example stated(self.id)"),
        ({"assert_": "slef.id != ''"}, "5:9", "slef is not known here; did you mean self?"),
        ({"assert_": "self.__class__ == 1"}, "5:14", "names do not begin with two underscores"),
        ({"assert_": "self.model_fields == 1"}, "5:14", "Phase has no field model_fields"),
        ({"assert_": "self.id.matches('(?=a)')"}, "5:25",
          "this is not a regular expression (RE2 syntax, no look-around and no back-references)"),
        ({"assert_": "(" * 3000}, "5:69", "an expression nests at most 60 deep"),
        ({"at": "hours"}, "7:5", "Phase has no field hours"),
        ({"message": '"{self.nme}"'}, "8:17", "Phase has no field nme; did you mean name?"),
        ({"message": '"{self.name} is long"'}, "8:12",
          "free text of the plan never stands in a message; name an id, a code, a date or a number"),
        ({"message": '"{self.depends_on}"'}, "8:12", "a message shows ids, codes, dates and numbers, and this is list(Dependency)"),
        ({"message": '"{self.id!r}"'}, "8:11", "braces hold the name of a field, for example {self.id}"),
        ({"related": "{far: plan.phases}"}, "11:16", "labels has no far"),
        ({"severities": "{other: info}"}, "11:21", "messages has no other"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_line_and_column(tmp_path: Path, lines: dict[str, str], place: str, reason: str) -> None:
    began = time.perf_counter()
    with pytest.raises(CannotRun) as raised:
        loaded(tmp_path, rule(**lines))

    assert str(raised.value) == f"{tmp_path / LONG_DAY}:{place}: {reason}"
    assert time.perf_counter() - began < 1


def test_a_finding_says_what_the_rule_says_at_the_field_it_names(tmp_path: Path) -> None:
    pack = loaded(tmp_path, rule())

    assert said(pack, set=LONG) == ["phases[p4-reception].hours_per_day warning: p4-reception: 14 hours are more than 10"]
    assert said(pack) == []


def test_a_value_that_is_not_stated_leaves_the_element_not_evaluated(tmp_path: Path) -> None:
    pack = loaded(tmp_path, rule(when='self.id.startsWith("p4") || self.id.startsWith("p5")'))

    assert said(pack) == ["not evaluated: phases[p5-care].hours_per_day is not stated"]
    assert said(pack, set={"phases[p4-reception].hours_per_day": "unknown"}) == [
        "not evaluated: phases[p4-reception].hours_per_day is unknown",
        "not evaluated: phases[p5-care].hours_per_day is not stated",
    ]


def test_the_states_of_a_value_are_told_apart(tmp_path: Path) -> None:
    asked = {
        "a": "!stated(self.premises)", "b": "!not_stated(self.premises)", "c": "!stated_none(self.premises)",
        "d": "!unknown(self.premises)", "e": "!not_applicable(self.premises)",
    }  # fmt: skip
    messages = "".join(f"\n  {name}: '{{self.id}} {name}'" for name in asked)
    asserts = "".join(f"\n  {name}: '{text}'" for name, text in asked.items())
    text = rule(when='self.id == "p3-release"', assert_=asserts, message="", messages=messages, at="premises", policy="")
    pack = loaded(tmp_path, text)
    release = "phases[p3-release].premises"

    plans: list[dict[str, Any]] = [
        {},
        {"remove": [release]},
        {"set": {release: []}},
        {"set": {release: "unknown"}},
        {"set": {release: {"not_applicable": "it is a place on the open road"}}},
    ]

    assert [said(pack, **edits)[0].split()[-1] for edits in plans] == ["a", "b", "c", "d", "e"]


def test_an_unknown_that_somebody_closes_in_time_counts_one_step_less(tmp_path: Path) -> None:
    text = rule(
        when='self.id == "p4-reception"', assert_="stated(self.hours_per_day)", message='"{self.id} {self.hours_per_day}"', severity="error"
    )
    pack = loaded(tmp_path, text)
    field = "phases[p4-reception].hours_per_day"

    assert said(pack, set={field: "unknown"}) == [f"{field} error: p4-reception unknown"]
    assert said(pack, set={field: "unknown"}, add={"unknowns": [{"path": field, "owner": "saathi", "due": "2026-03-01"}]}) == [
        f"{field} warning: p4-reception unknown"
    ]


def test_a_list_that_is_unknown_is_not_evaluated_and_one_that_is_not_stated_has_no_elements(tmp_path: Path) -> None:
    pack = loaded(tmp_path, rule(for_="plan.waivers", when="", assert_="false", at="rule", message="a waiver", policy=""))

    assert said(pack) == []
    assert said(pack, set={"waivers": "unknown"}) == ["not evaluated: waivers is unknown"]


def test_an_expression_that_takes_too_many_steps_fails_its_rule_and_says_where(tmp_path: Path) -> None:
    nested = "true"
    for name in "abcde":
        nested = f"plan.personnel.all({name}, {nested})"
    pack = loaded(tmp_path, rule(when="", assert_=nested, for_="plan.phases"))
    many = [{"id": f"x{n}", "role": "nurse", "org": "hospital", "count": 1, "languages": ["hi"], "phases": []} for n in range(60)]

    began = time.perf_counter()
    (failure,) = said(pack, add={"personnel": many})

    assert failure == f"failed: {tmp_path / LONG_DAY}:5:24: this takes more steps than a rule may"
    assert time.perf_counter() - began < 1


def test_an_id_that_the_plan_lacks_fails_the_rule(tmp_path: Path) -> None:
    pack = loaded(tmp_path, rule(when="", assert_='org("nobody-here").kind == "police"', for_="", at="plan", message="x"))

    assert said(pack) == [f"failed: {tmp_path / LONG_DAY}:5:9: the plan has no organisation of this id"]


def test_one_side_that_decides_makes_up_for_a_value_that_is_missing(tmp_path: Path) -> None:
    pack = loaded(tmp_path, rule(when='self.id == "p5-care"', assert_="self.hours_per_day < 3 || true"))

    assert said(pack) == []


def test_dates_and_moments_compare_by_the_day_in_the_plans_time_zone(tmp_path: Path) -> None:
    text = rule(when='self.id == "p3-release"', assert_='self.start > date("2026-03-10")', at="start", message='"{self.start}"', policy="")
    pack = loaded(tmp_path, text)

    assert said(pack) == ["phases[p3-release].start warning: 2026-03-10T05:30+05:30"]


def test_values_of_a_rule_own_names_fill_its_messages(tmp_path: Path) -> None:
    text = rule(
        for_="", when="", assert_="size(facts.entry) == 0", at="phases", policy="",
        fields="{first: 'min(facts.entry.map(p, p.start))', ids: 'facts.entry.map(p, p.id)'}",
        message='"{ids} from {first}, thresholds of {thresholds.max_caseload}"',
    )  # fmt: skip

    assert said(loaded(tmp_path, text)) == ["phases warning: p3-release from 2026-03-10T05:30+05:30, thresholds of 20"]


def test_several_assertions_speak_one_at_a_time_with_their_own_places_and_severities(tmp_path: Path) -> None:
    text = rule(
        when="", for_="plan.situation.premises", policy="", message="",
        assert_="\n  armed: '!stated(self.armed)'\n  others: '!stated(self.other_exploited_persons)'",
        at="{armed: armed, others: other_exploited_persons}", messages="{armed: '{self.id} a', others: '{self.id} b'}",
        severities="{others: info}",
    )  # fmt: skip
    pack = loaded(tmp_path, text)

    assert said(pack)[0].startswith("situation.premises[quarry-3].armed warning: quarry-3 a")
    assert said(pack, remove=["situation.premises[quarry-3].armed"]) == [
        "situation.premises[quarry-3].other_exploited_persons info: quarry-3 b"
    ]


def test_going_over_counts_of_which_one_is_unknown_is_not_evaluated(tmp_path: Path) -> None:
    text = rule(
        for_="plan.population.groups",
        when='self.id == "grp-nepali"',
        assert_='self.gender.all(g, g != "other")',
        at="gender",
        message="x",
        policy="",
    )
    pack = loaded(tmp_path, text)

    assert said(pack) == []
    assert said(pack, set={"population.groups[grp-nepali].gender": {"male": "unknown", "female": 2}}) == [
        "not evaluated: population.groups[grp-nepali].gender.male is unknown"
    ]


def test_a_result_that_is_neither_true_nor_false_fails_the_rule(tmp_path: Path) -> None:
    text = rule(when="", for_="plan.organisations", at="id", message="x", policy="", assert_="self.extensions.free")
    folder = write_pack(tmp_path, {LONG_DAY: text}, manifest=MANIFEST + "extensions: fields.yaml\n")
    (folder / "fields.yaml").write_text("organisations: {type: object, properties: {free: {}}}", "utf-8")

    assert said(load(folder), set={"organisations[collector].extensions": {"free": "text"}}) == [
        f"failed: {tmp_path / LONG_DAY}:5:9: this is neither true nor false"
    ]


def test_a_place_that_is_missing_leaves_the_element_not_evaluated(tmp_path: Path) -> None:
    text = rule(for_="plan.returns.routes", when="", assert_="false", at="stage(self.consent).mode", message="x", policy="")
    pack = loaded(tmp_path, text)

    assert "not evaluated: returns.routes[r-jh].consent is not stated" in said(pack, remove=["returns.routes[r-jh].consent"])


def test_a_field_that_does_not_fit_the_schema_leaves_the_element_not_evaluated(tmp_path: Path) -> None:
    report = judged(loaded(tmp_path, rule()), set={"phases[p4-reception].hours_per_day": "many"})

    assert [each.code for each in report.findings] == ["PL002"]
    assert [each.reason for each in report.not_evaluated] == ["phases[p4-reception].hours_per_day does not fit the schema"]


def test_a_condition_over_what_is_not_known_leaves_the_rule_not_evaluated(tmp_path: Path) -> None:
    pack = loaded(tmp_path, rule(applies='plan.plan.operation_kind == "training_capacity"'))

    assert said(pack, set={"plan.operation_kind": "unknown"}) == ["not evaluated: plan.operation_kind is unknown"]
