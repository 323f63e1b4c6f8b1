"""Reports without ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from planlint.lint.engine import lint, lint_bytes
from planlint.lint.report import FileReport, Gone, Report, Unevaluated
from planlint.pack.load import builtin
from planlint.report import FORMATS, Options
from planlint.report.redact import Pseudonyms, redact
from planlint.source.reader import read
from tests.conftest import ROOT
from tests.plans import unplaced
from tests.report.made import ACCEPTED, GAP, NAME, UNJUDGED, linted, policy, rendered, report

PLANS = sorted((ROOT / "examples").glob("*/*.plan.yaml"))
IDS = (("p3-inspection", "phase"), ("au-1", "authorisation"), ("collector", "organisation"))
PHASE, AUTHORISATION, COLLECTOR = (Pseudonyms(b"").of(name, kind) for name, kind in IDS)


def with_ids(made: Report, *ids: tuple[str, str]) -> Report:
    return replace(made, files=tuple(replace(file, ids=ids or IDS) for file in made.files))


def ids_of(data: Any) -> Iterator[str]:
    """What stands in the fields called id, and wherever a plan refers to one."""
    if isinstance(data, dict):
        yield from (data["id"],) if isinstance(data.get("id"), str) else ()
        for value in data.values():
            yield from ids_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from ids_of(value)


def telling(names: set[str]) -> re.Pattern[str]:
    """Ids that are no words of English, so that no rule says them of itself."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in names if '-' in name)})(?![\w-])")


def test_ids_become_pseudonyms_wherever_a_finding_says_them() -> None:
    gap = replace(
        GAP, phase="p3-inspection", filled=("p3-inspection", "au-1", "2026-02-23"), accepted=replace(ACCEPTED, path_text="waivers[w-1]")
    )

    (made,) = redact(with_ids(report(gap))).findings

    expected = replace(
        gap,
        message=f"{PHASE}: {AUTHORISATION} covers entry only until 2026-02-23",
        path_text=f"phases[{PHASE}]",
        related=(replace(gap.related[0], path_text=f"legal.authorisations[{AUTHORISATION}].valid_until"),),
        phase=PHASE,
        filled=(),
        accepted=replace(ACCEPTED, reason="", approved_by=COLLECTOR, path_text=f"waivers[{Pseudonyms(b'').of('w-1')}]"),
    )
    assert made == expected


def test_nothing_of_the_plan_s_text_is_left() -> None:
    (file,) = redact(with_ids(report(GAP))).files

    assert (file.text, file.ids) == ("", ())


def test_reasons_phases_and_declared_places_have_no_ids() -> None:
    unjudged = replace(
        UNJUDGED,
        not_evaluated=(Unevaluated("TM103", NAME, "phases[p3-inspection].start is unknown, and au-1 may end"),),
        phases=("p3-inspection",),
    )

    (file,) = redact(with_ids(report(base=unjudged))).files

    assert file.not_evaluated[0].reason == f"phases[{PHASE}].start is unknown, and {AUTHORISATION} may end"
    assert file.phases == (PHASE,)


def test_what_the_baseline_lists_has_no_ids_either() -> None:
    gone = Gone("LE106", NAME, "phases[p9].start", "f00d")

    made_up = Gone("PL005", NAME, "plan.Ram Kumar", "f11d")

    assert redact(replace(report(), gone=(gone, made_up))).gone == (
        replace(gone, path_text=f"phases[{Pseudonyms(b'').of('p9')}].start"),
        replace(made_up, path_text=""),
    )


def test_a_rule_s_own_word_stays_though_it_is_an_id_as_well() -> None:
    finding = replace(GAP, message="entry: au-1 covers entry", label="until the covers end", filled=("au-1",))

    (made,) = redact(with_ids(report(finding), ("entry", "phase"), ("covers", "group"), ("au-1", "authorisation"))).findings

    assert made.message == f"entry: {AUTHORISATION} covers entry"


def test_of_two_ids_the_longer_one_is_meant_and_only_a_whole_word() -> None:
    finding = replace(GAP, message="au-1, au-1-b and au-10", filled=("au-1", "au-1-b", "au-10"))

    (made,) = redact(with_ids(report(finding), ("au-1", ""), ("au-1-b", ""))).findings

    pseudonyms = Pseudonyms(b"")
    assert made.message == f"{pseudonyms.of('au-1')}, {pseudonyms.of('au-1-b')} and au-10"


def test_positions_in_lists_stay() -> None:
    (made,) = redact(with_ids(report(replace(GAP, path_text="waivers[0].rule")))).findings

    assert made.path_text == "waivers[0].rule"


def test_one_id_has_one_pseudonym_in_all_plans_and_another_one_with_another_key() -> None:
    names = {key: Pseudonyms(key).of("kiln-7", "premises") for key in (b"", b"one", b"two")}

    assert names[b""] == Pseudonyms(b"").of("kiln-7", "premises")
    assert len({*names.values()}) == 3
    assert all(re.fullmatch(r"premises-[0-9a-f]{10}", name) for name in names.values())


def test_fingerprints_change_with_a_secret_key_only_and_keep_their_number() -> None:
    made = with_ids(report(replace(GAP, fingerprint="f00d:2")))
    plain, keyed = (redact(made, key).findings[0].fingerprint for key in (b"", b"secret"))

    assert plain == "f00d:2"
    assert re.fullmatch(r"[0-9a-f]{32}:2", keyed)


def test_a_key_that_a_planner_made_up_is_a_pseudonym_wherever_it_stands() -> None:
    raw = b'plan: {"Ram Kumar": {a: 1, a: 2}, "Ram Kumar": 5}\n"site at.Devgarh": {Ram: 1, Ram: 2}\n'
    plain, made = (rendered("json", each) for each in (linted(raw, *builtin().rules), redact(linted(raw, *builtin().rules))))

    words = ("Ram", "Kumar", "site at", "Devgarh")
    assert [word for word in words if word in plain] == [*words]
    assert [word for word in words if word in made] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"plan: {lead: sus-owner}\nphases: [{id: p1-raid, start: soon}]\n",
        b"organisations: 5\nplan: {lead: sus-owner}\nphases: [{id: p1-raid, activities: [entry], responsible: sus-owner}]\n",
        b"phases: [{id: Big Raid at Devgarh, start: 1}, {id: p1-raid, odd: 1}, {id: p1-raid}]\n",
    ],
    ids=["a reference that leads nowhere", "a section that does not fit", "ids that do not fit"],
)
def test_ids_of_a_broken_plan_are_hidden_too(raw: bytes) -> None:
    plain, made = (rendered("json", each) for each in (linted(raw, *builtin().rules), redact(linted(raw, *builtin().rules))))

    words = ("sus-owner", "p1-raid", "Devgarh")
    assert [word for word in words if word in plain] != []
    assert [word for word in words if word in made] == []


@cache
def examples() -> tuple[Report, re.Pattern[str]]:
    """The report on every example plan, and the ids in them."""
    rules = policy(*builtin().rules)
    files = tuple(lint_bytes(plan.read_bytes(), f"plan-{number}.yaml", rules) for number, plan in enumerate(PLANS))
    return Report(files), telling({name for plan in PLANS for name in ids_of(read(plan.read_bytes(), "").data)})


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_says_an_id_of_an_example_plan(form: str) -> None:
    made, ids = examples()
    loud = Options(frames=True, verbose=True, rules=lambda: builtin().rules)

    assert ids.findall(rendered(form, redact(made), loud)) == []
    assert ids.findall(rendered(form, made, loud)) != []


def test_no_rule_says_an_id_of_its_bad_examples() -> None:
    pack = builtin()
    said: dict[str, set[str]] = {}
    for code in pack.rules:
        for example in pack.examples(code):
            if example.bad is not None and example.text is None:
                plan = unplaced(example)
                text = rendered("json", redact(Report((lint(plan, policy(code)),))))
                # An expression of all ids is slow to make, and almost always nothing is there.
                names = {name for name in {*ids_of(plan.data), "no-such-id"} if "-" in name and name in text}
                found = set(telling(names).findall(text)) if names else set()
                said |= {f"{code} {example.bad}": found} if found else {}

    assert said == {}


def test_everything_else_is_said_as_before() -> None:
    made, _ = examples()
    hidden = redact(made)

    assert [(each.code, each.severity, each.span, each.fingerprint) for each in hidden.findings] == [
        (each.code, each.severity, each.span, each.fingerprint) for each in made.findings
    ]
    assert [replace(unnamed(file), text="", ids=(), acceptances=() if file.acceptances is not None else None) for file in made.files] == [
        unnamed(file) for file in hidden.files
    ]


def unnamed(file: FileReport) -> FileReport:
    """A report without what holds ids of the plan."""
    questions = tuple(each._replace(path_text="", owner="") for each in file.questions)
    acts = tuple(each._replace(path_text="", by=()) for each in file.rests_on)
    return replace(file, findings=(), not_evaluated=(), phases=(), declared=(), failures=(), questions=questions, rests_on=acts)
