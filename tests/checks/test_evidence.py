"""What findings on evidence say, where an example in a rule file shows only where they stand."""

import datetime as dt
from typing import Any

from planlint.lint.engine import Policy, lint
from planlint.pack.load import builtin
from tests.plans import PACK, document, report


def messages(code: str, **edits: Any) -> list[str]:
    return [finding.message for finding in report(code, **edits).findings]


def test_a_late_prosecutor_is_told_the_days_and_the_project_threshold() -> None:
    found = messages("EV101", set={"legal.prosecution.engaged_on": "2026-03-04"})

    assert [
        "the prosecutor is engaged only on 2026-03-04, and the first entry is on 2026-03-10 (days between them: 6; project threshold: 7)"
    ] == found


def test_a_prosecutor_after_the_entry_is_told_how_long_after() -> None:
    found = messages("EV101", set={"legal.prosecution.engaged_on": "2026-03-12"})

    expected = "the prosecutor is engaged only on 2026-03-12, after the first entry on 2026-03-10 (days between them: 2; project threshold: 7 before the entry)"
    assert [expected] == found


def test_an_organisation_sets_how_early_the_prosecutor_must_come() -> None:
    policy = Policy(
        PACK.rules, frozenset({"EV101"}), builtin().thresholds.model_copy(update={"prosecutor_lead_days": 30}), dt.date(2026, 3, 1)
    )

    found = [finding.message for finding in lint(document(), policy).findings]

    assert [
        "the prosecutor is engaged only on 2026-02-20, and the first entry is on 2026-03-10 (days between them: 18; project threshold: 30)"
    ] == found


def test_what_the_chain_of_custody_lacks_is_one_finding() -> None:
    found = messages("EV103", remove=["evidence.chain_of_custody"])

    assert ["the plan does not say how exhibits are passed on: procedure and log not stated"] == found


def test_wrong_hands_of_one_organisation_are_one_finding() -> None:
    found = messages("EV103", add={"evidence.handlers": ["social-workers", "inspectors", "case-managers"]})

    expected = [
        "exhibits are handled by social-workers and case-managers of saathi, which is neither the investigating authority (ahtu), "
        "nor an authority that may seize, nor a health provider",
        "exhibits are handled by inspectors of labour-office, which has no power to seize and does not investigate",
    ]
    assert expected == found


def test_what_makes_reprisals_likely_is_marked_beside_the_missing_protection() -> None:
    checked = report("EV105", set={"situation.premises[quarry-3].armed": "confirmed"}, remove=["legal.prosecution.witness_protection"])

    expected = [
        ("situation.premises[quarry-3].armed", "weapons are confirmed here"),
        ("situation.official_complicity.level", "officials may be part of the trafficking"),
        ("organisations[canal-post].complicity", "officials may be part of the trafficking"),
    ]
    assert expected == [(place.path_text, place.label) for finding in checked.findings for place in finding.related]
