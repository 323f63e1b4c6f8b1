"""What a search finds, held against git's own listing; what resembles a plan and is none is named."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.run.discover import discover
from planlint.run.listing import listing
from tests.conftest import Run
from tests.repository import commit, git, needs_git, repository

pytestmark = needs_git

_FOLDERS = ("", "a/", "b/", "a/c/", "ä/", "a b/")
_NAMES = ("plan.yaml", "x.plan.yaml", "!y.plan.yml", "#z.plan.yaml", "notes.txt", "[q].plan.yaml")
_PATTERNS = (
    *("*", "!*/", "!*.yaml", "*.yaml", "!x.plan.yaml", "/a", "a/", "a/*", "!a/c", "**/c", "c/**", "b", "/plan.yaml", "x.*"),
    *("\\!y*", "\\#z*", "# words", "", "[[]q]*", "*.y?l", "!b/", "trailing ", "ä", "a b", "a/**/x.plan.yaml", "[a", "\\"),
)
_trees = st.fixed_dictionaries(
    {
        "files": st.sets(st.tuples(st.sampled_from(_FOLDERS), st.sampled_from(_NAMES)), min_size=1, max_size=10),
        "ignored": st.dictionaries(st.sampled_from(_FOLDERS), st.lists(st.sampled_from(_PATTERNS), max_size=5), max_size=3),
        "mark": st.booleans(),
        "ends": st.sampled_from(["\n", "\r\n"]),
        "forced": st.sets(st.integers(0, 9), max_size=3),
        "below": st.sampled_from(["", "a"]),
    }
)


@given(_trees)
def test_what_is_listed_is_what_git_lists(tree: Mapping[str, object]) -> None:
    with tempfile.TemporaryDirectory() as made:
        top = repository(Path(made))
        _grow(top, **tree)  # type: ignore[arg-type]
        below = top / str(tree["below"])
        kept = {*_listed(top, "--cached"), *_listed(top, "--others", "--exclude-standard")}

        assert set(listing(below).files) == {file for file in kept if file.is_relative_to(below)}


def _grow(
    top: Path, files: set[tuple[str, str]], ignored: Mapping[str, list[str]], mark: bool, ends: str, forced: set[int], below: str
) -> None:
    (top / below).mkdir(exist_ok=True)
    every = sorted(folder + name for folder, name in files)
    for name in every:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    for folder, patterns in ignored.items():
        (top / folder).mkdir(parents=True, exist_ok=True)
        text = ("\ufeff" if mark else "") + "".join(pattern + ends for pattern in patterns)
        (top / folder / ".gitignore").write_text(text, "utf-8", newline="")
    for name in (every[number] for number in forced if number < len(every)):
        git(top, "--literal-pathspecs", "add", "-f", "--", name)


def _listed(top: Path, *which: str) -> list[Path]:
    return [top / name for name in git(top, "ls-files", "-z", *which).split("\0") if name]


def test_a_plan_that_git_tracks_is_found_whatever_is_ignored(tmp_path: Path) -> None:
    top = repository(tmp_path)
    for name in ("tracked.plan.yaml", "new.plan.yaml", "ignored.plan.yaml"):
        (top / name).touch()
    (top / ".gitignore").write_text("tracked.*\nignored.*\n")
    git(top, "add", "-f", "tracked.plan.yaml")

    assert [file.name for file in discover([top]).plans] == ["new.plan.yaml", "tracked.plan.yaml"]


def test_a_repository_inside_is_searched_by_its_own_rules(tmp_path: Path) -> None:
    inside = repository(repository(tmp_path) / "inside")
    (inside / "a.plan.yaml").touch()
    (inside / "b.plan.yaml").touch()
    (inside / ".gitignore").write_text("b.*\n")

    assert [file.name for file in discover([tmp_path]).plans] == ["a.plan.yaml"]


def test_outside_a_repository_nothing_is_left_out_for_a_gitignore(tmp_path: Path) -> None:
    (tmp_path / "a.plan.yaml").touch()
    (tmp_path / ".gitignore").write_text("*\n")

    assert [file.name for file in discover([tmp_path]).plans] == ["a.plan.yaml"]


_LOOKALIKES = {
    "evil.Plan.yaml": "its name is not one of a plan",
    "b/evil.plan.YAML": "its name is not one of a plan",
    "evil.yaml": "its name is not one of a plan",
    ".hidden/plan.yaml": "it is in a hidden folder",
}


@pytest.mark.parametrize("name", _LOOKALIKES)
def test_what_looks_like_a_plan_is_named_and_strict_stops_at_it(
    planlint: Run, sound: Path, flawed: Path, tmp_path: Path, name: str
) -> None:
    top = repository(tmp_path / "team")
    commit(top, sound=sound.read_text("utf-8"))
    (top / name).parent.mkdir(exist_ok=True)
    shutil.copy(flawed, top / name)

    plain, strict = (planlint("check", ".", *more, cwd=top) for more in ((), ("--strict",)))

    assert (plain.code, strict.code) == (0, 2)
    assert f"{name} looks like a plan and is not checked: {_LOOKALIKES[name]}" in plain.err
    assert name in strict.err


def test_a_link_to_a_folder_elsewhere_is_named_and_one_inside_is_not(planlint: Run, sound: Path, tmp_path: Path) -> None:
    top = repository(tmp_path / "team")
    (tmp_path / "elsewhere").mkdir()
    (top / "plans").mkdir()
    shutil.copy(sound, top / "plans" / "a.plan.yaml")
    (top / "inside").symlink_to("plans")
    (top / "outside").symlink_to(tmp_path / "elsewhere")

    ran = planlint("check", ".", "--strict", cwd=top)

    assert (ran.code, ran.err) == (2, "planlint: outside looks like a plan and is not checked: links to folders are not followed\n")


def test_what_editors_leave_behind_is_counted_and_stops_nothing(planlint: Run, sound: Path, tmp_path: Path) -> None:
    top = repository(tmp_path / "team")
    commit(top, sound=sound.read_text("utf-8"))
    (top / ".#sound.plan.yaml").symlink_to("planner@desk.1234")
    (top / "._sound.plan.yaml").write_bytes(b"\0\5\x16\7")
    shutil.copy(sound, top / "sound.plan.yaml~")

    ran = planlint("check", ".", "--strict", cwd=top)

    assert (ran.code, ran.err) == (0, "planlint: note: left out as what editors and systems leave behind: 3 beside the plans\n")


def test_a_plan_does_not_hide_as_debris(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    flawed.rename(tmp_path / ".#evil.plan.yaml")

    assert planlint("check", ".").code == 1


def test_a_plan_that_cannot_be_read_does_not_end_the_run_for_others(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.plan.yaml").symlink_to("a.plan.yaml")
    (tmp_path / "b.plan.yaml").symlink_to("nowhere")
    os.mkfifo(tmp_path / "c.plan.yaml")

    ran = planlint("check", ".", "--format", "concise")

    assert (ran.code, "flawed.plan.yaml:" in ran.out) == (2, True)
    assert [line.partition(": ")[2] for line in ran.err.replace("planlint: ", "").splitlines()] == [
        "cannot be read: Too many levels of symbolic links",
        "cannot be read: No such file or directory",
        "is not a file that can be read; name it, if it is meant",
    ]
