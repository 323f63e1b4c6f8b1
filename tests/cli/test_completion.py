"""What shells offer: planlint answers them as they ask."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from planlint.cli import _COMMANDS
from tests.conftest import Run


def offered(planlint: Run, line: str, shell: str) -> list[str]:
    """What a shell would offer behind a line."""
    words = line.split(" ")
    asked = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    ran = planlint(_PLANLINT_COMPLETE=f"complete_{shell}", **asked)
    assert (ran.code, ran.err) == (0, "")
    if shell == "zsh":
        return [entry.strip('"()').partition('":')[0] for entry in ran.out.partition("((")[2].splitlines()]
    return [entry.partition("\t")[0] for entry in ran.out.splitlines() if entry]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_all_commands_are_offered_though_a_command_is_imported_alone(planlint: Run, shell: str) -> None:
    assert sorted(offered(planlint, "planlint ", shell)) == sorted(_COMMANDS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("line", ["planlint explain LE10", "planlint check --select LE10", "planlint rules --select LE10"])
def test_codes_of_rules_are_offered(planlint: Run, shell: str, line: str) -> None:
    assert "LE106" in offered(planlint, line, shell)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("planlint check --ignore entry-a", ["entry-authorisation-gap"]),
        ("planlint check --ignore law-enforcement", ["law-enforcement", "law-enforcement-partner-on-paper"]),
        ("planlint check --format te", ["text", "teamcity"]),
        ("planlint check --output js", ["json=", "jsonl="]),
        ("planlint check --fail-on w", ["warning"]),
        ("planlint config e", ["explain"]),
        ("planlint packs v", ["verify"]),
        ("planlint check --no-su", []),
    ],
)
def test_words_of_options_are_offered(planlint: Run, line: str, words: list[str]) -> None:
    found = offered(planlint, line, "bash")

    assert set(found) <= set(words)
    assert bool(found) is bool(words)


def test_a_broken_configuration_offers_nothing_and_says_nothing(planlint: Run, tmp_path: Path) -> None:
    (tmp_path / "planlint.toml").write_text("select = LE")

    assert offered(planlint, "planlint explain LE", "bash") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_one_that_the_shell_reads(planlint: Run, shell: str, tmp_path: Path) -> None:
    ran = planlint(_PLANLINT_COMPLETE=f"source_{shell}")
    script = tmp_path / "script"
    script.write_text(ran.out)

    assert "_PLANLINT_COMPLETE" in ran.out
    if shutil.which(shell) is not None:
        subprocess.run([shell, "-n", str(script)], check=True, capture_output=True)
