"""Keys of earlier packs that planlint no longer reads: they load, and a notice says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint.cli import main
from tests.config.test_policy import packed


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    packed(tmp_path, "{most: 8}", waivable=True, configured="9")
    file = tmp_path / "ours" / "work" / "ZZ101-too-much.yaml"
    examples = "examples:\n  - good: the sound plan\n    also: [LE101]\n"
    file.write_text(file.read_text("utf-8") + f"fix: scaffold\n{examples}", "utf-8")
    return tmp_path


def test_check_loads_a_rule_with_fix_and_says_that_it_is_not_read(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pack)
    (pack / "a.plan.yaml").write_text("planlint: '1.0'\n", "utf-8")

    main(["check", "--no-cache"])

    assert capsys.readouterr().err == f"planlint: note: {pack / 'ours/work/ZZ101-too-much.yaml'}: fix: is no longer read; take it out\n"


def test_test_says_it_of_examples_too(pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(pack)

    main(["test", "./ours"])

    assert [line.split(": ")[2] for line in capsys.readouterr().err.splitlines()] == ["fix", "also"]
