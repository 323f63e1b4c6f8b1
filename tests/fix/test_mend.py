"""What fixes promise: outside of their edits the bytes stay, a second run changes nothing, a safe one changes how something is written only."""

from __future__ import annotations

import codecs
import datetime as dt
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planlint.finding import FixKind
from planlint.fix.diff import patch
from planlint.fix.mend import Mended, mend
from planlint.lint.engine import Policy, lint_bytes
from planlint.lint.report import FileReport
from planlint.pack.load import builtin
from planlint.source.reader import decode, read
from tests.conftest import ROOT

PACK = builtin()
POLICY = Policy(PACK.rules, frozenset(PACK.rules), PACK.thresholds, dt.date(2026, 1, 1))
SOUND = (ROOT / "examples/sound/quarry-release.plan.yaml").read_text("utf-8")
ALL: tuple[FixKind, ...] = ("safe", "choose")


def mended(text: str, *kinds: FixKind) -> str:
    return mend(text.encode(), "plan", POLICY, kinds or ("safe",), PACK.rules).raw.decode()


def edited(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "safe", "unsafe"),
    [
        ("country: IN", "country: in", "country: IN", None),
        ("country: IN", "country: IND", "country: IN", None),
        ("country: IN", "country: India", "country: India", "country: IN"),
        ("country: IN", "country: 'India'", "country: 'India'", "country: 'IN'"),
        ("status: approved", "status: Approved", "status: approved", None),
        ("status: approved", "status: aproved", "status: aproved", "status: approved"),
        ("status: approved", "status: [approved]", "status: approved", None),
        ("status: approved", "status: [ approved ]", "status: approved", None),
        ("currency: INR", "currency: inr", "currency: INR", None),
        ("currency: INR", "currency: ₹", "currency: ₹", "currency: INR"),
        ("tag: ne,", "tag: nep,", "tag: ne,", None),
        ("tag: ne,", "tag: Nepali,", "tag: Nepali,", "tag: ne,"),
        ("timezone: Asia/Kolkata", "timezone: asia/kolkata", "timezone: Asia/Kolkata", None),
        ("timezone: Asia/Kolkata", "timezone: IST", "timezone: IST", "timezone: IST"),
    ],
)
def test_what_is_only_spelt_wrongly_is_mended_and_what_was_probably_meant_where_it_is_asked_for(
    old: str, new: str, safe: str, unsafe: str | None
) -> None:
    assert mended(edited(old, new)) == edited(old, safe)
    assert mended(edited(old, new), *ALL) == edited(old, unsafe or safe)


# --- properties -------------------------------------------------------------------------------------------------------------------------

SLIPS: list[tuple[str, list[str]]] = [
    ("country: IN\n", ["country: in\n", "country: IND\n", "country: India\n", 'country: "in"\n', "country: [IN]\n", "country: XX\n"]),
    ("status: approved", ["status: Approved", "status: [approved]", "status: aproved", "status: 'approved '", "status: &a Approved"]),
    ("currency: INR", ["currency: inr", "currency: Rs", "currency: rupees", "currency: ₹"]),
    ("timezone: Asia/Kolkata", ["timezone: Asia/kolkata", "timezone: IST", "timezone: Kolkata", "timezone: India"]),
    ("tag: ne,", ["tag: nep,", "tag: Nepali,", "tag: NE,", "tag: 'nep',"]),
    ("marking: TLP:RED", ["marking: tlp:red", "marking: red", "marking: TLP-RED"]),
    ("lead: ", ["Lead: ", "leed: ", "lead : "]),
    ("prepared_on: ", ["prepared_on:  ", "prepared on: ", "Prepared_On: "]),
    ("share: 1.0", ['share: "1.0"', "share: 100%", "share: 1,0"]),
    ("imminent_danger: false", ["imminent_danger: no", "imminent_danger: 'false'", "imminent_danger: No"]),
    ("fluent_in: []", ["fluent_in: hi", "fluent_in: hin", "fluent_in: [hin, NO]", "fluent_in: hi, ne"]),
]
PRESENT = [(old, choices) for old, choices in SLIPS if old in SOUND]


class _Raw(bytes):
    """A plan's bytes, which no report of a failure needs to show in full."""

    def __repr__(self) -> str:
        return f"<plan of {len(self)} bytes>"


@st.composite
def slipped(draw: st.DrawFn) -> bytes:
    """The sound plan with a few slips, in any encoding and with any line breaks that a plan may have."""
    text = SOUND
    for old, choices in draw(st.lists(st.sampled_from(PRESENT), min_size=1, max_size=5, unique_by=lambda each: each[0])):
        places = [found.start() for found in re.finditer(re.escape(old), SOUND)]
        at = draw(st.integers(0, min(len(places), 4) - 1))
        text = _nth(text, old, draw(st.sampled_from(choices)), at)
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    bom, encoding = draw(
        st.sampled_from(
            [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
        )
    )
    return _Raw(bom + text.encode(encoding))


def _nth(text: str, old: str, new: str, at: int) -> str:
    parts = text.split(old)
    at = min(at, len(parts) - 2)
    return old.join(parts[: at + 1]) + new + old.join(parts[at + 1 :]) if at >= 0 else text


kinds = st.sampled_from([("safe",), ("safe", "choose"), ("safe", "choose", "scaffold")])
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def fix(raw: bytes, chosen: Any) -> Mended:
    return mend(raw, "plan", POLICY, chosen, PACK.rules)


def fingerprints(report: FileReport, *, form: bool) -> Counter[str]:
    return Counter(each.fingerprint for each in report.findings if each.code.startswith("PL") is form)


@relaxed
@given(raw=slipped(), chosen=kinds)
def test_a_second_run_changes_nothing(raw: bytes, chosen: Any) -> None:
    once = fix(raw, chosen)

    assert fix(once.raw, chosen).raw == once.raw


@relaxed
@given(raw=slipped())
def test_a_safe_fix_takes_findings_of_the_form_away_and_no_other(raw: bytes) -> None:
    before, after = lint_bytes(raw, "plan", POLICY), lint_bytes(fix(raw, ("safe",)).raw, "plan", POLICY)

    assert fingerprints(after, form=False) == fingerprints(before, form=False)
    assert fingerprints(after, form=True) <= fingerprints(before, form=True)


@relaxed
@given(raw=slipped(), chosen=kinds)
def test_outside_the_edits_the_bytes_stay(raw: bytes, chosen: Any) -> None:
    """Every line that differs is one that a finding stands in, or a comment of the scaffold."""
    told = {each.span.start.line for each in lint_bytes(raw, "plan", POLICY).findings}
    old, new = decode(raw), decode(fix(raw, chosen).raw)
    ends = re.compile(r"\r\n|\r|\n")
    kept = [line for line in ends.split(new) if line not in ends.split(old) and not line.lstrip().startswith("# ")]
    changed = [line for number, line in enumerate(ends.split(old), 1) if number not in told and line not in ends.split(new)]

    assert (ends.findall(new)[: len(ends.findall(old))], changed) == (ends.findall(old), [])
    assert len(kept) <= len(told)
    assert raw[:3] == fix(raw, chosen).raw[:3]


_WORD = re.compile(r"[^\W_]+")


@relaxed
@given(raw=slipped(), chosen=kinds)
def test_no_fix_brings_a_date_number_or_name_that_the_text_lacks(raw: bytes, chosen: Any) -> None:
    """What is new is a word or code of planlint's own lists."""
    new = set(_WORD.findall(decode(fix(raw, chosen).raw))) - set(_WORD.findall(decode(raw)))

    assert {word for word in new if word.isdecimal()} == set()
    assert new <= {"IN", "INR", "hi", "ne", "NO", "approved", "Asia", "Kolkata", "TLP", "RED", "true", "false", "lead", "prepared", "on"}


@relaxed
@given(data=st.data())
def test_a_scaffold_leaves_the_findings_as_they_are(data: st.DataObject) -> None:
    lines = SOUND.splitlines(keepends=True)
    tops = [number for number, line in enumerate(lines) if re.match(r"[a-z]+:", line)]
    start = data.draw(st.sampled_from(tops[1:]))
    end = next((each for each in tops if each > start), len(lines))
    raw = "".join([*lines[:start], *lines[end:]]).encode()
    before, after = lint_bytes(raw, "plan", POLICY), lint_bytes(fix(raw, ("scaffold",)).raw, "plan", POLICY)

    assert Counter(each.fingerprint for each in after.findings) == Counter(each.fingerprint for each in before.findings)
    assert read(raw, "plan").data == read(fix(raw, ("scaffold",)).raw, "plan").data


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(raw=slipped(), chosen=kinds)
def test_git_applies_the_diff_and_gives_the_same_file(raw: bytes, chosen: Any, tmp_path: Path) -> None:
    new = fix(raw, chosen).raw
    file = tmp_path / "a plan.yaml"
    file.write_bytes(raw)
    if lines := b"".join(patch("a plan.yaml", raw, new)):
        subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=lines, cwd=tmp_path, check=True, capture_output=True)

    assert file.read_bytes() == new
