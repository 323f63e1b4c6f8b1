"""Findings that somebody accepts, and what lowers a finding: waivers, an emergency, an unknown that is closed in time, misfits."""

import datetime as dt
from typing import Any

import pytest

from planlint.errors import CannotJudge
from tests.plans import facts, found, report

LINES = "TM104 finance.lines lines error"
WOMEN = "TM104 personnel[paramedics].female female error"
WRONG = {"finance.lines[b-med].amount": 360_000, "personnel[paramedics].female": 3}
WAIVER = {"rule": "TM104", "path": "finance", "reason": "the invoice is disputed", "approved_by": "collector", "expires": "2026-12-31"}


def accepted(*waivers: object, today: dt.date = dt.date(2026, 3, 1), also: tuple[str, ...] = (), **values: Any) -> list[str]:
    """What is found in a plan with two wrong numbers and these waivers."""
    return found(report("TM104", *also, today=today, set={**WRONG, **values, "waivers": list(waivers)}))


def test_without_a_waiver_nothing_is_accepted() -> None:
    expected = [WOMEN, LINES]
    assert expected == accepted()


@pytest.mark.parametrize("path", ["finance.lines", "finance"])
def test_a_waiver_accepts_at_its_path_and_under_it(path: str) -> None:
    expected = [WOMEN, f"{LINES} accepted"]
    assert expected == accepted({**WAIVER, "path": path})


def test_a_waiver_accepts_nothing_above_its_path() -> None:
    expected = [WOMEN, LINES, "PL007 waivers[0] unused warning"]
    assert expected == accepted({**WAIVER, "path": "finance.lines[b-med]"})


def test_a_waiver_accepts_nothing_beside_its_path() -> None:
    expected = [WOMEN, LINES, "PL007 waivers[0] unused warning"]
    assert expected == accepted({**WAIVER, "path": "finance.total"})


def test_a_waiver_without_a_path_accepts_in_the_whole_plan() -> None:
    waiver = {key: value for key, value in WAIVER.items() if key != "path"}

    expected = [f"{WOMEN} accepted", f"{LINES} accepted"]
    assert expected == accepted(waiver)


@pytest.mark.parametrize("path", ["unknown", "none", "finance.lines[b-nothing]", "finance["])
def test_a_path_that_leads_nowhere_is_not_the_whole_plan(path: str) -> None:
    expected = [WOMEN, LINES, "PL007 waivers[0] no_such_path error"]
    assert expected == accepted({**WAIVER, "path": path})


def test_a_waiver_may_call_the_rule_by_its_name() -> None:
    expected = [WOMEN, f"{LINES} accepted"]
    assert expected == accepted({**WAIVER, "rule": "numbers-do-not-add-up"})


def test_a_waiver_accepts_only_findings_of_its_rule() -> None:
    expected = [LINES, "PL007 waivers[0] unused warning", WOMEN]
    assert sorted(expected) == sorted(accepted({**WAIVER, "rule": "TM101"}, also=("TM101",)))


def test_an_accepted_finding_says_who_accepted_it_why_and_until_when() -> None:
    checked = report("TM104", set={**WRONG, "waivers": [WAIVER]})

    said = [(each.accepted.reason, each.accepted.approved_by, each.accepted.expires) for each in checked.findings if each.accepted]

    expected = [("the invoice is disputed", "collector", "2026-12-31")]
    assert expected == said


def test_hits_are_accepted_before_they_are_grouped_into_findings() -> None:
    missing = {"evidence.custodian": None, "evidence.investigating_authority": None}
    waiver = {**WAIVER, "rule": "EV102", "path": "evidence.custodian"}

    grouped = [found(report("EV102", set={**missing, "waivers": waivers})) for waivers in ([], [waiver])]

    expected = [
        ["EV102 evidence.custodian not_stated error"],
        ["EV102 evidence.investigating_authority not_stated error", "EV102 evidence.custodian not_stated error accepted"],
    ]
    assert expected == grouped


@pytest.mark.parametrize(
    ("change", "variant"),
    [
        ({"rule": "TM999"}, "no_such_rule"),
        ({"rule": "unknown"}, "no_such_rule"),
        ({"rule": "CN101"}, "not_waivable"),
        ({"rule": "CH101"}, "not_waivable"),
        ({"rule": "PL009"}, "not_waivable"),
        ({"reason": None}, "no_reason"),
        ({"reason": "none"}, "no_reason"),
        ({"approved_by": None}, "no_approver"),
        ({"approved_by": "unknown"}, "no_approver"),
        ({"expires": None}, "no_expiry"),
        ({"expires": "unknown"}, "no_expiry"),
        ({"expires": "2026-02-28"}, "expired"),
        ({"rule": "TM"}, "blanket"),
        ({"rule": "all"}, "blanket"),
        ({"approved_by": "somebody"}, "unknown_approver"),
        ({"approved_by": "canal-post"}, "compromised_approver"),
    ],
)
def test_a_waiver_that_lacks_something_accepts_nothing(change: dict[str, object], variant: str) -> None:
    expected = [WOMEN, LINES, f"PL007 waivers[0] {variant} error"]
    assert expected == accepted({**WAIVER, **change})


@pytest.mark.parametrize("reason", ["1", "ok ok ok", "to be confirmed by the board"])
def test_a_reason_that_says_nothing_is_none(reason: str) -> None:
    expected = [WOMEN, LINES, "PL007 waivers[0] no_reason error", "PL011 waivers[0].reason default warning"]

    assert expected == accepted({**WAIVER, "reason": reason})


@pytest.mark.parametrize(
    "approver", ["district_collector", "district-collector", "District Collector", "safeguarding_lead", "saathi", "paramedics"]
)
def test_a_role_in_approvals_an_organisation_or_personnel_may_accept(approver: str) -> None:
    expected = [WOMEN, f"{LINES} accepted"]
    assert expected == accepted({**WAIVER, "approved_by": approver})


def test_personnel_of_a_suspected_organisation_may_not_accept() -> None:
    waiver = {**WAIVER, "approved_by": "paramedics"}

    expected = [WOMEN, LINES, "PL007 waivers[0] compromised_approver error"]
    assert expected == found(report("TM104", set={**WRONG, "personnel[paramedics].org": "canal-post", "waivers": [waiver]}))


def test_a_role_that_a_suspected_organisation_holds_may_not_accept() -> None:
    waiver = {**WAIVER, "approved_by": "safeguarding_lead"}

    expected = [WOMEN, LINES, "PL007 waivers[0] compromised_approver error"]
    assert expected == found(report("TM104", set={**WRONG, "plan.approvals[1].org": "canal-post", "waivers": [waiver]}))


def test_where_the_approvals_do_not_fit_the_schema_nobody_can_tell_and_nothing_is_accepted() -> None:
    checked = report("TM104", set={**WRONG, "plan.approvals": 3, "waivers": [{**WAIVER, "approved_by": "district_collector"}]})

    expected = ["PL002 plan.approvals list error", WOMEN, LINES]
    assert sorted(expected) == sorted(found(checked))
    assert [("refused", "it does not fit the schema")] == [(each.standing, each.why) for each in checked.acceptances or ()]


def test_a_list_of_waivers_that_does_not_fit_the_schema_accepts_nothing_and_is_listed() -> None:
    checked = report("TM104", set={**WRONG, "waivers": 3})

    expected = [WOMEN, LINES, "PL002 waivers list error"]
    assert expected == found(checked)
    assert [("waivers", "refused")] == [(each.accepted.path_text, each.standing) for each in checked.acceptances or ()]
    assert checked.dated


def test_a_waiver_accepts_on_its_last_day() -> None:
    expected = [WOMEN, f"{LINES} accepted"]
    assert expected == accepted(WAIVER, today=dt.date(2026, 12, 31))


def test_a_waiver_accepts_nothing_on_the_day_after() -> None:
    expected = [WOMEN, LINES, "PL007 waivers[0] expired error"]
    assert expected == accepted(WAIVER, today=dt.date(2027, 1, 1))


def test_a_waiver_that_does_not_fit_the_schema_accepts_nothing() -> None:
    expected = [WOMEN, LINES, "PL002 waivers[0].reason text error"]
    assert expected == accepted({**WAIVER, "reason": 4})


def test_a_waiver_beside_one_that_does_not_fit_still_accepts() -> None:
    expected = [WOMEN, f"{LINES} accepted", "PL002 waivers[0].expires date error"]
    assert expected == accepted({**WAIVER, "expires": "soon"}, WAIVER)


def test_of_two_waivers_for_one_finding_the_second_is_unused() -> None:
    expected = [WOMEN, f"{LINES} accepted", "PL007 waivers[1] unused warning"]
    assert expected == accepted(WAIVER, WAIVER)


def test_a_waiver_of_a_rule_that_this_run_leaves_out_is_not_called_unused() -> None:
    expected: list[str] = []
    assert expected == found(report("TM101", set={"waivers": [WAIVER]}))


def test_a_waiver_of_a_rule_that_cannot_be_judged_is_not_called_unused() -> None:
    expected = ["PL002 finance.total number error"]
    assert expected == found(report("TM104", set={"finance.total": "lots", "waivers": [WAIVER]}))


DANGER = {"imminent_danger": True, "basis": "a guard threatened to kill a worker", "declared_by": "ahtu"}
EMERGENCY = {"plan.approvals": [], "plan.emergency": DANGER}


def test_imminent_danger_lowers_a_rule_that_allows_it_by_one_step() -> None:
    expected = ["PL009 plan.status default warning"]
    assert expected == found(report(set=EMERGENCY))


def test_imminent_danger_lowers_no_other_rule() -> None:
    assert LINES in found(report("TM104", set={**EMERGENCY, **WRONG}))


@pytest.mark.parametrize(
    "change",
    [
        {"imminent_danger": False},
        {"imminent_danger": "unknown"},
        {"basis": None},
        {"basis": "unknown"},
        {"declared_by": None},
        {"declared_by": "saathi"},
        {"declared_by": "canal-post"},
    ],
    ids=["no danger", "danger unknown", "no basis", "basis unknown", "nobody declares", "no authority declares", "compromised"],
)
def test_an_emergency_that_no_trusted_authority_declared_lowers_nothing(change: dict[str, object]) -> None:
    expected = ["PL009 plan.status default error"]
    assert expected == found(report(set={**EMERGENCY, "plan.emergency": {**DANGER, **change}}))


def test_an_emergency_that_does_not_fit_the_schema_excuses_nothing() -> None:
    checked = report(set={**EMERGENCY, "plan.emergency": {"imminent_danger": "very"}})

    expected = ["PL002 plan.emergency.imminent_danger boolean error", "PL009 plan.status default error"]
    assert expected == sorted(found(checked))


def unknown_authority(*entries: object, **values: object) -> list[str]:
    edits = {"evidence.investigating_authority": "unknown", "unknowns": list(entries), **values}
    return found(report("EV102", set=edits))


OWNED = {"path": "evidence.investigating_authority", "owner": "collector", "due": "2026-03-08"}


def test_an_unknown_that_somebody_closes_in_time_is_one_step_lower() -> None:
    expected = ["EV102 evidence.investigating_authority unknown warning"]
    assert expected == unknown_authority(OWNED)


@pytest.mark.parametrize("entries", [(), ({**OWNED, "due": "2026-03-11"},), ({**OWNED, "owner": None},)], ids=["none", "late", "no owner"])
def test_an_unknown_that_nobody_closes_in_time_keeps_its_severity(entries: tuple[object, ...]) -> None:
    expected = ["EV102 evidence.investigating_authority unknown error"]
    assert expected == unknown_authority(*entries)


def test_what_is_not_stated_is_never_lowered() -> None:
    expected = ["EV102 evidence.investigating_authority not_stated error"]
    assert expected == unknown_authority(OWNED, **{"evidence.investigating_authority": None})


def test_a_list_of_unknowns_that_does_not_fit_excuses_nothing() -> None:
    expected = ["EV102 evidence.investigating_authority unknown error", "PL002 unknowns list error"]
    assert expected == found(report("EV102", set={"evidence.investigating_authority": "unknown", "unknowns": 3}))


Judged = tuple[list[str], list[str]]


def judged(**edits: Any) -> Judged:
    """What four rules find in an edited plan, and which of them could not judge it."""
    checked = report("EV102", "LE106", "TM101", "TM104", **edits)
    return found(checked), sorted({each.code for each in checked.not_evaluated})


def test_a_value_that_does_not_fit_leaves_the_rules_that_ask_for_it_open_and_runs_the_others() -> None:
    edits = {"finance.total": "lots", "evidence.custodian": "saathi"}

    expected = ["EV102 evidence.custodian default error", "PL002 finance.total number error"], ["TM104"]
    assert expected == judged(set=edits)


def test_a_phase_that_does_not_fit_leaves_open_every_rule_that_asks_for_it() -> None:
    edits = {"phases[p3-release].start": "early", "evidence.custodian": "saathi"}

    expected = (
        ["PL002 phases[p3-release].start moment error", "EV102 evidence.custodian default error"],
        ["LE106", "PL009", "PL013", "TM101"],
    )
    assert expected == judged(set=edits)


def test_a_dangling_reference_leaves_open_the_rules_that_follow_it() -> None:
    edits = {"evidence.custodian": "nobody"}

    expected = ["PL003 evidence.custodian default error"], ["EV102"]
    assert expected == judged(set=edits)


def test_what_no_rule_asks_for_leaves_nothing_open() -> None:
    expected: Judged = ["PL002 media.fundraising_use boolean error"], []
    assert expected == judged(set={"media.fundraising_use": "maybe"})


def test_an_unknown_key_leaves_nothing_open() -> None:
    expected: Judged = ["PL005 evidence.custodiann default_near error"], []
    assert expected == judged(set={"evidence.custodiann": "ahtu"})


def test_what_was_found_before_the_misfit_is_still_said() -> None:
    edits = {"population.groups[grp-santali].size.low": 43, "finance.total": "lots"}

    expected = ["TM104 population.groups[grp-santali].size.low low_above_best error", "PL002 finance.total number error"], ["TM104"]
    assert expected == judged(set=edits)


def test_a_list_with_text_that_does_not_fit_is_taken_out_as_a_whole() -> None:
    with pytest.raises(CannotJudge) as raised:
        _ = facts(set={"communications.channels": ["radio", 3]}).plan.communications.channels

    expected = ("communications", "channels")
    assert expected == raised.value.path


def test_the_sound_plan_itself_gives_nothing() -> None:
    expected: Judged = [], []
    assert expected == judged()
