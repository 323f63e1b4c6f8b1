"""A bug is one line, unless ``--debug`` asks for the traceback."""

from __future__ import annotations

import pytest

from planlint.cli import main
from planlint.cli.exits import ExitCode


@pytest.fixture
def _bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a plan's words")

    monkeypatch.setattr("planlint.config.ruleset.ruleset", broken)


@pytest.mark.usefixtures("_bug")
def test_a_bug_is_told_in_one_line_without_words_of_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "LE106"])

    assert (code, capsys.readouterr().err) == (ExitCode.BUG, "planlint: a bug in planlint (ZeroDivisionError); please report it\n")


@pytest.mark.usefixtures("_bug")
def test_debug_shows_the_traceback_and_is_forgotten_by_the_next_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "explain", "LE106"])

    assert main(["explain", "LE106"]) == ExitCode.BUG
    capsys.readouterr()


def test_explain_says_where_the_rule_and_its_check_stand(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "LE106", "-v"])

    *_, rule, check = capsys.readouterr().out.splitlines()
    assert rule.endswith("law-enforcement/LE106-entry-authorisation-gap.yaml")
    assert check.partition("planlint/checks/")[2].startswith("law_enforcement/authorisation.py:")
