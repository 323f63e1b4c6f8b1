from __future__ import annotations

import json
import sys
import unicodedata

from planlint.report.visible import cells, escape_json, visible

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
HIDDEN = [each for each in EVERY if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
JOINERS = "\u200c\u200d"


def test_every_control_and_invisible_character_is_replaced_but_the_joiners_and_signs_that_are_seen() -> None:
    kept = {each for each in HIDDEN if visible(each) == each}

    # The rest are signs of Arabic, Syriac and Kaithi numbers: they have a shape and a width.
    assert {unicodedata.name(each).split()[0] for each in kept - {*JOINERS}} == {"ARABIC", "SYRIAC", "KAITHI"}


def test_letters_marks_signs_and_emoji_stay_as_they_are() -> None:
    changed = [hex(ord(each)) for each in EVERY if unicodedata.category(each)[0] in "LMNPS" and visible(each) != each]

    assert changed == []


def test_every_visible_text_has_a_width() -> None:
    assert [hex(ord(each)) for each in EVERY if cells(visible(each)) < 0] == []


def test_json_says_the_same_when_escaped() -> None:
    differing = [hex(ord(each)) for each in HIDDEN if json.loads(escape_json(json.dumps(each, ensure_ascii=False))) != each]

    assert differing == []
