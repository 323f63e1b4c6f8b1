"""What rules rest on: sources that somebody has read, and claims that are carried."""

from __future__ import annotations

from planlint.pack.load import builtin
from planlint.pack.sources import NO_SOURCE, Claim, Standard, claims, standards
from planlint.rule import Rule, Source

PACK = builtin()
RULES = [rule for rule in PACK.rules.values() if not rule.is_diagnostic]


def resting_on(code: str, *sources: Source, essay: tuple[int, ...] = ()) -> Rule:
    rule = PACK.rules[code]
    return rule.changed(file=rule.file.model_copy(update={"sources": list(sources), "essay": list(essay)}))


def test_sources_are_listed_with_the_rules_of_each_place_and_rules_without_one_last() -> None:
    treaty = Source(title="Treaty", where="article 6", read=True)
    rules = [
        resting_on("LE101", treaty),
        resting_on("LE103", treaty, Source(title="Treaty", where="article 2", read=True)),
        resting_on("TM104"),
    ]

    expected = [
        Standard("Treaty", {"article 2": ("LE103",), "article 6": ("LE101", "LE103")}),
        Standard(NO_SOURCE, {"": ("TM104",)}),
    ]
    assert expected == standards(rules)


def test_a_source_that_nobody_has_read_is_no_source() -> None:
    assert [Standard(NO_SOURCE, {"": ("LE101",)})] == standards([resting_on("LE101", Source(title="Hearsay", where="", read=False))])


def test_claims_are_listed_with_the_rules_that_carry_them() -> None:
    rules = [resting_on("LE101", essay=(1,)), resting_on("LE103", essay=(1, 2))]

    assert [Claim(1, "one", ("LE101", "LE103")), Claim(2, "two", ("LE103",)), Claim(3, "three", ())] == claims(
        {1: "one", 2: "two", 3: "three"}, rules
    )


def test_every_claim_that_the_rules_set_out_to_carry_is_carried() -> None:
    carried = claims(PACK.manifest.claims, RULES)

    assert 41 == len(carried)
    assert [] == [claim.number for claim in carried if not claim.codes]


def test_every_rule_that_rests_on_a_threshold_of_ours_says_so() -> None:
    """Only the recovery period's 30 days (Council of Europe) and ownership of a quarter (usual practice) are not ours."""
    not_ours = {"min_reflection_days", "ownership_strong"}
    silent = [
        rule.code
        for rule in RULES
        if set(rule.file.thresholds) - not_ours and not any("project threshold" in words for words in rule.file.words.values())
    ]

    assert [] == silent
