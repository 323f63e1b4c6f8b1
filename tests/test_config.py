"""The configuration that holds for a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint.config import Configuration, configuration_for, read_configuration
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
        ('selct = ["LE"]', "unknown key selct; did you mean select?"),
        ("[thresholds]\nmax_case_load = 3", "unknown key thresholds.max_case_load; did you mean max_caseload?"),
        ("[thresholds]\nmax_caseload = 0", "thresholds.max_caseload: Input should be greater than or equal to 1"),
        ('[thresholds]\nmax_caseload = "20"', "thresholds.max_caseload: Input should be a valid integer"),
        ('fail-on = "warn"', "fail-on: Input should be 'error', 'warning', 'info' or 'never'"),
        ("select = LE", "not valid TOML"),
    ],
)
def test_a_wrong_configuration_stops_the_run(tmp_path: Path, text: str, words: str) -> None:
    file = written(tmp_path, "planlint.toml", text)

    with pytest.raises(CannotRun) as caught:
        read_configuration(file)

    assert str(caught.value).startswith(f"{file}: {words}")


def test_thresholds_may_be_whole_numbers_where_shares_are_meant(tmp_path: Path) -> None:
    file = written(tmp_path, "planlint.toml", "[thresholds]\nownership_strong = 1")

    assert read_configuration(file).thresholds.ownership_strong == 1


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
    assert (read.thresholds.max_caseload, read.thresholds.risk_high) == (9, 10)
    assert read.severity == {"LE": "error", "VI": "info"}
    assert read.packs == [str(tmp_path / "theirs"), str(tmp_path / "inner" / "ours"), "acme-pack"]
    assert read.folder == tmp_path / "inner"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"planlint.toml": 'extends = "nowhere.toml"'}, "planlint.toml: extends: there is no file nowhere.toml"),
        ({"planlint.toml": 'extends = "a.toml"', "a.toml": 'extends = "planlint.toml"'}, "extends itself, by way of"),
        ({"planlint.toml": 'extends = "a.toml"', "a.toml": "sellect = []"}, "a.toml: unknown key sellect; did you mean select?"),
        ({"planlint.toml": '[off]\nLE = "no"'}, "planlint.toml: off.LE: String should have at least 15 characters"),
        ({"planlint.toml": '[severity]\nLE = "fatal"'}, "planlint.toml: severity.LE: Input should be 'error', 'warning' or 'info'"),
        ({"planlint.toml": "[policy]\nLE101 = 3"}, "planlint.toml: policy.LE101: Input should be a valid dictionary"),
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
