"""What the states of a rule's chief value do to it is data, and true."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint.pack.examples import state_outcome, try_rule
from planlint.pack.load import builtin, load
from planlint.rule import StateOutcomes
from tests.packs import LONG_DAY, MANIFEST, rule, write_pack

PACK = builtin()
DECLARING = [code for code, each in PACK.rules.items() if not each.is_diagnostic]
AT = "phases[p4-reception].hours_per_day"


@pytest.mark.parametrize("code", DECLARING)
def test_all_four_states_do_what_the_rule_s_file_says(code: str) -> None:
    said = PACK.rules[code].file.states
    assert said is not None

    expected = said.outcomes(PACK.manifest.states)

    assert expected == StateOutcomes.model_validate(
        {state: state_outcome(PACK, PACK.rules[code], said.at, state) for state in expected.model_dump()}
    )


def faults(folder: Path, states: str, *, manifest: str = MANIFEST) -> list[str]:
    pack = load(write_pack(folder, {LONG_DAY: rule(states=states)}, manifest=manifest))
    return [
        f"{each.words}: {', '.join(each.expected)} but {', '.join(each.found)}" if each.found else each.words
        for each in try_rule(pack, "ZZ101").faults
    ]


def test_a_wrong_state_is_a_fault_of_the_rule_s_file(tmp_path: Path) -> None:
    said = f'{{at: "{AT}", not_stated: passed, none: passed, unknown: found, not_applicable: passed}}'

    assert [f"{AT} unknown: found but passed"] == faults(tmp_path, said)


def test_what_the_rule_leaves_out_is_as_its_pack_says(tmp_path: Path) -> None:
    manifest = MANIFEST + "states: {not_stated: passed, none: passed, unknown: passed, not_applicable: passed}\n"

    assert [] == faults(tmp_path, f'{{at: "{AT}"}}', manifest=manifest)


def test_a_place_that_the_sound_plan_has_not_is_a_fault(tmp_path: Path) -> None:
    assert ["the example removes phases[p9].hours_per_day, which is not in the sound plan"] == [
        each.replace("edits", "removes") for each in faults(tmp_path, '{at: "phases[p9].hours_per_day"}')
    ]
