"""The traps of the judged plans, sprung: one edit of a plan, and what it finds more or less than the plan itself.

A trap that only ever stays silent may be silent for the wrong reason.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from planlint.lint.engine import Policy, lint_bytes
from planlint.pack.load import builtin
from tests.conftest import ROOT

RULES = builtin().rules
POLICY = Policy(RULES, frozenset(RULES), builtin().thresholds, dt.date(2026, 1, 1))

STEPPED_DOWN = ("PL009 warning", "VI102 info", "VI106 info", "TM103 warning")
IN_FULL = ("PL009 error", "VI102 warning", "VI106 warning", "TM103 error")
DECLARED = "{imminent_danger: true, basis: no drinking water for two days and one man unconscious, declared_by: harbour-police}"
TRUSTED = "    complicity: none_known\n"
HOUSE_RULES = "    languages: [sl, hr]\n    conditional_on: []\n    fee_to_survivor: none\n    paid_by: line\n    housing:"


def declared(text: str) -> tuple[str, str]:
    return DECLARED, f"{{{text}}}"


@pytest.mark.parametrize(
    "edit",
    [
        declared("imminent_danger: true, basis: no water, declared_by: mission"),
        declared("imminent_danger: true, basis: no water, declared_by: dpp"),
        declared("imminent_danger: true, basis: no water, declared_by: port-health"),
        declared("imminent_danger: true, basis: no water"),
        declared("imminent_danger: true, declared_by: harbour-police"),
        declared("imminent_danger: true, basis: unknown, declared_by: harbour-police"),
        declared("imminent_danger: false, basis: no water, declared_by: harbour-police"),
        declared("basis: no water, declared_by: harbour-police"),
    ],
    ids=["a charity", "a prosecutor", "a doctor", "nobody", "no basis", "basis unknown", "no danger", "danger not stated"],
)
def test_emergency_that_is_not_validly_declared_lowers_nothing(edit: tuple[str, str]) -> None:
    found = counted("cold-hold", edit)

    assert Counter(IN_FULL) == Counter({finding: number for finding, number in found.items() if not finding.startswith("TM108")})


def test_emergency_declared_by_a_compromised_unit_lowers_nothing() -> None:
    less, more = changed("cold-hold", (TRUSTED, "    complicity: suspected\n"))

    # what else is found is about the unit itself: it leads, enters and keeps the exhibits
    assert (set(STEPPED_DOWN), True) == (less, set(IN_FULL) <= more)


def test_declared_by_the_inspectorate_that_may_inspect_is_as_good() -> None:
    assert (set(), set()) == changed("cold-hold", declared("imminent_danger: true, basis: no water, declared_by: labour"))


@pytest.mark.parametrize(
    ("plan", "edit", "less", "more"),
    [
        ("cold-hold", ("detention_used: false", "detention_used: true"), (), ("HS105 error",)),
        ("cold-hold", ("medical_confirmed]", "authorisation_valid]"), (), ()),
        ("cold-hold", ("valid_until: 2026-06-12", "valid_until: 2026-06-11"), (), ("LE106 error",)),
        ("bridge-post", (TRUSTED, "    complicity: suspected\n"), (), ("LE103 error",)),
        ("bridge-post", ("inspectorate, casa-melao]\n", "inspectorate, bridge-post]\n"), (), ("LE103 error",)),
        ("bridge-post", ("support: [inspectorate, north-unit,", "support: [inspectorate, bridge-post,"), (), ("LE103 error",)),
        ("bridge-post", ("valid_until: 2026-09-15", "valid_until: 2026-09-14"), (), ("LE106 error",)),
        ("bridge-post", ("beds: 28", "beds: 27"), (), ("HS102 error",)),
        ("two-gates", ("available: {from: 2026-06-01, until: 2027-07-30}\n    languages: [ar, ti]",
                       "available: {from: 2026-05-04, until: 2027-07-30}\n    languages: [ar, ti]"), ("RP108 error",), ()),
        ("two-gates", ("consular convention, consent: c-lanka-papers", "consular convention, consent: c-refuge-papers"), (), ("CF105 error",)),
        ("two-gates", ("    support: [dar-amal, petra-wings,", "    support: [dar-amal, palm-fund, petra-wings,"), ("CF105 error",), ()),
        ("glass-room", ("brings_people: false", "brings_people: true"), (), ("LE111 error",)),
        ("glass-room", ("date: 2026-07-17", "date: 2026-07-18"), ("FN101 info",), ("FN101 error", "LE110 error")),
        ("glass-room", ("valid_until: 2026-08-28", "valid_until: 2026-08-27"), (), ("LE110 error",)),
        ("glass-room", ("languages: [csn, es]\n    phases", "languages: [es]\n    phases"), (), ("LG101 error",)),
        ("three-doors", (HOUSE_RULES, HOUSE_RULES.replace("[]", "[sobriety]")), (), ("HS106 error",)),
        ("three-doors", ("conditional_on: [sobriety]", "conditional_on: [sobriety, testimony]"), (), ("HS106 error",)),
        ("three-doors", ("movement: individual_risk_limits", "movement: closed"), (), ("HS105 error",)),
        ("three-doors", ("fluent_in: [hr, sr]", "fluent_in: [sr]"), (), ("LG104 warning", "LG103 warning")),
        ("bench-and-badge", ("lead: judicial-school", "lead: north-faculty"), (), ("LE107 warning",)),
    ],
)  # fmt: skip
def test_a_trap_that_is_sprung_is_found(plan: str, edit: tuple[str, str], less: tuple[str, ...], more: tuple[str, ...]) -> None:
    assert (set(less), set(more)) == changed(plan, edit)


def changed(plan: str, edit: tuple[str, str]) -> tuple[set[str], set[str]]:
    """What an edit of a plan makes it find less, and more."""
    before, after = counted(plan), counted(plan, edit)
    return set(before - after), set(after - before)


def counted(plan: str, *edits: tuple[str, str]) -> Counter[str]:
    text = (ROOT / "examples" / "judged" / f"{plan}.plan.yaml").read_text("utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {plan}"
        text = text.replace(old, new)
    report = lint_bytes(text.encode(), plan, POLICY)
    assert report.failures == ()
    return Counter(f"{finding.code} {finding.severity.word}" for finding in report.findings)
