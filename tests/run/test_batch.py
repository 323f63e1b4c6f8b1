"""Many plans at once: the same is said with one processor and with several, and nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planlint.errors import CannotRun
from planlint.run import batch
from planlint.run.batch import Asked, Task, reports
from planlint.run.batch import Run as Against
from planlint.run.cache import Cache
from tests.conftest import ROOT, Run

ASKED = Asked(("FN", "TM"), (), None, dt.date(2026, 3, 1))
FLAWED = (ROOT / "examples" / "flawed" / "night-raid.plan.yaml").read_bytes()


def tasks(folder: Path, number: int = batch.PAYS_FROM + 6) -> list[Task]:
    """Plans of which no two are the same."""
    made: list[Task] = []
    for position in range(number):
        file = folder / f"{position}.plan.yaml"
        file.write_bytes(FLAWED + f"# {position}\n".encode())
        made.append(Task(file.name, file.name, file, None, 0))
    return made


def runs() -> list[Against]:
    return [Against(None, ASKED)]


def test_several_processors_say_what_one_says(tmp_path: Path) -> None:
    plans = tasks(tmp_path)

    one, several = (reports(plans, runs(), workers=number, texts=True) for number in (1, 3))

    assert one == several
    assert [report.file for report in one] == [plan.name for plan in plans]
    assert one[3].text.endswith("# 3\n")


def test_a_file_that_cannot_be_read_in_a_worker_ends_the_run(tmp_path: Path) -> None:
    plans = tasks(tmp_path)
    (tmp_path / "20.plan.yaml").unlink()

    with pytest.raises(CannotRun, match=r"20\.plan\.yaml: cannot be read"):
        reports(plans, runs(), workers=2)
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform != "linux", reason="the workers of other systems begin anew and do not see the change")
def test_a_worker_that_is_ended_from_outside_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge, parent = batch._judge, os.getpid()

    def struck(runs: list[Against], position: int, task: Task, wanted: batch._Wanted) -> object:
        if position == 20 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(runs, position, task, wanted)

    monkeypatch.setattr(batch, "_judge", struck)

    with pytest.raises(CannotRun, match="was killed"):
        reports(tasks(tmp_path), runs(), workers=2)


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []

    reports(tasks(tmp_path, 3), runs(), progress=lambda done, every: said.append((done, every)))

    assert said == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_cache_changes_nothing(tmp_path: Path, workers: int) -> None:
    plans, cache = tasks(tmp_path), Cache(tmp_path / "cache")

    bare, filled, kept = (reports(plans, runs(), cache=each, workers=workers, texts=True) for each in (None, cache, cache))

    assert bare == filled == kept


def test_what_is_kept_is_not_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans, cache = tasks(tmp_path, 3), Cache(tmp_path / "cache")
    first = reports(plans, runs(), cache=cache)
    monkeypatch.setattr(batch, "_judge", None)

    assert reports(plans, runs(), cache=cache) == first


def test_a_plan_that_changes_under_way_is_shown_as_it_was_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (plan,) = tasks(tmp_path, 1)
    cache = Cache(tmp_path / "cache")
    reports([plan], runs(), cache=cache)
    read = Task.read
    times: list[int] = []

    def changing(task: Task) -> bytes:
        times.append(1)
        return read(task) if len(times) == 1 else b"phases: []\n"

    monkeypatch.setattr(Task, "read", changing)

    (report,) = reports([plan], runs(), cache=cache, texts=True)

    assert report.text == "phases: []\n"
    assert {finding.span.start.line for finding in report.findings} == {1}


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_a_pipe_is_read_once(planlint: Run, tmp_path: Path, sound: Path) -> None:
    command = f"{sys.executable} -m planlint check <(cat {sound})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PLANLINT_CACHE_DIR": str(tmp_path / ".cache")}

    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)

    assert (ran.returncode, "no findings in 1 plan" in ran.stdout) == (0, True), ran


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_ctrl_c_ends_all_processes_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    tasks(tmp_path, 400)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "planlint", "check", ".", "--no-cache", "--jobs", "2", "--output", "json=report.json"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None and len(_group(process.pid)) < 3:
            time.sleep(0.02)
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=10)

    assert (process.returncode, out, err) == (130, b"", b"planlint: interrupted\n")
    assert ([path for path in tmp_path.iterdir() if "json" in path.name], _group(process.pid)) == ([], [])


def _group(number: int) -> list[int]:
    """The processes of a group."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[2]) == number:
            found.append(int(stat.parent.name))
    return found
