"""Checks and report formats of installed distributions: found by their entry points, and contained when they go wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran, Run
from tests.packs import MANIFEST, write_pack

RULE = """\
title: What a plugin finds
severity: warning
check: {check}
message: "found {{what}}"
help: Look at it.
why: A test.
"""

GOOD = "yield Hit(path=('phases', 0), fields={'what': 3})"


def install(site: Path, body: str, *, name: str = "acme", check: str = "acme.look", extra: str = "") -> None:
    """Install a distribution with one check, as pip would leave it behind: a module and its metadata."""
    site.mkdir(exist_ok=True)
    lines = "\n    ".join(body.splitlines())
    header = "from __future__ import annotations\nimport time, sys\nfrom planlint.finding import Hit, Place\n\n"
    (site / f"{name}.py").write_text(f"{header}def look(facts):\n    {lines}\n", "utf-8")
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[planlint.checks]\n{check} = {name}:look\n{extra}", "utf-8")


@pytest.fixture
def work(tmp_path: Path, sound: Path) -> Path:
    """A folder with a plan, and a pack whose only rule asks the check acme.look."""
    write_pack(tmp_path / "ours", {"odd/ZZ101-odd.yaml": RULE.format(check="acme.look")}, manifest=MANIFEST)
    (tmp_path / "planlint.toml").write_text('packs = ["./ours"]\nselect = ["ZZ", "LE101"]\n', "utf-8")
    (tmp_path / "a.plan.yaml").write_bytes(sound.read_bytes())
    return tmp_path


def check(planlint: Run, work: Path, *arguments: str) -> Ran:
    return planlint("check", "a.plan.yaml", *arguments, installed=work / "site")


def test_a_rule_asks_the_check_of_an_installed_distribution(planlint: Run, work: Path) -> None:
    install(work / "site", GOOD)

    ran = check(planlint, work)

    assert ran.out.splitlines()[:3] == ["warning[ZZ101] odd", " --> a.plan.yaml:428:5 phases[p1-verify]", "  = found 3"]
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 warning in 1 plan (2 rules: 1 found, 1 passed)")


FAILED = "check acme.look of acme 1.0 "


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise ValueError(facts.plan.plan.title)\nyield", "raised ValueError"),
        ("sys.exit(0)\nyield", "raised SystemExit"),
        ("def again(n): return again(n + 1)\nyield again(0)", "raised RecursionError"),
        ("raise KeyboardInterrupt\nyield", "raised KeyboardInterrupt"),
        ("return None", "gave nothing, not an iterator of hits"),
        ("return 3", "gave a value of type int, not an iterator of hits"),
        ("yield 'phases'", "gave a value of type str, not a hit"),
        ("yield Hit(path='phases')", "gave a value of type str as path, not a tuple of keys and positions"),
        ("yield Hit(path=('nowhere', 3, 'x'))", "gave a path that leads nowhere in the plan"),
        ("yield Hit(path=(), fields=[1])", "gave a value of type list as fields, not a mapping"),
        ("yield Hit(path=(), fields={'what': facts})", "gave a value of type Facts as the field what, not a text or a number"),
        ("yield Hit(path=(), fields={'what': 'a\\x1b[2J'})", "gave the field what with more than 200 characters or with signs that cannot be shown"),
        ("yield Hit(path=(), severity='bad')", "gave a state, a severity or a degree of another class"),
        ("yield Hit(path=(), places=('x',))", "gave places that are not of class Place"),
        ("while True: yield Hit(path=(), fields={'what': 1})", "gave more than 10000 hits"),
    ],
)  # fmt: skip
def test_a_check_that_goes_wrong_fails_its_rule_by_name_and_the_run_goes_on(planlint: Run, work: Path, body: str, reason: str) -> None:
    install(work / "site", body)

    ran = check(planlint, work)

    assert ran.out.startswith(f"rule failed: ZZ101 on a.plan.yaml: {FAILED}{reason}\n\n")
    assert ran.out.endswith(
        "verdict: nothing found; 1 of 2 rules not judged\nno findings in 1 plan (2 rules: 1 not judged (ZZ101), 1 passed)\n"
    )
    assert (ran.code, ran.err) == (4, "")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("yield Hit(path=(), fields={})", "nothing fills {what} in its message"),
        ("yield Hit(path=(), variant='other', fields={'what': 1})", "its file has no message 'other'"),
        ("yield Hit(path=(), fields={'what': 1}, places=(Place((), 'there'),))", "its file has no label 'there'"),
    ],
)
def test_words_that_the_rule_does_not_have_fail_it(planlint: Run, work: Path, body: str, reason: str) -> None:
    install(work / "site", body)

    assert check(planlint, work).out.splitlines()[0] == f"rule failed: ZZ101 on a.plan.yaml: {reason}"


@pytest.mark.slow
def test_a_check_that_never_ends_is_left_behind_and_not_asked_again(planlint: Run, work: Path) -> None:
    install(work / "site", "time.sleep(600)\nyield")
    (work / "b.plan.yaml").write_bytes((work / "a.plan.yaml").read_bytes())

    ran = planlint("check", "a.plan.yaml", "b.plan.yaml", installed=work / "site")

    assert ran.code == 4
    assert [line for line in ran.out.splitlines() if "failed:" in line][:2] == [
        f"rule failed: ZZ101 on a.plan.yaml: {FAILED}took more than 5 s",
        f"rule failed: ZZ101 on b.plan.yaml: {FAILED}took more than 5 s on an earlier plan, and is not asked again",
    ]


def test_what_a_check_prints_does_not_spoil_the_report(planlint: Run, work: Path) -> None:
    install(work / "site", f"print('hello')\n{GOOD}")

    ran = check(planlint, work, "--format", "json")

    assert ran.out.startswith('{"version": 1,')
    assert "hello" not in ran.out


def test_what_a_check_does_to_the_data_changes_no_finding(planlint: Run, work: Path) -> None:
    install(work / "site", f"facts.data.clear()\nfacts.data['phases'] = [{{}}]\n{GOOD}")

    assert " --> a.plan.yaml:428:5 phases[p1-verify]" in check(planlint, work).out


def test_a_distribution_that_cannot_be_imported_fails_its_rule(planlint: Run, work: Path) -> None:
    install(work / "site", GOOD)
    (work / "site" / "acme.py").write_text("import nothing_of_this_name\n", "utf-8")

    assert check(planlint, work).out.splitlines()[0] == f"rule failed: ZZ101 on a.plan.yaml: {FAILED}raised ModuleNotFoundError"


def test_a_check_that_nobody_offers_stops_the_run_with_the_nearest_name(planlint: Run, work: Path) -> None:
    install(work / "site", GOOD, check="acme.lok")

    ran = check(planlint, work)

    assert (ran.code, ran.out) == (2, "")
    assert "check acme.look exists neither in planlint nor in an installed distribution; did you mean acme.lok?" in ran.err


def test_two_distributions_that_offer_one_check_stop_the_run(planlint: Run, work: Path) -> None:
    install(work / "site", GOOD)
    install(work / "site", GOOD, name="other")

    ran = check(planlint, work)

    assert ran.code == 2
    assert "acme.look is offered by acme 1.0 and by other 1.0; uninstall one of them" in ran.err


@pytest.mark.parametrize(
    ("form", "code", "said"),
    [
        ("good", 0, ""),
        ("bad", 4, "planlint: format bad of acme 1.0 raised ValueError\n"),
        ("nonsense", 4, "planlint: format nonsense of acme 1.0 gave a value of type int, not text\n"),
        ("godo", 2, "planlint: there is no format godo; did you mean good?\n"),
    ],
)
def test_a_report_format_of_a_distribution_writes_the_report_or_is_named(
    planlint: Run, work: Path, form: str, code: int, said: str
) -> None:
    formats = "\n".join(f"{name} = acme_formats:{name}" for name in ("good", "bad", "nonsense"))
    install(work / "site", GOOD, extra=f"[planlint.reports]\n{formats}\n")
    (work / "site" / "acme_formats.py").write_text(
        "def good(report, options): return 'fine\\n'\ndef bad(report, options): raise ValueError('secret')\ndef nonsense(report, options): return 3\n",
        "utf-8",
    )

    ran = check(planlint, work, "--format", form)

    notes, lines = ("planlint: note: rules: ", "planlint: note: verdict: ", "planlint: note: select is "), ran.err.splitlines(keepends=True)
    assert (ran.code, "".join(each for each in lines if not each.startswith(notes)), ran.out) == (code, said, "fine\n" * (form == "good"))


def test_isolated_uses_no_format_of_others(planlint: Run, work: Path) -> None:
    install(work / "site", GOOD, extra="[planlint.reports]\ngood = acme:look\n")

    assert check(planlint, work, "--isolated", "--format", "good").code == 2


def test_version_lists_what_is_installed_without_importing_it(planlint: Run, work: Path) -> None:
    install(work / "site", GOOD)
    (work / "site" / "acme.py").write_text("raise SystemExit(9)\n", "utf-8")

    ran = planlint("--version", installed=work / "site")

    assert (ran.code, ran.out.splitlines()[1:]) == (0, ["plugin acme 1.0 (check acme.look)", f"pack ours 1.0.0 ({work / 'ours'})"])


@pytest.mark.slow
@pytest.mark.checkout
def test_the_example_plugin_installed_beside_planlint_adds_its_rule_and_its_format(tmp_path: Path) -> None:
    beside = str(tmp_path / "site")
    alone = ["--no-index", "--no-deps", "--no-build-isolation"]  # without a network
    install = [sys.executable, "-m", "pip", "install", "-q", *alone, "--target", beside, str(ROOT / "examples" / "plugin")]
    subprocess.run(install, check=True, capture_output=True)
    (tmp_path / "planlint.toml").write_text('packs = ["planlint-chains"]\n', "utf-8")

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "planlint", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([beside, str(ROOT)])}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False).stdout

    listed = run("rules", "--select", "CHN101").splitlines()
    tested = run("test", "planlint-chains").splitlines()
    counted = run("check", "--format", "counts", str(ROOT / "examples" / "sound" / "quarry-release.plan.yaml"))

    assert listed[:2] == [
        "timeline (chains 1.0.0)",
        "  CHN101  warning  waits-for-too-many  An entry that hangs on too many phases in a row",
    ]
    assert tested[0] == "CHN101 waits-for-too-many .."
    assert counted == "code,severity,findings\n"
