"""The configuration that holds for a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint.config.places import line_of
from planlint.config.policy import thresholds
from planlint.config.settings import Configuration, configuration_for, read_configuration
from planlint.errors import CannotRun


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_nearest_configuration_above_the_file_holds(tmp_path: Path) -> None:
    written(tmp_path, "planlint.toml", 'select = ["LE"]')
    written(tmp_path / "inner", "pyproject.toml", '[tool.planlint]\nselect = ["TM"]')
    plan = written(tmp_path / "inner" / "deep", "a.plan.yaml", "")

    assert configuration_for(plan).select == ["TM"]


def test_pyproject_without_a_table_of_ours_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "planlint.toml", 'fail-on = "info"')
    plan = written(tmp_path / "inner", "a.plan.yaml", "")
    written(tmp_path / "inner", "pyproject.toml", "[tool.other]")

    assert configuration_for(plan).fail_on == "info"


def test_defaults_hold_where_nothing_is_configured(tmp_path: Path) -> None:
    assert configuration_for(tmp_path) == Configuration()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('selct = ["LE"]', ":1: unknown key selct; did you mean select?"),
        ("[thresholds]\nmax_case_load = 3", ":2: unknown key thresholds.max_case_load; did you mean max_caseload?"),
        ("[thresholds]\nmax_caseload = 0", ":2: thresholds.max_caseload: the number is too small: 1 is the least"),
        ('[thresholds]\nmax_caseload = "20"', ":2: thresholds.max_caseload: a whole number belongs here"),
        ('fail-on = "warn"', ":1: fail-on: one of these belongs here: error, warning, info, never; did you mean warning?"),
        ("select = LE", ": not valid TOML"),
        ('ignore = "FN101"', ':1: ignore: a list belongs here: ["…"]'),
        ('[[per-file]]\nfiles = ["a"]\nignored = []', ":3: unknown key per-file[0].ignored; did you mean ignore?"),
        (
            '[[per-file]]\nfiles = ["a"]\n[[per-file]]\nfiles = ["b"]\nfail_onn = 1',
            ":5: unknown key per-file[1].fail_onn; did you mean fail-on?",
        ),
        ('[[per-file]]\nignore = ["LE"]', ":1: per-file[0]: lacks files"),
        ("[[per-file]]\nfiles = []", ":2: per-file[0].files: the list is empty, and needs 1"),
        ('[[per-file]]\nfiles = ["# all"]', ":2: per-file[0].files[0]: not a pattern as in .gitignore"),
        ('[[per-file]]\nfiles = ["a"]\noff.LE101 = "no"', ":3: per-file[0].off.LE101: the text is too short: it needs 15 characters"),
        ('[[per-file]]\nfiles = ["a"]\npacks = ["./b"]', ":3: unknown key per-file[0].packs"),
        ("[per-file]\nfiles = []", ':1: per-file: a list belongs here: ["…"]'),
        ("policy = 3", ":1: policy: a table belongs here: {name = …}"),
    ],
)
def test_a_wrong_configuration_stops_the_run(tmp_path: Path, text: str, words: str) -> None:
    file = written(tmp_path, "planlint.toml", text)

    with pytest.raises(CannotRun) as caught:
        read_configuration(file)

    assert str(caught.value).startswith(f"{file}{words}")


def test_thresholds_may_be_whole_numbers_where_shares_are_meant(tmp_path: Path) -> None:
    file = written(tmp_path, "planlint.toml", "[thresholds]\naftercare_share_warn = 1")

    assert thresholds(read_configuration(file)).aftercare_share_warn == 1


def test_a_configuration_that_extends_another_stands_above_it_key_by_key(tmp_path: Path) -> None:
    written(
        tmp_path,
        "base.toml",
        'fail-on = "info"\nselect = ["LE"]\npacks = ["./theirs"]\n[thresholds]\nmax_caseload = 9\nrisk_high = 8\n[severity]\nLE = "info"\nVI = "info"\n',
    )
    file = written(
        tmp_path / "inner",
        "planlint.toml",
        'extends = "../base.toml"\nselect = ["TM"]\npacks = ["./ours", "acme-pack"]\n[thresholds]\nrisk_high = 10\n[severity]\nLE = "error"\n',
    )
    read = read_configuration(file)

    assert (read.fail_on, read.select) == ("info", ["TM"])
    assert read.thresholds.model_dump(exclude_none=True) == {"max_caseload": 9, "risk_high": 10}
    assert read.severity == {"LE": "error", "VI": "info"}
    assert read.packs == [str(tmp_path / "theirs"), str(tmp_path / "inner" / "ours"), "acme-pack"]
    assert read.folder == tmp_path / "inner"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"planlint.toml": 'extends = "nowhere.toml"'}, "planlint.toml: extends: there is no file nowhere.toml"),
        ({"planlint.toml": 'extends = "a.toml"', "a.toml": 'extends = "planlint.toml"'}, "extends itself, by way of"),
        ({"planlint.toml": 'extends = "a.toml"', "a.toml": "sellect = []"}, "a.toml:1: unknown key sellect; did you mean select?"),
        ({"planlint.toml": '[off]\nLE = "no"'}, "planlint.toml:2: off.LE: the text is too short: it needs 15 characters"),
        ({"planlint.toml": '[severity]\nLE = "fatal"'}, "planlint.toml:2: severity.LE: one of these belongs here: error, warning, info"),
        ({"planlint.toml": "[policy]\nLE101 = 3"}, "planlint.toml:2: policy.LE101: a table belongs here: {name = …}"),
    ],
)
def test_what_is_wrong_in_an_extended_configuration_names_its_file(tmp_path: Path, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        written(tmp_path, name, text)

    with pytest.raises(CannotRun) as raised:
        read_configuration(tmp_path / "planlint.toml")

    assert said in str(raised.value)


def test_configurations_do_not_extend_each_other_without_end(tmp_path: Path) -> None:
    for number in range(12):
        written(tmp_path, f"{number}.toml", f'extends = "{number + 1}.toml"')

    with pytest.raises(CannotRun, match="more than 10 configurations extend each other"):
        read_configuration(tmp_path / "0.toml")


def test_a_pyproject_that_is_named_and_says_nothing_stops_the_run(tmp_path: Path) -> None:
    file = written(tmp_path, "pyproject.toml", "[tool.other]")

    with pytest.raises(CannotRun, match=r"pyproject.toml: has no table \[tool.planlint\]"):
        read_configuration(file)


PER_FILE = """\
ignore = ["TM"]
fail-on = "warning"
[severity]
LE = "info"
VI = "info"

[[per-file]]
files = ["drafts/"]
ignore = ["FN101"]
severity.LE = "error"

[[per-file]]
files = ["*.plan.yaml", "!b.plan.yaml"]
profile = "draft"
fail-on = "never"
[per-file.severity]
LE = "warning"
"""


@pytest.mark.parametrize(
    ("name", "ignore", "severity", "fail_on", "profile"),
    [
        ("plan.yaml", ["TM"], {"LE": "info", "VI": "info"}, "warning", None),
        ("drafts/plan.yaml", ["FN101"], {"LE": "error", "VI": "info"}, "warning", None),
        ("drafts/old/a.plan.yaml", ["FN101"], {"LE": "warning", "VI": "info"}, "never", "draft"),
        ("drafts/b.plan.yaml", ["FN101"], {"LE": "error", "VI": "info"}, "warning", None),
        ("a.plan.yaml", ["TM"], {"LE": "warning", "VI": "info"}, "never", "draft"),
    ],
)
def test_overrides_stand_above_the_configuration_key_by_key_and_the_last_wins(
    tmp_path: Path, name: str, ignore: list[str], severity: dict[str, str], fail_on: str, profile: str | None
) -> None:
    written(tmp_path, "planlint.toml", PER_FILE)
    found = configuration_for(written((tmp_path / name).parent, Path(name).name, ""))

    assert (found.ignore, found.severity, found.fail_on, found.profile) == (ignore, severity, fail_on, profile)


def test_overrides_of_an_extended_configuration_are_from_its_own_folder_and_stand_below(tmp_path: Path) -> None:
    written(tmp_path, "base.toml", '[[per-file]]\nfiles = ["inner/a.plan.yaml"]\nfail-on = "info"\nprofile = "draft"')
    written(tmp_path / "inner", "planlint.toml", 'extends = "../base.toml"\n[[per-file]]\nfiles = ["a.plan.yaml"]\nfail-on = "never"')
    found = configuration_for(written(tmp_path / "inner", "a.plan.yaml", ""))

    assert (found.fail_on, found.profile) == ("never", "draft")
    assert [str(each.said) for each in found.applied] == [
        f"{tmp_path}/base.toml: per-file[0]",
        f"{tmp_path}/inner/planlint.toml: per-file[0]",
    ]


@pytest.mark.parametrize(
    ("name", "steps", "place"),
    [
        ("a.plan.yaml", ("severity", "LE"), (17, "per-file[1].severity.LE")),
        ("a.plan.yaml", ("severity", "VI"), (5, "severity.VI")),
        ("plan.yaml", ("severity", "LE"), (4, "severity.LE")),
        ("drafts/plan.yaml", ("severity", "LE"), (10, "per-file[0].severity.LE")),
        ("plan.yaml", ("fail-on",), (2, "fail-on")),
        ("plan.yaml", ("profile",), None),
    ],
)
def test_every_setting_is_known_with_the_line_that_says_it(
    tmp_path: Path, name: str, steps: tuple[str, ...], place: tuple[int, str] | None
) -> None:
    written(tmp_path, "planlint.toml", PER_FILE)
    said = configuration_for(written((tmp_path / name).parent, Path(name).name, "")).said(*steps)

    assert (said and (said.line, said.key)) == place


@pytest.mark.parametrize(
    ("text", "steps", "line"),
    [
        ('a = 1\n[tool."x y".b]\n c.d = 2', ("tool", "x y", "b", "c", "d"), 3),
        ("[b]\nc = {d = 1}", ("b", "c", "d"), 2),
        ("[[b]]\n[[b]]\n[b.c]\n[[b]]", ("b", 1, "c"), 3),
        ("[[b]]\n[[b]]\n[b.c]\n[[b]]", ("b", 2), 4),
        ("# b = 1\nb = [\n  1,\n]", ("b", 0), 2),
        ("b = 1", ("c",), None),
    ],
)
def test_lines_of_keys(text: str, steps: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(text, steps) == line
