"""The hooks, as pre-commit runs them in a repository of plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs import write_pack
from tests.repository import git, repository
from tests.teams.tools import planted, ran, read_yaml, source

pytestmark = [pytest.mark.slow, pytest.mark.checkout]

RIGHT, WRONG = "valid_until: 2026-03-19", "valid_until: 2026-03-09"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return source(tmp_path_factory.mktemp("hooks") / "planlint")


@pytest.fixture
def team(tmp_path: Path, sound: Path) -> Path:
    """A repository with a sound and a flawed plan, a draft that has a configuration of its own, a pack, and what is no plan."""
    folder = repository(tmp_path / "team")
    text = sound.read_text("utf-8")
    flawed = text.replace(RIGHT, WRONG, 1)
    files = {
        "plans/a sound one.plan.yaml": text,
        "plans/älter (1).plan.yml": flawed,
        "drafts/plan.yaml": flawed,
        "drafts/planlint.toml": 'fail-on = "never"\n',
        "planlint.toml": 'packs = ["./ours"]\n',
        "notes.yaml": "[not, a, plan",
        "floorplan.yaml": "[not, a, plan",
    }
    for name, words in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(words, "utf-8", newline="\n")
    write_pack(folder / "ours")
    git(folder, "add", "-A")
    return folder


def test_the_manifest_is_one() -> None:
    assert ran("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0


def test_try_repo_runs_both_hooks_on_what_they_are_for(team: Path, hooks: Path, tmp_path: Path) -> None:
    planted(team)
    tried = ran(
        "pre-commit", "try-repo", hooks, "--all-files", "--verbose", "--color", "never", cwd=team, PRE_COMMIT_HOME=str(tmp_path / "home")
    )

    said = tried.stdout + tried.stderr
    outcomes = {line.partition(".")[0]: line.rpartition(".")[2] for line in said.splitlines() if line.startswith("planlint")}
    assert (tried.returncode, outcomes) == (1, {"planlint": "Failed", "planlint test": "Passed"}), said
    assert "--> plans/älter (1).plan.yml:" in said
    assert "2 errors in 3 plans" in said
    assert "1 rule, 2 of 2 examples passed" in said
    assert not (team / "ran").exists()


def test_a_commit_passes_once_the_plan_is_mended_and_a_draft_follows_its_own_configuration(team: Path, hooks: Path, tmp_path: Path) -> None:
    revision = git(hooks, "rev-parse", "HEAD").strip()
    (team / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks: [{{id: planlint, args: [--format=concise]}}]\n", "utf-8"
    )
    git(team, "add", "-A")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}

    before = ran("pre-commit", "run", cwd=team, **home)
    flawed = team / "plans" / "älter (1).plan.yml"
    flawed.write_text(flawed.read_text("utf-8").replace(WRONG, RIGHT, 1), "utf-8", newline="\n")
    git(team, "add", "-A")
    after = ran("pre-commit", "run", cwd=team, **home)

    assert (before.returncode, "LE106" in before.stdout) == (1, True), before.stdout + before.stderr
    assert (after.returncode, "Passed" in after.stdout) == (0, True), after.stdout + after.stderr
    assert (team / "drafts" / "plan.yaml").read_text("utf-8").count(WRONG) == 1


def test_hooks_are_named_as_they_are_documented() -> None:
    assert [hook["id"] for hook in read_yaml(".pre-commit-hooks.yaml")] == ["planlint", "planlint-test"]
