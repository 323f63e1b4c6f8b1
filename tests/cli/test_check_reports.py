"""How ``planlint check`` writes its reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planlint.report import FORMATS
from tests.conftest import Run


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_bytes_every_time_and_on_every_way_out(planlint: Run, flawed: Path, tmp_path: Path, form: str) -> None:
    first = planlint("check", str(flawed), "--format", form, "--output", f"{form}=out", PYTHONHASHSEED="1")
    second = planlint("check", str(flawed), "--format", form, PYTHONHASHSEED="2")

    beside = [line.partition(" (sha256 ")[0] for line in first.err.splitlines()]
    without_lines = ["planlint: note: rules: planlint 0.1.0", "planlint: note: verdict: must not go"]
    assert (first.code, beside) == (1, without_lines if form in ("gitlab", "checkstyle", "rdjson") else [])
    assert first == second
    assert first.out == (tmp_path / "out").read_text("utf-8")


def test_statistics_stand_in_the_place_of_the_findings(planlint: Run, flawed: Path) -> None:
    ran = planlint("check", str(flawed), "--statistics")

    assert (ran.code, ran.out.splitlines()[:2]) == (1, ["1  error    LE106 entry-authorisation-gap", ""])


def test_statistics_change_no_report_in_a_file(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    ran = planlint("check", str(flawed), "--statistics", "--format", "json", "--output", "json=whole.json")

    whole = json.loads((tmp_path / "whole.json").read_text("utf-8"))
    assert ([*json.loads(ran.out)], len(whole["findings"])) == (["version", "planlint", "rules", "deviations", "summary"], 1)


def test_statistics_are_refused_where_a_format_has_none(planlint: Run, flawed: Path) -> None:
    ran = planlint("check", str(flawed), "--statistics", "--format", "junit")

    expected = "planlint: --statistics: there is no such table in the format junit; use --format text or json\n"
    assert (ran.code, ran.out, ran.err) == (2, "", expected)


def test_redacted_reports_name_no_id_on_any_way_out(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    plain = planlint("check", str(flawed), "--frames")
    ran = planlint("check", str(flawed), "--redact", "--frames", "-v", "--output", "json=out.json")

    assert "p3-release" in plain.out
    assert "p3-release" not in ran.out + (tmp_path / "out.json").read_text("utf-8")
    assert (ran.code, "error[LE106]" in ran.out) == (1, True)


def test_a_cached_verdict_is_redacted_as_a_fresh_one(planlint: Run, flawed: Path) -> None:
    fresh, filled, cached = (planlint("check", str(flawed), "--redact", "--format", "json", *more) for more in (["--no-cache"], [], []))

    assert fresh == filled == cached


def test_the_secret_of_a_team_makes_other_pseudonyms(planlint: Run, flawed: Path) -> None:
    none, one, same, other = (
        planlint("check", str(flawed), "--redact", "--format", "json", PLANLINT_REDACT_KEY=key) for key in ("", "one", "one", "other")
    )

    assert one == same
    assert len({json.loads(ran.out)["findings"][0][name] for ran in (none, one, other) for name in ("message", "fingerprint")}) == 6
