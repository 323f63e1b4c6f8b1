"""Reading packs: what belongs into one, and what is refused at which place."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint import __version__
from planlint.errors import CannotRun
from planlint.pack.load import builtin, load
from tests.packs import LONG_DAY, MANIFEST, RULE, rule, write_pack


def refused(folder: Path) -> list[str]:
    """What is said of a pack that cannot be loaded, line by line, without the folder's name."""
    with pytest.raises(CannotRun) as raised:
        load(folder)
    return str(raised.value).replace(f"{folder}/", "").splitlines()


def test_a_pack_is_its_manifest_and_its_rules(tmp_path: Path) -> None:
    pack = load(write_pack(tmp_path))

    assert (pack.manifest.name, pack.manifest.version, list(pack.rules)) == ("ours", "1.0.0", ["ZZ101"])
    assert (pack.rules["ZZ101"].family, pack.rules["ZZ101"].pack, pack.rules["ZZ101"].version) == ("work", "ours", "1.0.0")
    assert pack.base == builtin().base


def test_the_rules_that_come_with_planlint_are_a_pack_of_the_same_version() -> None:
    assert builtin().manifest.version == __version__


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, ["{folder}: the pack holds no rules; they stand in <family>/<CODE>-<name>.yaml"]),
        ({"ZZ101-long-day.yaml": RULE}, ["ZZ101-long-day.yaml: not read; rules stand in <family>/<CODE>-<name>.yaml"]),
        ({"work/ZZ101-long-day.yml": RULE}, ["work/ZZ101-long-day.yml: a pack holds rules and data in YAML, nothing else; rename it to .yaml"]),
        ({LONG_DAY: RULE, "work/helper.py": ""}, ["work/helper.py: a pack holds rules and data in YAML, nothing else"]),
        ({"work/deep/ZZ101-long-day.yaml": RULE}, ["work/deep: rules stand in <family>/<CODE>-<name>.yaml, not deeper"]),
        ({"work/long-day.yaml": RULE}, ["work/long-day.yaml: a rule file is named CODE-name.yaml, for example LE101-no-partner.yaml"]),
        ({"work/YY101-long-day.yaml": RULE}, ["work/YY101-long-day.yaml: code YY101 has none of the pack's prefixes (ZZ)"]),
        ({LONG_DAY: RULE, "rest/ZZ101-rest.yaml": RULE}, ["work/ZZ101-long-day.yaml: code ZZ101 is already used by {folder}/rest/ZZ101-rest.yaml"]),
        ({LONG_DAY: ""}, ["work/ZZ101-long-day.yaml:1:1: not readable as YAML: empty"]),
        ({LONG_DAY: "- a\n"}, ["work/ZZ101-long-day.yaml:1:1: not readable as YAML: not a mapping"]),
        ({LONG_DAY: "title: a\n" + RULE}, ["work/ZZ101-long-day.yaml:2:1: title is there twice"]),
        ({LONG_DAY: RULE + "waivable: false\n"}, ["work/ZZ101-long-day.yaml:17:1: examples stand last in a rule file"]),
        ({LONG_DAY: rule(tittle="x")}, ["work/ZZ101-long-day.yaml:11:1: tittle: unknown key; did you mean title?"]),
        ({LONG_DAY: rule(severity="bad")}, ["work/ZZ101-long-day.yaml:2:11: severity: Input should be 'error', 'warning' or 'info'"]),
        ({LONG_DAY: rule(applies="entri")}, ["work/ZZ101-long-day.yaml:11:10: entri is not known here; a fact is written facts.entry"]),
        ({LONG_DAY: rule(not_applicable_at="retruns")}, ["work/ZZ101-long-day.yaml:11:20: not_applicable_at: retruns is not a section of a plan; did you mean returns?"]),
        ({LONG_DAY: rule(thresholds="[max_caseloda]")}, ["work/ZZ101-long-day.yaml:11:14: thresholds: max_caseloda is not a threshold; did you mean max_caseload?"]),
        ({LONG_DAY: rule(labels="{far: there}")}, ["work/ZZ101-long-day.yaml:11:15: related has no far, so nothing is marked with it"]),
        ({LONG_DAY: rule(fields="{n: '1'}")}, ["work/ZZ101-long-day.yaml:11:14: no message holds {n}"]),
        ({LONG_DAY: rule(check="a.b")}, ["work/ZZ101-long-day.yaml:1:1: a rule has one of check, assert and by"]),
        ({LONG_DAY: rule(message="")}, ["work/ZZ101-long-day.yaml:1:1: a rule has either message or messages"]),
        ({LONG_DAY: rule(when="nope"), "rest/ZZ102-rest.yaml": rule(at="nope")},
         ["rest/ZZ102-rest.yaml:7:5: Phase has no field nope", "work/ZZ101-long-day.yaml:4:7: nope is not known here"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_pack_is_told_at_its_place(tmp_path: Path, files: dict[str, str], said: list[str]) -> None:
    assert refused(write_pack(tmp_path, files)) == [line.replace("{folder}/", "").replace("{folder}", str(tmp_path)) for line in said]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nam: x", ["pack.yaml:6:1: nam: unknown key; did you mean name?"]),
        ("extensions: ../fields.yaml", ["pack.yaml:6:13: extensions: String should match pattern '^[A-Za-z0-9_.-]+\\.(yaml|json)$'"]),
        ("extensions: fields.yaml", ["pack.yaml: extensions: there is no file fields.yaml"]),
    ],
)
def test_what_is_wrong_in_a_manifest_is_told_at_its_place(tmp_path: Path, line: str, said: list[str]) -> None:
    assert refused(write_pack(tmp_path, manifest=f"{MANIFEST}{line}\n")) == said


def test_a_pack_for_other_versions_of_planlint_is_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, manifest=MANIFEST.replace(">=0.1", ">=9,<10"))

    assert refused(pack) == [f"pack.yaml: pack ours 1.0.0 works with planlint <10,>=9, and this is {__version__}"]


def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    assert refused(tmp_path) == [f"{tmp_path}: no pack.yaml; planlint new pack writes one"]


def test_links_in_a_pack_are_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "ours")
    (tmp_path / "outside.yaml").write_text(RULE, "utf-8")
    (pack / "work" / "ZZ102-link.yaml").symlink_to(tmp_path / "outside.yaml")

    assert refused(pack) == ["work/ZZ102-link.yaml: a pack holds no links"]


def test_files_for_people_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    for name in ("README.md", "LICENSE", "work/notes.md", ".gitignore"):
        (pack / name).write_text("words", "utf-8")

    assert list(load(pack).rules) == ["ZZ101"]


def test_a_pack_may_bring_the_sound_plan_that_its_examples_edit(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "base.plan.yaml").write_bytes(b"plan: {}\n")

    assert load(pack).base == b"plan: {}\n"
