"""What the catalogue of rules says of each rule, beside what its examples can show: held against the rule files.

The tables are written down from the catalogue, not from the files. An attribute that no example can show (whether a waiver helps, how
far a plan must be, which claims a rule carries) would otherwise change without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from planlint.pack.load import builtin
from planlint.rule import Rule

RULES = builtin().rules

WARNINGS = frozenset(
    [
        "LE102",
        "LE108",
        "VI102",
        "VI104",
        "VI106",
        "LG103",
        "LG104",
        "HC104",
        "HC105",
        "HC107",
        "CH103",
        "CN104",
        "CN105",
        "EV104",
        "EV105",
        "CM102",
        "CM103",
        "CM104",
        "CM105",
        "CM106",
        "CM107",
        "RK104",
        "RK105",
        "TM105",
        "TM107",
        "TM108",
        "FN104",
        "FN105",
        "FN106",
        "SG104",
        "SG105",
        "PL010",
    ]
)
INFOS = frozenset({"FN103"})
"""All other rules are errors."""

SEVERITIES: Mapping[str, Mapping[str, str]] = {
    "HS104": {"applied": "warning"},
    "LE111": {"not_stated": "warning", "unknown": "warning"},
    "RP104": {"not_stated": "warning", "unknown": "warning"},
    "RP106": {"testimony": "warning"},
}
"""Messages of rules of expressions that differ from their rule's severity; a check says it with each hit."""

NOT_WAIVABLE = frozenset(
    [
        "LE103",
        "LE104",
        "LE106",
        "HS105",
        "HS106",
        "RP103",
        "CH101",
        "CH102",
        "CH105",
        "CN101",
        "CN103",
        "CF101",
        "FN101",
        "FN102",
        "FN108",
        "SG101",
    ]
)
EMERGENCY = frozenset(["VI102", "VI106", "EV101", "TM103", "PL009"])
JUDGES_UNKNOWNS = frozenset(["LG101", "HC103", "RP101", "RP104", "VI108", "CH103", "RK102"])
"""Rules whose own words on what is unknown replace the step down for an unknown that somebody closes in time."""

NOT_APPLICABLE = {"HS101": "services", "RP101": "returns", "CM105": "community.cultural_advisor"}
"""Where a plan may say with a reason that a rule does not apply."""

DRAFT = frozenset(
    [
        "LE103",
        "LE104",
        "LE111",
        "HS105",
        "HS106",
        "RP103",
        "RP104",
        "CF101",
        "CF102",
        "CF104",
        "FN101",
        "FN102",
        "FN108",
        "PL001",
        "PL002",
        "PL003",
        "PL004",
        "PL005",
        "PL006",
        "PL008",
    ]
)
"""What not even a draft may decide against people, and what keeps it from being read."""

APPROVAL = frozenset(["LE106", "LE108", "VI102", "HS103", "RK104", "TM103", "TM108", "FN106", "FN107", "SG103", "PL009"])
"""What only a plan for approval has to have settled. All other rules are for a plan under review."""

SCAFFOLDS = frozenset(
    [
        "LE101",
        "LE106",
        "LE107",
        "LE108",
        "LE109",
        "VI101",
        "VI103",
        "VI104",
        "VI105",
        "VI107",
        "LG101",
        "HS101",
        "RP101",
        "RP102",
        "RP105",
        "RP109",
        "HC101",
        "HC102",
        "HC103",
        "HC105",
        "CH101",
        "CH102",
        "CH103",
        "CH105",
        "CN101",
        "CN103",
        "CN104",
        "CN106",
        "EV101",
        "EV103",
        "EV104",
        "EV105",
        "CM102",
        "CM103",
        "CM104",
        "CM105",
        "CM106",
        "CF103",
        "CF105",
        "RK101",
        "RK102",
        "RK103",
        "TM103",
        "TM108",
        "FN104",
        "SG101",
        "SG102",
        "SG104",
        "SG105",
    ]
)
"""Rules whose fix could insert a commented skeleton. No rule mends anything by itself."""

APPLIES: Mapping[str, str] = {
    "children": "CH101 CH102",
    "population": "CH103",
    "children_and_interviews": "CH104",
    "routes": "CH105 RP102 RP103 RP104 RP105 RP108 RP109",
    "foreign_lead": "CM101 CM103 LE107",
    "beyond_services": "CM102",
    "enforcement_or_foreign_lead": "CM104",
    "foreign_groups_or_foreign_lead": "CM105",
    "recovery": "CM106 CN103 CN106 FN107 HC102 HC104 HC105 HC107 HS101 SG105 TM103 VI103 VI107",
    "enforcement": "CM107 EV101 EV104 LE101 LE102 VI101 VI104 VI105",
    "media": "CF102",
    "interviews_or_services": "CF103",
    "sharing": "CF105",
    "recovery_or_services": "CN101",
    "consent_stages": "CN102 LG103",
    "beyond_training": "CN104 LE109",
    "interviews": "CN105 LG101 VI108",
    "evidence": "EV102 EV103",
    "evidential_interviews": "EV105",
    "finance": "FN101 FN102 FN104 FN108",
    "finance_or_parties": "FN103",
    "recovery_with_finance": "FN105",
    "services": "FN106 HS104 HS107 LG104",
    "entry_or_recovery_phases": "HC101",
    "recovery_with_follow_up": "HC106",
    "recovery_with_housing": "HS102 HS103",
    "services_or_stay": "HS105 HS106",
    "interpreters": "LG102",
    "entry": "LE104 LE105 LE106 RK102 RK105",
    "covert": "LE110",
    "controlled_purchases": "LE111",
    "recovery_with_foreign_groups": "RP101 RP107",
    "recovery_with_routes": "RP106",
    "entry_or_recovery": "RK101",
    "entry_or_interviews": "RK104",
    "contact": "SG101 SG102 SG103",
    "monitoring_beyond_training": "SG104",
    "dependencies": "TM101",
    "personnel": "TM105",
    "enforcement_with_intelligence": "VI102",
    "screening_with_minutes_and_staff": "VI106",
}
"""The rules that concern only some plans, by the fact that must hold; all others concern every plan."""

CLAIMS: Mapping[str, list[int]] = {
    "LE101": [1, 8],
    "LE102": [1, 8, 34],
    "LE103": [8],
    "LE104": [2, 10],
    "LE105": [10],
    "LE106": [2, 10],
    "LE107": [5],
    "LE108": [8, 34],
    "LE109": [7, 13],
    "LE110": [10],
    "LE111": [10, 19],
    "VI101": [7, 9],
    "VI102": [7],
    "VI103": [9],
    "VI104": [9],
    "VI105": [35],
    "VI108": [36, 39],
    "LG101": [27],
    "LG102": [27],
    "LG103": [27, 38],
    "LG104": [27],
    "HS101": [20, 29],
    "HS102": [29],
    "HS103": [29],
    "HS104": [29],
    "HS105": [29],
    "HS106": [29],
    "HS107": [29],
    "RP101": [30],
    "RP102": [30],
    "RP103": [30],
    "RP104": [21, 22, 30],
    "RP105": [30],
    "RP106": [30],
    "RP107": [30],
    "RP108": [30],
    "RP109": [21],
    "HC102": [24, 36],
    "HC103": [25],
    "HC104": [20, 23],
    "HC105": [16, 22, 26],
    "HC106": [23, 31],
    "HC107": [23],
    "CN101": [36, 37],
    "CN102": [37],
    "CN103": [37],
    "CN104": [37],
    "CN105": [39],
    "CN106": [37],
    "EV101": [11],
    "EV102": [11],
    "EV103": [11],
    "EV104": [12, 19],
    "EV105": [37],
    "CM101": [5, 15, 32],
    "CM102": [4, 14, 15, 33],
    "CM103": [14, 31, 32],
    "CM104": [6],
    "CM105": [15, 38],
    "CM106": [28],
    "CM107": [16, 40, 41],
    "CF101": [39],
    "CF102": [4],
    "RK101": [6, 19],
    "RK104": [14, 41],
    "RK105": [35],
    "TM103": [20, 31],
    "TM106": [34],
    "FN101": [3, 18, 19],
    "FN102": [3, 17],
    "FN103": [18],
    "FN104": [18],
    "FN105": [23],
    "FN107": [23],
    "FN108": [18],
    "SG103": [36, 39],
    "SG104": [4],
}
"""The essay's claims that a rule carries, by its code."""


class Entry(NamedTuple):
    """What the catalogue says of a rule."""

    applies: str | None
    severity: str
    severities: Mapping[str, str]
    profile: str
    waivable: bool
    emergency: bool
    judges_unknowns: bool
    not_applicable_at: str | None
    fix: str
    essay: list[int]


def catalogue(code: str) -> Entry:
    return Entry(
        applies=next((fact for fact, codes in APPLIES.items() if code in codes.split()), None),
        severity="info" if code in INFOS else "warning" if code in WARNINGS else "error",
        severities=SEVERITIES.get(code, {}),
        profile="draft" if code in DRAFT else "approval" if code in APPROVAL else "review",
        waivable=code not in NOT_WAIVABLE,
        emergency=code in EMERGENCY,
        judges_unknowns=code in JUDGES_UNKNOWNS,
        not_applicable_at=NOT_APPLICABLE.get(code),
        fix="scaffold" if code in SCAFFOLDS else "none",
        essay=CLAIMS.get(code, []),
    )


def differences(rule: Rule) -> dict[str, tuple[Any, Any]]:
    """What a rule file says otherwise than the catalogue: both, by attribute."""
    entry, file = catalogue(rule.code)._asdict(), rule.file
    said = {**{name: getattr(file, name) for name in entry}, "essay": sorted(file.essay)}
    return {name: (entry[name], said[name]) for name in entry if entry[name] != said[name]}


@pytest.mark.parametrize("code", RULES)
def test_rule_is_as_the_catalogue_says(code: str) -> None:
    assert {} == differences(RULES[code])


def test_there_are_a_hundred_rules_in_fifteen_families() -> None:
    rules = [rule for rule in RULES.values() if not rule.is_diagnostic]

    assert (100, 15) == (len(rules), len({rule.family for rule in rules}))
