"""Numbers as other countries write them: ``1200.000``, ``450,000``, ``12 000``, ``1'200``, ``1.200,50``."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"(?P<whole>[0-9]{1,3}(?:[ \u00a0\u202f'\u2019_][0-9]{3})+|[0-9]+)(?P<rest>(?:[.,][0-9]+)*)\Z")
_BLANKS = re.compile(r"[ \u00a0\u202f'\u2019_]")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?P<rest>\.[0-9]+)?\Z")
"""Lakhs and crores: 12,34,567."""
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_THOUSANDS = 3


def readings(written: str) -> tuple[int | float, ...]:
    """What a text may mean as a number: two values where countries differ, one where they do not.

    None where it is no number, or is written as a plan writes one.
    """
    text = written.strip().removeprefix("+")
    if _INDIAN.match(text):
        plain = text.replace(",", "")
        return (float(plain) if "." in plain else int(plain),)
    found = _GROUPED.match(text)
    if found is None:
        return ()
    whole, rest = _BLANKS.sub("", found["whole"]), found["rest"]
    has_blanks = whole != found["whole"]
    if not rest:
        return (int(whole),) if has_blanks else ()
    meant = _with_signs(whole, rest, has_blanks=has_blanks)
    return () if len(meant) == 1 and _PLAIN.match(text) else meant


def _with_signs(whole: str, rest: str, *, has_blanks: bool) -> tuple[int | float, ...]:
    """The readings of digits and of what follows them behind points and commas."""
    signs, (*groups, last) = re.findall("[.,]", rest), re.split("[.,]", rest)[1:]
    apart = len(set(signs)) > 1
    if any(len(each) != _THOUSANDS for each in groups) or (groups and len(whole) > _THOUSANDS) or (apart and signs[-1] in signs[:-1]):
        return ()
    grouped, decimal = int(whole + "".join(groups) + last), float(f"{whole}{''.join(groups)}.{last}")
    if len(last) != _THOUSANDS or apart or has_blanks:
        return (decimal,) if not groups or apart else ()
    if groups:
        return (grouped,)
    return (decimal, grouped) if whole != "0" else (decimal,)
