"""Values that rules compare with: what a configuration may change, and that every report says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planlint.config.policy import configuration_schema, deviations, thresholds
from planlint.config.ruleset import ruleset
from planlint.config.settings import read_configuration
from planlint.errors import CannotRun
from planlint.lint.engine import wording_of
from planlint.lint.report import Deviation, Report
from planlint.pack.load import builtin
from planlint.report import FORMATS, Options, find_format
from planlint.rule import Limit

RULE = """\
title: A plan without a summary
severity: error
for: plan.phases
assert: size(self.activities) <= policy.most
message: "{self.id} has more than {policy.most} activities"
policy: POLICY
help: At most {policy.most}.
why: Nobody can follow more.
waivable: WAIVABLE
"""


def packed(folder: Path, policy: str, *, waivable: bool, configured: str) -> Path:
    rules = folder / "ours" / "work"
    rules.mkdir(parents=True)
    manifest = 'name: ours\nversion: 1.0.0\nprefixes: [ZZ]\nlicence: MIT\nplanlint: ">=0.1"\n'
    (folder / "ours" / "pack.yaml").write_text(manifest, "utf-8")
    text = RULE.replace("POLICY", policy).replace("WAIVABLE", str(waivable).lower())
    (rules / "ZZ101-too-much.yaml").write_text(text, "utf-8")
    file = folder / "planlint.toml"
    file.write_text(f'packs = ["./ours"]\n[policy.ZZ101]\nmost = {configured}\n', "utf-8")
    return file


def test_a_threshold_that_rests_on_law_may_only_be_tightened(tmp_path: Path) -> None:
    file = tmp_path / "planlint.toml"
    file.write_text("[thresholds]\nmin_reflection_days = 45\n", "utf-8")
    assert thresholds(read_configuration(file)).min_reflection_days == 45

    file.write_text("[thresholds]\nmin_reflection_days = 29\n", "utf-8")
    with pytest.raises(CannotRun, match=r"thresholds\.min_reflection_days: may only be made stricter \(higher than 30\): it rests on law"):
        thresholds(read_configuration(file))


LIMIT = "{value: 8, about: Activities of one phase, origin: project, stricter: lower}"


@pytest.mark.parametrize(
    ("policy", "waivable", "configured", "refusal"),
    [
        ("{most: 8}", True, "9", None),
        (f"{{most: {LIMIT}}}", True, "9", None),
        (f"{{most: {LIMIT}}}", False, "7", None),
        (f"{{most: {LIMIT}}}", False, "9", "may only be made stricter (lower than 8): ZZ101 cannot be waived"),
        ("{most: 8}", False, "7", "cannot be changed: ZZ101 cannot be waived, and the rule does not say which way is stricter"),
        ("{most: 8}", True, '"nine"', "write a value like its own, 8"),
        ("{most: 8}", True, "true", "write a value like its own, 8"),
    ],
)
def test_a_rule_that_cannot_be_waived_may_only_be_tightened(
    tmp_path: Path, policy: str, waivable: bool, configured: str, refusal: str | None
) -> None:
    configuration = read_configuration(packed(tmp_path, policy, waivable=waivable, configured=configured))

    if refusal is None:
        assert ruleset(configuration).rules["ZZ101"].help == f"At most {configured}."
    else:
        with pytest.raises(CannotRun) as refused:
            ruleset(configuration)
        assert str(refused.value) == f"{tmp_path / 'planlint.toml'}: policy.ZZ101.most: {refusal}"


def test_every_value_that_is_not_the_shipped_one_is_a_deviation(tmp_path: Path) -> None:
    file = packed(tmp_path, "{most: 8}", waivable=True, configured="9")
    file.write_text(file.read_text("utf-8") + "[thresholds]\nmax_caseload = 40\nrisk_high = 12\n", "utf-8")
    configuration = read_configuration(file)

    assert [
        Deviation("max_caseload", "40", "20", "planlint.toml:5"),
        Deviation("ZZ101.most", "9", "8", "planlint.toml:3"),
    ] == list(deviations(configuration, ruleset(configuration).shipped))


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"checkstyle", "gitlab", "rdjson"}))
def test_every_format_with_room_for_it_tells_a_deviation(form: str) -> None:
    report = Report((), deviations=(Deviation("max_caseload", "40", "20", "planlint.toml:5"),))

    text = "".join(find_format(form, isolated=True)(report, Options(rules=lambda: builtin().rules)))

    assert "caseload" in text or form == "junit"  # a JUnit report without a plan has no suite to say it in


def test_every_threshold_says_what_it_bounds_and_what_it_rests_on() -> None:
    manifest = builtin().manifest

    assert set(type(builtin().thresholds).model_fields) == set(manifest.thresholds)
    assert all(each.about and each.stricter for each in manifest.thresholds.values())


def test_the_schema_of_a_configuration_says_what_each_threshold_bounds_and_rests_on() -> None:
    properties = configuration_schema()["$defs"]["OwnThresholds"]["properties"]

    assert set(properties) == set(builtin().manifest.thresholds)
    assert (properties["max_caseload"]["description"], properties["max_caseload"]["default"]) == (
        "People for each case manager (project threshold).",
        20,
    )


def test_every_value_of_a_shipped_rule_says_what_it_bounds_and_rests_on() -> None:
    values = [(code, name, each) for code, rule in builtin().rules.items() for name, each in rule.file.policy.items()]

    assert [] == [f"{code}.{name}" for code, name, each in values if not isinstance(each, Limit)]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("plain", [False, True])
def test_statistics_tell_a_deviation(form: str, plain: bool) -> None:
    report = Report((), deviations=(Deviation("max_caseload", "40", "20", "planlint.toml:5"),))

    text = "".join(find_format(form, isolated=True)(report, Options(statistics=True, plain=plain)))

    assert "max_caseload" in text


def test_braces_in_help_that_name_no_value_stay_as_they_are(tmp_path: Path) -> None:
    file = packed(tmp_path, "{most: 8}", waivable=True, configured="9")
    rule = tmp_path / "ours" / "work" / "ZZ101-too-much.yaml"
    rule.write_text(rule.read_text("utf-8").replace("At most {policy.most}.", "Write {phase}; at most {policy.most}."), "utf-8")

    assert ruleset(read_configuration(file)).rules["ZZ101"].help == "Write {phase}; at most 9."


def test_a_misspelt_value_in_help_is_refused_at_its_place(tmp_path: Path) -> None:
    file = packed(tmp_path, "{most: 8}", waivable=True, configured="9")
    rule = tmp_path / "ours" / "work" / "ZZ101-too-much.yaml"
    rule.write_text(rule.read_text("utf-8").replace("help: At most {policy.most}", "help: At most {policy.mots}"), "utf-8")

    with pytest.raises(CannotRun) as refused:
        ruleset(read_configuration(file))

    assert str(refused.value) == f"{rule}:7:7: help: mots is not a value of policy; did you mean most?"


def test_of_a_long_list_a_report_says_what_was_added(tmp_path: Path) -> None:
    shipped = builtin().rules["PL011"].values["words"]
    assert isinstance(shipped, list)
    file = tmp_path / "planlint.toml"
    file.write_text(f"[policy.PL011]\nwords = {json.dumps([*shipped, 'dunno'])}\n", "utf-8")

    [changed] = deviations(read_configuration(file), builtin().rules)

    assert ("PL011.words", "with [dunno]", f"the {len(shipped)} words that the rule comes with") == (
        changed.key,
        changed.value,
        changed.shipped,
    )


def test_no_configuration_takes_a_placeholder_out(tmp_path: Path) -> None:
    file = tmp_path / "planlint.toml"
    file.write_text("[policy.PL011]\nwords = []\n", "utf-8")

    with pytest.raises(CannotRun) as refused:
        ruleset(read_configuration(file))

    assert "may only be made stricter (higher than the " in str(refused.value)


def test_a_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    shipped = builtin().rules["PL011"].values["patterns"]
    assert isinstance(shipped, list)
    file = tmp_path / "planlint.toml"
    file.write_text(f"[policy.PL011]\npatterns = {json.dumps([*shipped, '('])}\n", "utf-8")

    with pytest.raises(CannotRun) as refused:
        wording_of(ruleset(read_configuration(file)).rules)

    assert "policy.PL011.patterns: ( is not a regular expression (RE2 syntax)" == str(refused.value)
