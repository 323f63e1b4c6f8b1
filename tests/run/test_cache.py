"""The cache only ever saves time: whatever happens to its file, nothing else is said and nothing is raised."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from planlint.run.cache import Cache, key_of
from tests.conftest import ROOT, Ran, Run

KEY, OTHER = key_of("one"), key_of("other")


def written(folder: Path) -> Cache:
    cache = Cache(folder)
    cache.put({KEY: b"verdict"})
    assert cache.get([KEY]) == {KEY: b"verdict"}
    return cache


def changed(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement, values)


def foreign(file: Path) -> None:
    file.unlink()
    changed(file, "CREATE TABLE theirs (a)")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "not SQLite": lambda file: file.write_bytes(b"what is this" * 500),
    "empty": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:5000]),
    "overwritten inside": lambda file: file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096)),
    "no table": lambda file: changed(file, "DROP TABLE verdict"),
    "foreign": foreign,
    "other version": lambda file: changed(file, "PRAGMA user_version = 99"),
    "gone": lambda file: file.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_or_foreign_file_is_replaced(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    damage(written(tmp_path).file)

    cache = Cache(tmp_path)
    first = cache.get([KEY])
    cache.put({OTHER: b"more"})

    assert (first, cache.get([OTHER])) == ({}, {OTHER: b"more"})


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE verdict SET text = ?", b"verdicT"),
        ("UPDATE verdict SET text = ?", "verdict"),
        ("UPDATE verdict SET text = ?", 7),
        ("UPDATE verdict SET seal = ?", b""),
        ("UPDATE verdict SET key = ?", OTHER),
    ],
    ids=["other text", "other type", "a number", "no seal", "under another key"],
)
def test_a_damaged_entry_is_not_known(tmp_path: Path, statement: str, value: object) -> None:
    cache = written(tmp_path)
    changed(cache.file, statement, value)

    assert cache.get([KEY, OTHER]) == {}


def test_more_keys_than_sqlite_takes_at_once(tmp_path: Path) -> None:
    entries = {key_of(str(number)): str(number).encode() for number in range(2500)}
    cache = Cache(tmp_path)
    cache.put(entries)

    assert cache.get(list(entries)) == entries


def test_the_oldest_entries_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planlint.run.cache._MOST", 3)
    cache = Cache(tmp_path)
    for number in range(5):
        cache.put({key_of(str(number)): str(number).encode()})

    assert sorted(cache.get([key_of(str(number)) for number in range(5)]).values()) == [b"2", b"3", b"4"]


def test_a_locked_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planlint.run.cache._PATIENCE", 0.05)
    cache = written(tmp_path)
    with closing(sqlite3.connect(cache.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        cache.put({OTHER: b"more"})
        assert cache.get([KEY]) == {}
        other.execute("ROLLBACK")

    assert cache.get([KEY, OTHER]) == {KEY: b"verdict"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_its_user_may_read_it(tmp_path: Path) -> None:
    cache = written(tmp_path / "new" / "folder")

    assert [path.stat().st_mode & 0o077 for path in (cache.file, cache.file.parent)] == [0, 0]


def test_a_place_where_no_file_can_be_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache.put({KEY: b"verdict"})

    assert cache.get([KEY]) == {}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_to_be_written_can_still_be_read(tmp_path: Path) -> None:
    cache = written(tmp_path)
    cache.file.chmod(0o400)
    tmp_path.chmod(0o500)
    cache.put({OTHER: b"more"})
    tmp_path.chmod(0o700)

    assert cache.get([KEY, OTHER]) == {KEY: b"verdict"}


def _write_many(folder: Path, who: int) -> None:
    for number in range(20):
        Cache(folder).put({key_of(str(who), str(number)): f"{who} {number}".encode()})


def test_several_processes_begin_and_fill_one_cache_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_many, args=(tmp_path, who)) for who in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    keys = [key_of(str(who), str(number)) for who in range(4) for number in range(20)]
    assert ([process.exitcode for process in processes], len(Cache(tmp_path).get(keys))) == ([0] * 4, 80)


def entries(folder: Path) -> int:
    (file,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM verdict").fetchone()[0])


def everything(folder: Path) -> bytes:
    """All that stands in a cache, packed or not."""
    (file,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(file)) as connection:
        texts = [bytes(text) for (text,) in connection.execute("SELECT text FROM verdict")]
    unpacked = [zlib.decompress(text) for text in texts if not text.startswith(b"[")]
    return b"".join([file.read_bytes(), *unpacked])


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_said_is_the_same_with_and_without_a_cache(planlint: Run, tmp_path: Path, form: str) -> None:
    folder = str(ROOT / "examples")

    ways = [("--no-cache",), (), ()]
    ran = [planlint("check", folder, "--format", form, "-v", "--frames", *way) for way in ways]

    assert ran[0] == ran[1] == ran[2]
    assert entries(tmp_path / ".cache") > 1


def test_no_free_text_of_a_plan_is_kept(planlint: Run, tmp_path: Path) -> None:
    for plan in (ROOT / "examples").glob("*/*.plan.yaml"):
        planlint("check", str(plan))

    raw = everything(tmp_path / ".cache")
    assert b"p3-release" in raw  # else this test would look at nothing
    for words in (b"SUBJECT A", b"quarry leaseholder", b"company register", b"clinical screening after the reception", b"sha256:51be0c"):
        assert words not in raw


def test_the_file_s_identity_is_part_of_the_key(planlint: Run, tmp_path: Path, flawed: Path) -> None:
    (tmp_path / "other.plan.yaml").write_bytes(flawed.read_bytes())

    def fingerprint(ran: Ran) -> str:
        (finding,) = json.loads(ran.out)["findings"]
        return str(finding["fingerprint"])

    runs = [planlint("check", name, "--format", "json") for name in (flawed.name, "other.plan.yaml", flawed.name)]

    assert fingerprint(runs[0]) == fingerprint(runs[2]) != fingerprint(runs[1])


def test_another_configuration_is_another_verdict(planlint: Run, tmp_path: Path, flawed: Path) -> None:
    codes = [planlint("check", ".").code]
    for text in ("[severity]\nLE106 = 'warning'\n", "[off]\nLE106 = 'decided in the meeting of 3 April'\n", ""):
        (tmp_path / "planlint.toml").write_text(text)
        codes.append(planlint("check", ".").code)

    assert codes == [1, 0, 0, 1]


def test_other_rules_are_another_verdict(planlint: Run, tmp_path: Path, flawed: Path) -> None:
    pack = tmp_path / "ours"
    planlint("new", "pack", "ours", "--name", "ours", "--prefix", "XY", "--licence", "CC0-1.0")
    planlint("new", "rule", "XY101-long-days", "--family", "work", "--pack", "ours")
    (tmp_path / "planlint.toml").write_text('packs = ["./ours"]\nselect = ["XY101"]\n')
    (rule,) = pack.glob("work/*.yaml")
    rule.write_text(rule.read_text("utf-8").replace("severity: warning", "severity: error").replace("hours: 10", "hours: 1"), "utf-8")
    strict = planlint("check", flawed.name)
    rule.write_text(rule.read_text("utf-8").replace("policy: {hours: 1}", "policy: {hours: 24}"), "utf-8")

    lax = planlint("check", flawed.name)

    assert (strict.code, lax.code) == (1, 0), (strict, lax)


def test_what_depends_on_the_day_is_not_kept(planlint: Run, tmp_path: Path, sound: Path) -> None:
    waiver = "waivers: [{rule: RP104, reason: no such case, approved_by: collector, expires: 2026-05-01}]"
    (tmp_path / "a.plan.yaml").write_text(sound.read_text("utf-8").replace("waivers: []", waiver), "utf-8")

    codes = [planlint("check", ".", "--today", day).code for day in ("2026-05-01", "2026-05-02", "2026-05-01")]

    assert codes == [0, 1, 0]


def test_a_key_that_a_planner_made_up_is_not_kept(planlint: Run, tmp_path: Path, sound: Path) -> None:
    (tmp_path / "odd.plan.yaml").write_text(sound.read_text("utf-8").replace("media:\n", "media:\n  asked-Maria-Perez: true\n", 1), "utf-8")

    planlint("check", str(sound))
    told = [planlint("check", "odd.plan.yaml").out for _ in range(2)]

    assert told[0] == told[1]
    assert "asked-Maria-Perez" in told[0]
    assert b"Maria" not in everything(tmp_path / ".cache")
