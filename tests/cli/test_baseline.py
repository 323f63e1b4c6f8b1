"""``planlint baseline`` and ``planlint check --baseline``: what old plans have is known, what is new fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planlint.compare.baseline import baseline_text, entry_of
from tests.conftest import Ran, Run
from tests.report.made import linted

REASON = ("--reason", "plans from before planlint")
NAME = "planlint-baseline.json"
HOLD = ("--baseline", NAME)


def wrong_sum(text: str) -> str:
    """TM104, an error that a waiver can accept."""
    return text.replace("amount: 260000, payee: hospital", "amount: 360000, payee: hospital", 1)


def few_women(text: str) -> str:
    """TM104 at another place."""
    before, name, after = text.partition("  - id: paramedics\n")
    return before + name + after.replace("female: 1", "female: 3", 1)


def states(ran: Ran) -> dict[str, str | None]:
    """The state of each finding by its path."""
    return {finding["path"]: finding["baseline"] for finding in json.loads(ran.out)["findings"]}


@pytest.fixture
def plan(tmp_path: Path, sound: Path) -> Path:
    """A plan with one finding, and a baseline that knows it."""
    file = tmp_path / "case.plan.yaml"
    file.write_text(wrong_sum(sound.read_text("utf-8")), "utf-8")
    return file


@pytest.fixture
def adopted(plan: Path, planlint: Run) -> Path:
    ran = planlint("baseline", "create", *REASON)
    assert (ran.code, ran.out) == (0, f"{NAME}: written, with 1 finding in 1 plan\n"), ran
    return plan


def test_a_baseline_is_one_line_for_each_finding_and_holds_no_words_of_the_plan(adopted: Path) -> None:
    text = (adopted.parent / NAME).read_text("utf-8")

    (entry,) = json.loads(text)["findings"]
    assert (len(entry.pop("fingerprint")), [len(place) for place in entry.pop("places")]) == (32, [16])
    assert entry == {
        "file": "case.plan.yaml",
        "path": "finance.lines",
        "rule": "TM104",
        "severity": "error",
        "reason": "plans from before planlint",
    }
    assert text.count("\n") == 4


def test_what_is_known_passes_and_is_counted(planlint: Run, adopted: Path) -> None:
    ran = planlint("check", ".", *HOLD)

    assert (ran.code, "no findings and 1 known from before in 1 plan" in ran.out) == (0, True), ran


def test_moved_lines_change_nothing(planlint: Run, adopted: Path) -> None:
    adopted.write_text("# a\n# b\n" + adopted.read_text("utf-8"), "utf-8")

    assert planlint("check", ".", *HOLD, "--strict").code == 0


def test_fixing_one_and_adding_one_is_seen(planlint: Run, adopted: Path, sound: Path) -> None:
    adopted.write_text(few_women(sound.read_text("utf-8")), "utf-8")

    ran = planlint("check", ".", *HOLD, "--format", "json")

    assert (ran.code, states(ran)) == (1, {"personnel[paramedics].female": "new"})
    assert [each["path"] for each in json.loads(ran.out)["gone"]] == ["finance.lines"]


def test_a_finding_at_a_renamed_id_is_new(planlint: Run, tmp_path: Path, sound: Path) -> None:
    file = tmp_path / "case.plan.yaml"
    file.write_text(few_women(sound.read_text("utf-8")), "utf-8")
    planlint("baseline", "create", *REASON)
    file.write_text(file.read_text("utf-8").replace("paramedics", "medics"), "utf-8")

    ran = planlint("check", ".", *HOLD, "--format", "json")

    assert (ran.code, states(ran)) == (1, {"personnel[medics].female": "new"})


def test_what_is_gone_is_told_and_fails_only_where_that_is_asked_for(planlint: Run, adopted: Path, sound: Path) -> None:
    adopted.write_bytes(sound.read_bytes())

    ways = ((), ("--strict",), ("--plain",), ("--format", "concise"))
    told, strict, plain, concise = (planlint("check", ".", *HOLD, *more) for more in ways)

    assert [told.code, strict.code] == [0, 1]
    assert "1 finding of the baseline is gone; run planlint baseline prune\n" in told.out
    assert "1 finding of the baseline is gone; run planlint baseline prune.\n" in plain.out
    assert "\nverdict: nothing found\nno findings, 1 gone from the baseline in 1 plan" in concise.out


@pytest.mark.parametrize("arguments", [("--ignore", "TM104"), ("other.plan.yaml",)])
def test_only_what_this_run_could_find_counts_as_gone(planlint: Run, adopted: Path, sound: Path, arguments: tuple[str, ...]) -> None:
    adopted.write_bytes(sound.read_bytes())
    (adopted.parent / "other.plan.yaml").write_bytes(sound.read_bytes())

    ran = planlint("check", *HOLD, "--strict", *arguments)

    assert (ran.code, "gone" in ran.out) == (0, False), ran


def test_a_rule_that_could_not_judge_leaves_nothing_gone(planlint: Run, adopted: Path) -> None:
    adopted.write_text("phases: [", "utf-8")

    ran = planlint("check", ".", *HOLD, "--format", "json")

    assert (ran.code, json.loads(ran.out)["gone"]) == (1, [])


def test_what_nobody_may_live_with_stays_open_and_is_named(planlint: Run, flawed: Path) -> None:
    created = planlint("baseline", "create", *REASON)
    ran = planlint("check", ".", *HOLD, "--format", "json")

    assert created.out.splitlines()[1] == "1 finding stays open, because these rules cannot be waived: LE106"
    assert (created.code, ran.code, list(states(ran).values())) == (0, 1, ["new"])


def test_what_nobody_may_live_with_stays_open_even_where_it_was_written_in_by_hand(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    (finding,) = linted(flawed.read_bytes(), "LE106", name=flawed.name).findings
    (tmp_path / NAME).write_text(baseline_text([entry_of(finding, flawed.name, "written in by hand")]), "utf-8")

    assert planlint("check", ".", *HOLD).code == 1


def test_creating_twice_is_refused(planlint: Run, adopted: Path) -> None:
    before = (adopted.parent / NAME).read_bytes()

    ran = planlint("baseline", "create", *REASON)

    assert (ran.code, "is already there; planlint baseline accept" in ran.err) == (2, True)
    assert (adopted.parent / NAME).read_bytes() == before


@pytest.mark.parametrize("command", ["create", "accept"])
def test_a_reason_is_asked_for(planlint: Run, plan: Path, command: str) -> None:
    assert [planlint("baseline", command).code, planlint("baseline", command, "--reason", "old").code] == [2, 2]
    assert not (plan.parent / NAME).exists()


def test_accept_adds_what_is_new_and_takes_nothing_out(planlint: Run, adopted: Path, sound: Path) -> None:
    adopted.write_text(few_women(sound.read_text("utf-8")), "utf-8")

    other, added, again = (planlint("baseline", "accept", *more, "--reason", "decided on 3 April") for more in (("--select", "FN"), (), ()))

    entries = json.loads((adopted.parent / NAME).read_text("utf-8"))["findings"]
    assert [other.out, added.out, again.out] == [
        "no new finding to add\n",
        f"{NAME}: 1 finding added in 1 plan\n",
        "no new finding to add\n",
    ]
    assert {entry["path"]: entry["reason"] for entry in entries} == {
        "finance.lines": "plans from before planlint",
        "personnel[paramedics].female": "decided on 3 April",
    }


def test_prune_takes_out_what_is_gone_and_adds_nothing(planlint: Run, adopted: Path, sound: Path) -> None:
    adopted.write_text(few_women(sound.read_text("utf-8")), "utf-8")

    ran = planlint("baseline", "prune")

    assert (ran.code, ran.out) == (0, f"{NAME}: 1 finding taken out, 0 left\n")
    assert planlint("check", ".", *HOLD).code == 1


def test_prune_takes_out_plans_that_are_not_there_any_more(planlint: Run, adopted: Path, sound: Path) -> None:
    (adopted.parent / "planlint.toml").write_text("")
    adopted.rename(adopted.with_name("gone.yaml"))
    (adopted.parent / "other.plan.yaml").write_bytes(sound.read_bytes())

    ran = planlint("baseline", "prune")

    assert ran.out.splitlines() == [f"{NAME}: 1 finding taken out, 0 left", "1 plan of the baseline is not there any more"]


@pytest.mark.parametrize("command", ["accept", "prune"])
def test_a_baseline_that_is_missing_is_not_made_on_the_way(planlint: Run, plan: Path, command: str) -> None:
    ran = planlint("baseline", command, *(REASON if command == "accept" else ()))

    assert (ran.code, "there is no such baseline" in ran.err, (plan.parent / NAME).exists()) == (2, True, False), ran.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "there is no such baseline; planlint baseline create"),
        ("", "line 1 is not JSON; restore the file"),
        ('{"planlint-baseline": 1,\n<<<<<<< HEAD\n', "line 2 is not JSON; restore the file"),
        ("{}", "not a baseline of planlint"),
        ("[]", "not a baseline of planlint"),
        ('{"version": 1, "results": []}', "not a baseline of planlint"),
        ('{"planlint-baseline": true, "findings": []}', "not a baseline of planlint"),
        ('{"planlint-baseline": 2, "findings": []}', "a later version of planlint wrote it (form 2); update planlint"),
        ('{"planlint-baseline": 1, "findings": [{}]}', "not a baseline of planlint"),
        ("[" * 100_000, "not a baseline of planlint"),
    ],
)
def test_a_baseline_that_cannot_be_read_stops_the_run(planlint: Run, plan: Path, text: str | None, words: str) -> None:
    if text is not None:
        (plan.parent / NAME).write_text(text)

    ran = planlint("check", ".", *HOLD, "--exit-zero")

    assert (ran.code, ran.out, words in ran.err, ran.err.count("\n")) == (2, "", True, 1), ran.err


def test_a_finding_that_stands_twice_is_refused(planlint: Run, adopted: Path) -> None:
    file = adopted.parent / NAME
    read = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**read, "findings": read["findings"] * 2}))

    assert "stands in it twice" in planlint("check", ".", *HOLD).err


def test_the_configuration_names_the_baseline_wherever_planlint_is_started(planlint: Run, tmp_path: Path, sound: Path) -> None:
    top = tmp_path / "project"
    (top / "plans").mkdir(parents=True)
    (top / "planlint.toml").write_text('baseline = "known.json"')
    (top / "plans" / "case.plan.yaml").write_text(wrong_sum(sound.read_text("utf-8")), "utf-8")

    missing = planlint("check", "project")
    created = planlint("baseline", "create", "project", *REASON)
    codes = [planlint("check", ".", cwd=folder).code for folder in (top, top / "plans", tmp_path)]

    assert (missing.code, created.out.split(":")[0], codes) == (2, "project/known.json", [0, 0, 0])
    assert planlint("check", "--isolated", ".", cwd=top).code == 1


def test_plans_that_a_baseline_could_not_tell_apart_stop_the_run(planlint: Run, tmp_path: Path, sound: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "planlint.toml").write_text("")
        (tmp_path / name / "plan.yaml").write_bytes(sound.read_bytes())

    ran = planlint("baseline", "create", *HOLD, *REASON)

    assert (ran.code, "a/plan.yaml and b/plan.yaml are both known as plan.yaml" in ran.err) == (2, True), ran.err


def test_plans_of_one_name_in_folders_without_a_project_are_told_apart(planlint: Run, tmp_path: Path, sound: Path) -> None:
    for name, text in (("a", wrong_sum(sound.read_text("utf-8"))), ("b", sound.read_text("utf-8"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(text, "utf-8")
    planlint("baseline", "create", *REASON)
    (tmp_path / "b" / "plan.yaml").write_bytes((tmp_path / "a" / "plan.yaml").read_bytes())

    ran = planlint("check", ".", *HOLD, "--format", "json")

    assert {each["file"]: each["baseline"] for each in json.loads(ran.out)["findings"]} == {
        "a/plan.yaml": "unchanged",
        "b/plan.yaml": "new",
    }
