"""Which gaps somebody closes in time: an owner, and a day before the recovery or inside a later phase."""

from typing import Any

import pytest

from planlint.errors import CannotJudge
from planlint.facts.unknowns import Unknowns
from planlint.source.document import Path
from tests.plans import facts

AUTHORITY = "evidence.investigating_authority"
GAP: Path = ("evidence", "investigating_authority")
OWNED = {"path": AUTHORITY, "owner": "collector", "due": "2026-03-08"}
NO_RECOVERY = {
    "plan.operation_kind": "survivor_outreach",
    "phases[p3-release].activities": ["outreach"],
    "phases[p5-care].activities": ["medical"],
    "returns": None,
}


def unknowns(*entries: dict[str, Any], **values: Any) -> Unknowns:
    return facts(set={AUTHORITY: "unknown", "unknowns": list(entries), **values}).unknowns


def test_a_gap_with_an_owner_and_a_day_before_the_recovery_is_owned() -> None:
    assert unknowns(OWNED).is_owned(GAP)


def test_a_gap_that_nobody_listed_is_not_owned() -> None:
    assert not unknowns().is_owned(GAP)


def test_an_entry_without_an_owner_owns_nothing() -> None:
    assert not unknowns({"path": AUTHORITY, "due": "2026-03-08"}).is_owned(GAP)


@pytest.mark.parametrize("owner", ["unknown", "none"])
def test_an_owner_who_is_unknown_or_none_owns_nothing(owner: str) -> None:
    assert not unknowns({**OWNED, "owner": owner}).is_owned(GAP)


def test_personnel_may_own_a_gap() -> None:
    assert unknowns({**OWNED, "owner": "psychologists"}).is_owned(GAP)


@pytest.mark.parametrize("due", [None, "unknown", "none"])
def test_an_entry_without_a_day_owns_nothing(due: str | None) -> None:
    assert not unknowns({**OWNED, "due": due}).is_owned(GAP)


@pytest.mark.parametrize(("due", "owned"), [("2026-03-10", True), ("2026-03-11", False)])
def test_without_a_phase_the_day_of_the_recovery_is_the_last(due: str, owned: bool) -> None:
    assert owned is unknowns({**OWNED, "due": due}).is_owned(GAP)


@pytest.mark.parametrize(("due", "owned"), [("2026-04-26", True), ("2026-04-27", False)])
def test_with_a_phase_its_last_day_is_the_last(due: str, owned: bool) -> None:
    assert owned is unknowns({**OWNED, "due": due, "phase": "p5-care"}).is_owned(GAP)


@pytest.mark.parametrize(("due", "owned"), [("2026-03-10", True), ("2026-03-11", False)])
def test_a_phase_before_the_recovery_leaves_time_until_the_recovery(due: str, owned: bool) -> None:
    assert owned is unknowns({**OWNED, "due": due, "phase": "p1-verify"}).is_owned(GAP)


def test_a_phase_that_ends_nobody_knows_when_gives_no_more_time() -> None:
    listed = unknowns({**OWNED, "due": "2026-03-11", "phase": "p5-care"}, **{"phases[p5-care].end": "unknown"})

    assert not listed.is_owned(GAP)


@pytest.mark.parametrize(("due", "owned"), [("2027-09-14", True), ("2027-09-15", False)])
def test_without_a_recovery_the_window_of_the_plan_is_the_limit(due: str, owned: bool) -> None:
    assert owned is unknowns({**OWNED, "due": due}, **NO_RECOVERY).is_owned(GAP)


def test_without_a_recovery_and_an_end_of_the_window_nothing_is_in_time() -> None:
    assert not unknowns(OWNED, **NO_RECOVERY, **{"plan.window.end": "unknown"}).is_owned(GAP)


@pytest.mark.parametrize("path", ["evidence", "evidence.custodian"])
def test_an_entry_speaks_of_exactly_its_own_path(path: str) -> None:
    assert not unknowns({**OWNED, "path": path}).is_owned(GAP)


@pytest.mark.parametrize("item", ["grp-nepali", "1"])
def test_a_path_names_an_item_by_its_id_or_by_its_position(item: str) -> None:
    nationality: Path = ("population", "groups", 1, "nationality")

    assert unknowns({**OWNED, "path": f"population.groups[{item}].nationality"}).is_owned(nationality)


def test_a_path_that_leads_nowhere_owns_nothing_and_disturbs_nothing() -> None:
    assert unknowns({**OWNED, "path": "population.groups[nobody].nationality"}, OWNED).is_owned(GAP)


@pytest.mark.parametrize("order", [1, -1])
def test_one_good_entry_of_several_for_a_path_is_enough(order: int) -> None:
    entries = [{"path": AUTHORITY}, OWNED][::order]

    assert unknowns(*entries).is_owned(GAP)


def test_an_entry_whose_day_does_not_fit_leaves_open_whether_its_gap_is_owned() -> None:
    listed = unknowns({**OWNED, "due": "soon"})

    with pytest.raises(CannotJudge) as raised:
        listed.is_owned(GAP)

    expected = ("unknowns", 0, "due")
    assert expected == raised.value.path


def test_what_is_inside_a_section_that_is_unknown_as_a_whole_is_the_gap_of_that_section() -> None:
    listed = facts(set={"evidence": "unknown", "unknowns": [{**OWNED, "path": "evidence"}]}).unknowns

    assert listed.is_owned(GAP)


def test_every_kind_of_value_can_be_a_gap() -> None:
    edits = {
        "plan.operation_kind": "unknown",
        "population.groups[grp-nepali].exploitation": ["forced_marriage", "unknown"],
        "population.groups[grp-nepali].gender": {"female": "unknown", "unknown": 2},
        "population.groups[grp-nepali].size": "unknown",
        "services[sv-legal].languages": "unknown",
        "phases[p3-release].depends_on": [{"phase": "p2-prepare", "lag": "unknown"}],
        "children": "unknown",
        "unknowns": "unknown",
    }

    expected = {
        ("plan", "operation_kind"),
        ("population", "groups", 1, "exploitation", 1),
        ("population", "groups", 1, "gender", "female"),
        ("population", "groups", 1, "size"),
        ("population", "groups", 1, "substance_dependence", "prevalence"),
        ("services", 7, "languages"),
        ("phases", 2, "depends_on", 0, "lag"),
        ("children",),
    }
    assert expected == set(facts(set=edits).unknowns.places)


def test_ids_references_keys_and_waivers_are_no_gaps() -> None:
    phase = {"id": "unknown", "name": "x", "activities": [], "start": "2026-03-01", "end": "2026-03-01", "responsible": "ahtu"}
    edits: dict[str, Any] = {
        "set": {"population.groups[grp-nepali].substance_dependence.prevalence": 0, "unknowns": []},
        "add": {
            "phases": [phase],
            "personnel[ic].phases": ["unknown"],
            "phases[p4-reception].depends_on": [{"phase": "unknown"}],
            "waivers": [{"rule": "TM104", "reason": "unknown", "approved_by": "unknown"}],
        },
    }

    assert () == facts(**edits).unknowns.places


def test_a_value_that_does_not_fit_hides_no_gap_beside_it() -> None:
    edits = {"services[sv-legal].status": "perhaps", "services[sv-legal].paid_by": "unknown", "unknowns": []}

    assert ("services", 7, "paid_by") in facts(set=edits).unknowns.places


def test_an_entry_knows_its_place_in_the_plan_and_in_the_list() -> None:
    listed = unknowns({"path": "population.groups[nobody].size"}, OWNED)

    expected = [(("unknowns", 0), None), (("unknowns", 1), GAP)]
    assert expected == [(entry.path, entry.place) for entry in listed.entries]
