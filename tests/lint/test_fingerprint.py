"""What findings are recognised by: edits that mend nothing and break nothing make no finding new."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planlint.finding import Accepted, Hit, Severity
from planlint.lint.engine import lint
from planlint.lint.findings import Judged, findings_of
from planlint.lint.report import FileReport
from planlint.rule import Example
from planlint.source.reader import read, read_text
from tests.conftest import ROOT
from tests.plans import PACK, document, report, unplaced
from tests.report.made import policy

FIRST_BAD = [
    pytest.param(example, id=code)
    for code in PACK.rules
    if (example := next((each for each in PACK.examples(code) if each.bad and each.text is None), None))
]

FLAWED = sorted((ROOT / "examples" / "flawed").glob("*.plan.yaml"))


def prints(checked: FileReport) -> list[str]:
    return [each.fingerprint for each in checked.findings]


def turned(value: Any) -> Any:
    """A plan with all keys, and all items that have no id, in the other order."""
    if isinstance(value, dict):
        return {key: turned(each) for key, each in reversed(value.items())}
    if isinstance(value, list):
        items = [turned(each) for each in value]
        return items if any(isinstance(each, dict) and "id" in each for each in items) else items[::-1]
    return value


@pytest.mark.parametrize("example", FIRST_BAD)
def test_the_order_of_keys_and_of_items_without_ids_makes_nothing_new(example: Example) -> None:
    plan = unplaced(example)

    first, second = (lint(replace(plan, data=data), policy(*PACK.rules)) for data in (plan.data, turned(plan.data)))

    assert sorted(prints(first)) == sorted(prints(second))


@pytest.mark.parametrize("file", FLAWED, ids=lambda file: file.name)
def test_the_places_in_the_text_make_nothing_new(file: Path) -> None:
    data = read(file.read_bytes(), file.name).data
    one_line, moved = json.dumps(data), "# moved by a line\n" + json.dumps(data, indent=3)

    first, second = (lint(read_text(text, file.name), policy(*PACK.rules)) for text in (one_line, moved))

    assert prints(first) == prints(second) != []


@pytest.mark.parametrize(
    ("path", "item", "before"),
    [
        ("data_protection.sharing", {"with": "nobody-1", "data": ["names"], "purpose": "care"}, {"with": "nobody-2"}),
        ("media.present", {"org": "nobody-1", "phases": ["p3-release"]}, {"org": "nobody-2"}),
        ("community.engagement", {"with": "elders", "by": "nobody-1"}, {"with": "teachers", "by": "nobody-1"}),
        ("approvals", {"role": "lead", "org": "nobody-1"}, {"role": "counsel", "org": "nobody-1"}),
        (
            "parties.links",
            {"from": "nobody-1", "to": "nobody-2", "type": "owner"},
            {"from": "nobody-1", "to": "nobody-2", "type": "director"},
        ),
        ("personnel[ic].relationships", {"to": "nobody-1", "type": "family"}, {"to": "nobody-1", "type": "employer"}),
        ("phases[p4-reception].depends_on", {"phase": "nobody-1"}, {"phase": "nobody-2"}),
        ("phases[p4-reception].support", "nobody-1", "nobody-2"),
        ("population.groups[grp-nepali].languages", {"tag": "xx-bad!", "share": 1}, {"tag": "yy-bad!"}),
        ("unknowns", {"path": "media", "owner": "nobody-1"}, {"path": "legal", "owner": "nobody-1"}),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_an_item_put_before_another_adds_findings_and_changes_none(path: str, item: Any, before: Any) -> None:
    alone = report(*PACK.rules, set={path: [item]})
    behind = report(*PACK.rules, set={path: [before, item]})

    own = [each.fingerprint for each in alone.findings if "nobody" in each.message or "bad!" in each.message or path in each.path_text]
    assert own
    assert {*own} <= {*prints(behind)}


def test_an_item_may_be_changed_where_nothing_tells_it_apart() -> None:
    """Its natural key is what it is known by, not all that it says."""
    short, long = (
        prints(report(set={"data_protection.sharing": [{"with": "nobody", **more}]}))
        for more in ({}, {"purpose": "care", "data": ["names"]})
    )

    assert {*long} & {*short}


def test_mending_the_first_of_three_equal_findings_makes_none_of_the_others_new() -> None:
    path, wrong, right = "data_protection.sharing", {"with": "nobody"}, {"with": "ngo-nepal"}
    three = report(set={path: [wrong, wrong, wrong]})
    for rest in ([wrong, wrong], [right, wrong, wrong], [wrong, right, wrong]):
        two = report(set={path: rest})

        dangling = [each.fingerprint for each in two.findings if "`nobody`" in each.message]
        assert len({*dangling}) == len(dangling) == 2
        assert {*dangling} < {*prints(three)}


def test_a_finding_with_a_cause_stays_the_same_whichever_of_its_hits_is_mended_first() -> None:
    both = report("EV102", remove=["evidence.custodian", "evidence.investigating_authority"])

    for name in ("custodian", "investigating_authority"):
        assert prints(report("EV102", remove=[f"evidence.{name}"])) == prints(both) != []


def test_one_more_equal_finding_is_new() -> None:
    path, wrong = "data_protection.sharing", {"with": "nobody"}

    two, three = (prints(report(set={path: [wrong] * count})) for count in (2, 3))

    assert len({*three} - {*two}) == 1


def test_a_plan_is_known_by_its_identity_wherever_planlint_is_started() -> None:
    plan = replace(document(remove=["evidence"]), identity="plans/example.plan.yaml")

    assert prints(lint(plan, policy(*PACK.rules))) == prints(lint(replace(plan, name="../../example.plan.yaml"), policy(*PACK.rules)))


def test_one_more_like_an_accepted_finding_is_new_wherever_it_stands() -> None:
    """A place that is waived must not lend its fingerprint to another one."""
    hit = Hit(path=("media",), fields={}, cause=("one",))
    rule = PACK.rules["PL007"].changed(file=PACK.rules["PL007"].file.model_copy(update={"messages": {"default": "wrong"}}))
    first, second = (Judged(rule, replace(hit, path=(name,)), Severity.ERROR, "default", None) for name in ("legal", "media"))

    def open_ones(*judged: Judged) -> set[str]:
        return {each.fingerprint for each in findings_of(document(), judged)[0] if each.is_open}

    accepted = Accepted("agreed", "collector", "2026-05-01")
    for waived, added in ((first, second), (second, first)):
        assert not open_ones(waived._replace(accepted=accepted), added) & open_ones(waived)
