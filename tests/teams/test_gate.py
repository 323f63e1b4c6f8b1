"""What a merge request can do to the judgement of its own flawed plan: each trick with each way to run planlint, in real git."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.repository import commit, git, needs_git, repository
from tests.teams.test_github import installed as installed
from tests.teams.test_github import run_step
from tests.teams.tools import planted

pytestmark = [needs_git, pytest.mark.checkout]

NEVER = 'fail-on = "never"\n'
WAIVER = "[{rule: TM104, path: finance, reason: the invoice is disputed, approved_by: collector, expires: 2099-05-01}]"
WAYS = ("plain", "--since", "--config", "--isolated", "--strict")


def _written(**files: str) -> Callable[[Path], object]:
    def write(top: Path) -> None:
        for name, text in files.items():
            (top / name.replace("__", "/")).write_text(text, "utf-8")

    return write


def _ignored(top: Path) -> None:
    (top / ".gitignore").write_text("plans/\n")


def _called(name: str) -> Callable[[Path], object]:
    def rename(top: Path) -> None:
        (top / name).parent.mkdir(exist_ok=True)
        (top / "plans" / "evil.plan.yaml").rename(top / name)

    return rename


def _waived(top: Path) -> None:
    plan = top / "plans" / "evil.plan.yaml"
    text = plan.read_text("utf-8").replace("valid_until: 2026-03-09", "valid_until: 2026-03-19", 1)
    text = text.replace("amount: 260000, payee: hospital", "amount: 360000, payee: hospital", 1)
    plan.write_text(text.replace("waivers: []", f"waivers: {WAIVER}"), "utf-8")


def _linked(top: Path) -> None:
    elsewhere = top.parent / "elsewhere"
    shutil.move(top / "plans", elsewhere)
    (top / "plans").symlink_to(elsewhere)


TRICKS: dict[str, tuple[Callable[[Path], object], tuple[int, ...]]] = {
    "none": (_written(), (1, 1, 1, 1, 1)),
    "fail-on at the top": (_written(**{"planlint.toml": NEVER}), (0, 0, 1, 1, 0)),
    "fail-on beside the plan": (_written(**{"plans__planlint.toml": NEVER}), (0, 0, 1, 1, 0)),
    "fail-on in pyproject": (_written(**{"plans__pyproject.toml": f"[tool.planlint]\n{NEVER}"}), (0, 0, 1, 1, 0)),
    "fail-on per file": (_written(**{"planlint.toml": f'[[per-file]]\nfiles = ["plans/"]\n{NEVER}'}), (0, 0, 1, 1, 0)),
    "select": (_written(**{"planlint.toml": 'select = ["TM107"]\n'}), (0, 0, 1, 1, 0)),
    "files": (_written(**{"planlint.toml": 'files = ["ok.plan.yaml"]\n'}), (0, 0, 1, 1, 2)),
    "severity": (_written(**{"planlint.toml": '[severity]\nLE106 = "info"\n'}), (0, 0, 1, 1, 0)),
    "ignored": (_ignored, (1, 1, 1, 1, 1)),
    "capitals": (_called("plans/evil.Plan.yaml"), (0, 0, 0, 0, 2)),
    "another name": (_called("plans/evil.yaml"), (0, 0, 0, 0, 2)),
    "hidden folder": (_called(".plans/plan.yaml"), (0, 0, 0, 0, 2)),
    "linked folder": (_linked, (0, 0, 0, 0, 2)),
    "modules": (planted, (1, 1, 1, 1, 1)),
}


@pytest.fixture
def request_of(tmp_path: Path, sound: Path, flawed: Path) -> Path:
    """A merge request with a flawed plan, beside a main branch with a sound one."""
    top = repository(tmp_path / "team")
    commit(top, ok=sound.read_text("utf-8"))
    git(top, "switch", "-q", "-c", "request")
    (top / "plans").mkdir()
    flawed.rename(top / "plans" / "evil.plan.yaml")
    (tmp_path / "base.toml").touch()
    return top


@pytest.mark.parametrize("trick", TRICKS)
def test_each_trick_with_each_way(planlint: Run, request_of: Path, installed: Path, trick: str) -> None:
    play, expected = TRICKS[trick]
    play(request_of)
    git(request_of, "add", "-Af")
    git(request_of, "commit", "-qm", "trick")
    options = {"--since": ("--since=main",), "--config": ("--config=../base.toml",), "plain": ()}

    ended = tuple(planlint("check", ".", *options.get(way, (way,)), cwd=request_of).code for way in WAYS)
    recipe = run_step(1, {"trust": "main"}, request_of, installed)

    assert (ended, recipe.returncode in (1, 2)) == (expected, True), recipe.stderr
    assert not (request_of / "ran").exists()


def test_a_waiver_of_its_own_passes_alone_and_not_in_the_recipe(planlint: Run, request_of: Path, installed: Path) -> None:
    _waived(request_of)
    commit(request_of)

    plain = planlint("check", ".", cwd=request_of)
    recipe = run_step(1, {"trust": "main", "args": "--fail-on=warning"}, request_of, installed)

    assert (plain.code, recipe.returncode) == (0, 1), recipe.stdout
