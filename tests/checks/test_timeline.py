"""What findings on time, credentials and gaps say, where an example in a rule file shows only where they stand."""

from typing import Any

from planlint.finding import Finding
from tests.plans import found, report


def _findings(code: str, **edits: Any) -> list[Finding]:
    return [finding for finding in report(code, **edits).findings if finding.code == code]


def _messages(code: str, **edits: Any) -> list[str]:
    return [finding.message for finding in _findings(code, **edits)]


def _related(code: str, **edits: Any) -> list[list[str]]:
    return [[place.path_text for place in finding.related] for finding in _findings(code, **edits)]


LATE_CIRCLE = {"phases[p1-verify].depends_on": [{"phase": "p3-release"}]}


def test_a_circle_of_phases_is_printed_from_its_first_phase_on() -> None:
    expected = "phases wait for each other, so none can start: p1-verify -> p3-release -> p2-prepare -> p1-verify"

    assert [expected] == _messages("TM102", set=LATE_CIRCLE)


def test_every_phase_of_a_circle_is_marked_in_the_order_of_waiting() -> None:
    assert [["phases[p3-release].depends_on", "phases[p2-prepare].depends_on"]] == _related("TM102", set=LATE_CIRCLE)


def test_a_window_given_by_months_is_a_misfit_and_no_fault_of_the_phases() -> None:
    checked = report("TM102", set={"plan.window.end": "2027-09"})

    assert ["PL002 plan.window.end date error"] == found(checked)
    assert ["TM102"] == [each.code for each in checked.not_evaluated]


def test_services_that_are_not_ready_are_one_finding_with_the_reason_of_each() -> None:
    edits = {
        "services[sv-legal].status": "requested",
        "services[sv-health].confirmed_on": "2026-03-11",
        "services[sv-family].available.from": "2026-03-12",
        "services[sv-men].available.until": "2026-03-09",
        "services[sv-women].status": "none",
        "services[sv-children].types": ["child_protection", "guardianship"],
    }

    expected = (
        "not confirmed before people are reached on 2026-03-10: housing, emergency_medical and legal_aid; considered and not counted: "
        "sv-family (opens on 2026-03-12), sv-men (over on 2026-03-09), sv-women (none), sv-health (confirmed only on 2026-03-11) "
        "and sv-legal (requested)"
    )
    assert [expected] == _messages("TM103", set=edits)


def test_what_is_certain_about_a_service_is_said_before_what_is_unknown() -> None:
    edits = {"services[sv-legal].status": "unknown", "services[sv-legal].available.from": "2026-03-12"}

    expected = (
        "not confirmed before people are reached on 2026-03-10: legal_aid; considered and not counted: sv-legal (opens on 2026-03-12)"
    )
    assert [expected] == _messages("TM103", set=edits)


def test_danger_to_life_lowers_the_rule_on_readiness_and_not_the_one_on_beds() -> None:
    shelters = ("sv-family", "sv-men", "sv-women", "sv-children")
    edits: dict[str, Any] = {f"services[{name}].status": "requested" for name in shelters}
    edits["plan.emergency"] = {"imminent_danger": True, "basis": "a call from inside", "declared_by": "ahtu"}

    said = {finding.code: finding.severity.word for code in ("TM103", "HS102") for finding in _findings(code, set=edits)}
    assert {"TM103": "warning", "HS102": "error"} == said


def test_one_person_in_three_places_is_told_by_the_phase_that_comes_first() -> None:
    edits = {
        "personnel[ic].phases": ["p3-release", "p4-reception", "p5-care"],
        "personnel[dic].phases": ["p3-release"],
        "phases[p3-release].end": "2026-03-13T07:00+05:30",
        "phases[p4-reception].end": "2026-03-13T20:00+05:30",
    }

    expected = [
        "ic is one person, and is in p3-release and at the same time elsewhere in p4-reception and p5-care",
        "ic is one person, and is in p4-reception and at the same time elsewhere in p5-care",
    ]
    assert expected == _messages("TM105", set=edits)


def test_a_document_names_the_last_day_and_all_who_need_it_after_its_end() -> None:
    edits = {"organisations[jh-punarvas].agreement.valid_until": "2026-05-01"}

    expected = "agreement of jh-punarvas ends on 2026-05-01, and is needed until 2027-09-14 by p6-return, p7-followup, sv-jh and r-jh"
    assert [expected] == _messages("TM106", set=edits)
    assert [
        ["phases[p6-return].end", "phases[p7-followup].end", "services[sv-jh].available.until", "returns.routes[r-jh].receiving"]
    ] == _related("TM106", set=edits)


def test_vetting_that_ends_on_one_day_is_one_finding_for_each_organisation() -> None:
    ends = {f"personnel[{name}].vetting.until": "2026-03-09" for name in ("paramedics", "psychologists", "lawyers")}

    expected = [
        "vetting of psychologists and paramedics ends on 2026-03-09, "
        "and is needed until 2026-04-26 and 2026-03-11 by p4-reception, p5-care and p3-release",
        "vetting of lawyers ends on 2026-03-09, and is needed until 2026-04-26 by p4-reception and p5-care",
    ]
    assert expected == _messages("TM106", set=ends)


def test_documents_of_one_kind_without_a_last_day_are_one_finding() -> None:
    edits = {f"organisations[{name}].agreement": {"type": "mou"} for name in ("hospital", "asra-centre", "saathi")}

    assert ["agreement of saathi, asra-centre and hospital: no last day is stated"] == _messages("TM106", set=edits)


def test_unknown_last_days_are_gaps_of_their_own() -> None:
    edits = {f"organisations[{name}].agreement.valid_until": "unknown" for name in ("hospital", "saathi")}

    expected = ["agreement of saathi: the last day is unknown", "agreement of hospital: the last day is unknown"]
    assert expected == _messages("TM106", set=edits)


def test_a_gap_says_which_day_would_have_been_early_enough() -> None:
    entry = {"path": "evidence.custodian", "owner": "ahtu", "due": "2026-05-01"}
    later = {**entry, "phase": "p5-care"}

    expected = [
        "evidence.custodian stays unknown until 2026-05-01, and people are reached on 2026-03-10",
        "evidence.custodian stays unknown until 2026-05-01, and p5-care, in which ahtu finds it out, ends on 2026-04-26",
    ]
    told = [_messages("TM108", set={"evidence.custodian": "unknown"}, add={"unknowns": [each]}) for each in (entry, later)]
    assert [[message] for message in expected] == told


def test_every_entry_for_a_gap_is_marked() -> None:
    entries = [{"path": "evidence.custodian"}, {"path": "evidence.custodian", "owner": "ahtu"}]

    marked = _related("TM108", set={"evidence.custodian": "unknown"}, add={"unknowns": entries})
    assert [["unknowns[1]", "unknowns[2]"]] == marked


def test_a_gap_whose_entry_does_not_fit_is_not_judged_and_others_are() -> None:
    entry = {"path": "evidence.custodian", "owner": "ahtu", "due": "soon"}
    edits = {"evidence.custodian": "unknown", "children.authority": "unknown"}

    checked = report("TM108", set=edits, add={"unknowns": [entry]})

    assert ["children.authority"] == [finding.path_text for finding in checked.findings if finding.code == "TM108"]
    expected = "whether evidence.custodian is found out in time is open: unknowns[1].due does not fit the schema"
    assert [expected] == [each.reason for each in checked.not_evaluated]
