"""The rules of a run: packs by configuration, severities, rules switched off, values of their own, the lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint.config.ruleset import Ruleset, ruleset, third_party_packs
from planlint.config.settings import read_configuration
from planlint.errors import CannotRun
from planlint.finding import Severity
from planlint.pack.lock import differences, read_lock, write_lock
from tests.packs import LONG_DAY, MANIFEST, RULE, rule, write_pack


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "ours")


def configured(folder: Path, text: str = "") -> Ruleset:
    file = folder / "planlint.toml"
    file.write_text(f'packs = ["./ours"]\n{text}', "utf-8")
    return ruleset(read_configuration(file))


def refused(folder: Path, text: str = "") -> str:
    with pytest.raises(CannotRun) as raised:
        configured(folder, text)
    return str(raised.value)


def test_the_rules_of_a_named_pack_stand_beside_those_of_planlint(tmp_path: Path, ours: Path) -> None:
    found = configured(tmp_path)

    assert [pack.manifest.name for pack in found.packs] == ["planlint", "ours"]
    assert {"LE101", "ZZ101"} <= found.rules.keys()


@pytest.mark.parametrize(
    ("table", "severities"),
    [
        ('ZZ101 = "error"', "error error"),
        ('long-day = "info"', "info error"),
        ('work = "info"', "info error"),
        ('LE = "warning"', "warning warning"),
        ('LE = "info"\nLE101 = "warning"', "warning warning"),
    ],
)
def test_severities_of_a_configuration_hold_and_a_code_counts_more_than_a_prefix(
    tmp_path: Path, ours: Path, table: str, severities: str
) -> None:
    rules = configured(tmp_path, f"[severity]\n{table}\n").rules

    assert f"{rules['ZZ101'].file.severity} {rules['LE101'].file.severity}" == severities


def test_no_finding_of_a_rule_is_above_the_severity_that_it_was_lowered_to(tmp_path: Path, ours: Path) -> None:
    assert configured(tmp_path, '[severity]\nVI101 = "info"\n').rules["VI101"].limit is Severity.INFO


def test_rules_are_switched_off_with_a_reason(tmp_path: Path, ours: Path) -> None:
    assert configured(tmp_path, '[off]\nlong-day = "we work in shifts of our own"\n').off == {"ZZ101": "we work in shifts of our own"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[severity]\nZZ109 = "info"', "severity.ZZ109: no rule is called 'ZZ109'; did you mean ZZ101?"),
        ('[severity]\nPL002 = "info"', "severity.PL002: PL002 cannot change: a plan that does not fit its schema cannot be checked"),
        ('[off]\nlong-dya = "we work in shifts of our own"', "off.long-dya: no rule is called 'long-dya'; did you mean long-day?"),
        ('[[per-file]]\nfiles = ["*"]\nignore = ["ZZ109"]', "per-file[0].ignore: no rule is called 'ZZ109'; did you mean ZZ101?"),
        ('[[per-file]]\nfiles = ["nowhere"]\nseverity.PL = "info"', "per-file[0].severity.PL: PL001, PL002, PL003, PL004, PL005, PL006, PL007, PL008, PL010, PL011, PL012 cannot change: a plan that does not fit its schema cannot be checked"),
        ('[off]\nPL = "we do not care for the schema"', "off.PL: PL001, PL002, PL003, PL004, PL005, PL006, PL007, PL008, PL010, PL011, PL012 cannot be switched off: a plan that does not fit its schema cannot be checked"),
        ("[policy.ZZ109]\nhours = 3", "policy.ZZ109: there is no rule ZZ109; did you mean ZZ101?"),
        ("[policy.ZZ101]\nhors = 3", "policy.ZZ101: the rule has no value hors; did you mean hours?"),
        ('[policy.ZZ101]\nhours = "3"', "policy.ZZ101.hours: write a value like its own, 10"),
    ],
)  # fmt: skip
def test_what_a_configuration_says_of_rules_that_are_not_there_is_an_error(tmp_path: Path, ours: Path, table: str, said: str) -> None:
    assert refused(tmp_path, table) == f"{tmp_path / 'planlint.toml'}: {said}"


def test_a_value_of_the_configuration_takes_the_place_of_the_rules_own(tmp_path: Path, ours: Path) -> None:
    assert configured(tmp_path, "[policy.ZZ101]\nhours = 3\n").rules["ZZ101"].file.policy == {"hours": 3}


@pytest.mark.parametrize(
    ("files", "manifest", "said"),
    [
        ({LONG_DAY: RULE}, MANIFEST.replace("ZZ", "LE"), "work/ZZ101-long-day.yaml: code ZZ101 has none of the pack's prefixes (LE)"),
        ({"work/LE901-x.yaml": RULE}, MANIFEST.replace("ZZ", "LE"), "packs planlint and ours both use the prefix LE"),
        ({"work/ZZ101-bed-shortfall.yaml": RULE}, MANIFEST, "HS102 of pack planlint and ZZ101 of pack ours are both called bed-shortfall"),
        ({LONG_DAY: rule(for_="", when="", assert_="", at="", policy="", by="schema", message="x")}, MANIFEST,
         "work/ZZ101-long-day.yaml: by: schema is for the rules that come with planlint"),
        ({LONG_DAY: rule(for_="", when="", assert_="", at="", policy="", check="none.such", message="x")}, MANIFEST,
         "work/ZZ101-long-day.yaml: check none.such exists neither in planlint nor in an installed distribution"),
    ],
)  # fmt: skip
def test_packs_that_do_not_go_together_are_refused(tmp_path: Path, files: dict[str, str], manifest: str, said: str) -> None:
    write_pack(tmp_path / "ours", files, manifest=manifest)

    assert refused(tmp_path).replace(f"{tmp_path / 'ours'}/", "").partition(";")[0] == said


def test_a_pack_that_is_not_installed_is_an_error_that_says_how_folders_are_written(tmp_path: Path, ours: Path) -> None:
    (tmp_path / "planlint.toml").write_text('packs = ["ours"]', "utf-8")

    with pytest.raises(CannotRun, match=r"packs: no distribution ours is installed; .*a folder is written with a slash: \./ours"):
        ruleset(read_configuration(tmp_path / "planlint.toml"))


def test_the_lock_tells_a_pack_that_changed_and_one_that_is_not_in_it(tmp_path: Path, ours: Path) -> None:
    configured(tmp_path)
    packs = third_party_packs(read_configuration(tmp_path / "planlint.toml"))
    write_lock(tmp_path / "planlint.lock", packs)
    locked = read_lock(tmp_path / "planlint.lock")
    assert locked is not None
    write_pack(tmp_path / "changed", {LONG_DAY: rule(title="Another title")})
    (tmp_path / "other.toml").write_text('packs = ["./changed"]', "utf-8")
    changed = third_party_packs(read_configuration(tmp_path / "other.toml"))

    assert differences(locked, packs) == {}
    assert differences(locked, changed) == {"ours": "changed since it was locked (1.0.0)"}
    assert differences({}, packs) == {"ours": "is not locked"}
    assert differences(locked, ()) == {"ours": "is locked, and the configuration no longer names it"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "packs": {}}', '{"version": 1, "packs": {"ours": 3}}', "\ufffe"])
def test_a_lock_that_is_none_stops_the_run(tmp_path: Path, ours: Path, text: str) -> None:
    (tmp_path / "planlint.lock").write_text(text, "utf-8")

    assert str(tmp_path / "planlint.lock") in refused(tmp_path)
