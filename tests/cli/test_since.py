"""``planlint check --since``: a merge request is held to what it adds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import Ran, Run
from tests.repository import commit, git, needs_git, repository

pytestmark = needs_git

PAYMENT = "    - {id: b-digging, category: transport, amount: 0, payee: co-quarry}\n"
WAIVER = "waivers: [{rule: TM104, path: finance, reason: the invoice is disputed, approved_by: collector, expires: 2026-05-01}]"


def findings(ran: Ran) -> dict[str, str | None]:
    """The codes of findings and their state."""
    return {finding["code"]: finding["baseline"] for finding in json.loads(ran.out)["findings"]}


def adding(text: str, line: str) -> str:
    """A plan with one more line in its budget."""
    return text.replace("  lines:\n", f"  lines:\n{line}", 1)


def wrong_sum(text: str) -> str:
    return text.replace("amount: 260000, payee: hospital", "amount: 360000, payee: hospital", 1)


@pytest.fixture
def request_of(tmp_path: Path, sound: Path) -> Path:
    """A repository on a branch that began from main, with one plan."""
    top = repository(tmp_path / "plans")
    commit(top, case=sound.read_text("utf-8"))
    git(top, "switch", "-q", "-c", "request")
    return top


def since(planlint: Run, top: Path, *arguments: str) -> Ran:
    return planlint("check", "--since", "main", "--today", "2026-04-01", *(arguments or (".",)), cwd=top)


def test_a_payment_to_a_suspects_company_fails(planlint: Run, request_of: Path, sound: Path) -> None:
    commit(request_of, case=adding(sound.read_text("utf-8"), PAYMENT))

    ran = since(planlint, request_of, ".", "--format", "json")

    assert (ran.code, findings(ran)["FN101"]) == (1, "new")


def test_a_second_payment_to_the_same_company_fails(planlint: Run, tmp_path: Path, sound: Path) -> None:
    top, paid = repository(tmp_path / "plans"), adding(sound.read_text("utf-8"), PAYMENT)
    commit(top, case=paid)
    git(top, "switch", "-q", "-c", "request")
    unchanged = since(planlint, top, ".", "--format", "json")
    commit(top, case=adding(paid, PAYMENT.replace("b-digging", "b-carting")))

    ran = since(planlint, top, ".", "--format", "json")

    assert [(each.code, findings(each)["FN101"]) for each in (unchanged, ran)] == [(0, "unchanged"), (1, "new")]


def test_a_waiver_that_holds_lets_the_request_pass_and_says_so(planlint: Run, request_of: Path, sound: Path) -> None:
    commit(request_of, case=wrong_sum(sound.read_text("utf-8")).replace("waivers: []", WAIVER))

    ran = since(planlint, request_of)

    assert (ran.code, "accepted by collector (the lead itself) until 2026-05-01" in ran.out) == (0, True), ran.out


def test_a_waiver_that_expired_does_not(planlint: Run, request_of: Path, sound: Path) -> None:
    commit(request_of, case=wrong_sum(sound.read_text("utf-8")).replace("waivers: []", WAIVER))

    ran = since(planlint, request_of, ".", "--today", "2026-05-02", "--format", "json")

    assert (ran.code, findings(ran)) == (1, {"TM104": "new", "PL007": "new"})


def test_taking_an_acceptance_away_makes_its_finding_new(planlint: Run, tmp_path: Path, sound: Path) -> None:
    top, wrong = repository(tmp_path / "plans"), wrong_sum(sound.read_text("utf-8"))
    commit(top, case=wrong.replace("waivers: []", WAIVER))
    git(top, "switch", "-q", "-c", "request")
    commit(top, case=wrong)

    ran = since(planlint, top, ".", "--format", "json")

    assert (ran.code, findings(ran)) == (1, {"TM104": "new"})


def test_what_was_there_passes_when_lines_move_and_the_file_is_renamed(planlint: Run, tmp_path: Path, flawed: Path) -> None:
    top = repository(tmp_path / "plans")
    commit(top, case=flawed.read_text("utf-8"))
    git(top, "switch", "-q", "-c", "request")
    git(top, "mv", "case.plan.yaml", "ümläut \t'case'.plan.yaml")
    renamed = top / "ümläut \t'case'.plan.yaml"
    renamed.write_text("# moved\n" + flawed.read_text("utf-8"), "utf-8")
    git(top, "config", "core.quotePath", "true")

    ran = since(planlint, top)

    assert (ran.code, ran.out.splitlines()[-1].partition(" in ")[0]) == (0, "no findings and 1 known from before"), ran.out


def test_what_is_not_committed_is_compared_too_and_the_work_tree_stays(planlint: Run, tmp_path: Path, flawed: Path, sound: Path) -> None:
    top = repository(tmp_path / "plans")
    commit(top, case=flawed.read_text("utf-8"))
    (top / "untracked.plan.yaml").write_bytes(flawed.read_bytes())
    before = (git(top, "status", "--porcelain"), (top / ".git" / "index").read_bytes())

    ran = since(planlint, top, ".", "--format", "json")

    states = {finding["file"]: finding["baseline"] for finding in json.loads(ran.out)["findings"]}
    assert states == {"case.plan.yaml": "unchanged", "untracked.plan.yaml": "new"}
    assert before == (git(top, "status", "--porcelain"), (top / ".git" / "index").read_bytes())


def test_the_base_is_where_the_branch_began(planlint: Run, request_of: Path, sound: Path, flawed: Path) -> None:
    git(request_of, "switch", "-q", "main")
    commit(request_of, case=flawed.read_text("utf-8"))
    git(request_of, "switch", "-q", "request")
    commit(request_of, case=flawed.read_text("utf-8") + "# the same fault\n")

    assert since(planlint, request_of).code == 1


def test_a_changed_plan_that_does_not_fit_is_never_known(planlint: Run, tmp_path: Path, sound: Path) -> None:
    top, broken = repository(tmp_path / "plans"), "phases: [\n"
    commit(top, case=broken)
    git(top, "switch", "-q", "-c", "request")
    unchanged = since(planlint, top)
    commit(top, case=broken + "# and more\n")

    assert [unchanged.code, since(planlint, top).code] == [0, 1]


def test_a_shallow_clone_stops_with_the_remedy(planlint: Run, request_of: Path, sound: Path, tmp_path: Path) -> None:
    commit(request_of, case=sound.read_text("utf-8") + "# more\n")
    git(tmp_path, "clone", "-q", "--depth", "1", request_of.as_uri(), "shallow")

    ran = since(planlint, tmp_path / "shallow")

    assert (ran.code, ran.out, "set fetch-depth: 0" in ran.err, ran.err.count("\n")) == (2, "", True, 1), ran.err


def test_a_partial_clone_stops_and_fetches_nothing(planlint: Run, request_of: Path, sound: Path, tmp_path: Path) -> None:
    commit(request_of, case=wrong_sum(sound.read_text("utf-8")))
    git(request_of, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", request_of.as_uri(), "partial")

    ran = planlint("check", "--since", "origin/main", ".", cwd=tmp_path / "partial")

    assert (ran.code, ran.out, "clone it without --filter" in ran.err) == (2, "", True), ran.err


@pytest.mark.parametrize("revision", ["nowhere", "-p", "--help", "", "main..HEAD", "HEAD:case.plan.yaml", "main; touch x", "^main"])
def test_a_revision_that_git_does_not_know_stops(planlint: Run, request_of: Path, revision: str) -> None:
    ran = planlint("check", f"--since={revision}", ".", cwd=request_of)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err


def test_branches_without_a_common_commit_stop(planlint: Run, request_of: Path, sound: Path) -> None:
    git(request_of, "switch", "-q", "--orphan", "elsewhere")
    commit(request_of, case=sound.read_text("utf-8") + "# other\n")

    ran = since(planlint, request_of)

    assert (ran.code, "no commit in common" in ran.err) == (2, True), ran.err


def test_a_folder_outside_git_stops(planlint: Run, flawed: Path) -> None:
    ran = planlint("check", "--since", "main", flawed.name)

    assert (ran.code, "not in a git repository" in ran.err) == (2, True), ran.err


def test_a_machine_without_git_stops(planlint: Run, request_of: Path, tmp_path: Path) -> None:
    ran = planlint("check", "--since", "main", ".", cwd=request_of, PATH=str(tmp_path))

    assert (ran.code, ran.err) == (2, "planlint: --since: git is not installed\n")


@pytest.mark.skipif(os.name == "nt", reason="a script stands for git")
def test_a_repository_of_another_user_stops_with_the_remedy(planlint: Run, request_of: Path, tmp_path: Path) -> None:
    refusing = tmp_path / "bin" / "git"
    refusing.parent.mkdir()
    refusing.write_text(
        '#!/bin/sh\necho "fatal: detected dubious ownership\n\tgit config --global --add safe.directory $PWD" >&2\nexit 128\n'
    )
    refusing.chmod(0o755)

    ran = planlint("check", "--since", "main", ".", cwd=request_of, PATH=f"{refusing.parent}:{os.environ['PATH']}")

    assert (ran.code, "--add safe.directory" in ran.err, ran.err.count("\n")) == (2, True, 1), ran.err


def test_a_submodule_is_compared_by_itself(planlint: Run, request_of: Path, sound: Path, tmp_path: Path) -> None:
    around = repository(tmp_path / "around")
    git(around, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(request_of), "inner")
    commit(around, own=sound.read_text("utf-8"))

    both, inner, inside = (
        planlint("check", "--since", "HEAD", folder, cwd=cwd) for folder, cwd in ((".", around), ("inner", around), (".", around / "inner"))
    )

    assert [both.code, inner.code, inside.code] == [2, 2, 0], (both, inner, inside)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "main", "--baseline", "x.json"), "exclude each other"),
        (("--since", "main", "-"), "not standard input"),
    ],
)
def test_what_does_not_go_together_stops(planlint: Run, request_of: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = planlint("check", *arguments, cwd=request_of)

    assert (ran.code, words in ran.err) == (2, True), ran.err


def test_variables_of_a_hook_do_not_lead_to_another_repository(planlint: Run, request_of: Path, flawed: Path, tmp_path: Path) -> None:
    elsewhere = repository(tmp_path / "elsewhere")
    commit(elsewhere, case=flawed.read_text("utf-8"))
    commit(request_of, case=flawed.read_text("utf-8"))

    ran = planlint("check", "--since", "main", ".", cwd=request_of, GIT_DIR=str(elsewhere / ".git"), GIT_WORK_TREE=str(elsewhere))

    assert ran.code == 1
