"""Numbers as other countries write them: ``1200.000``, ``450,000``, ``12 000``, ``1'200``, ``1.200,50``."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"(?P<whole>[0-9]{1,3}(?:[ \u00a0\u202f'\u2019_][0-9]{3})+|[0-9]+)(?P<rest>(?:[.,][0-9]+)*)\Z")
_BLANKS = re.compile(r"[ \u00a0\u202f'\u2019_]")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?P<rest>\.[0-9]+)?\Z")
"""Lakhs and crores: 12,34,567."""
_THOUSANDS = 3


def readings(written: str) -> tuple[int | float, ...]:
    """What a text may mean as a number: two values where countries differ, one where they do not, none where it is no number."""
    if _INDIAN.match(written.strip()):
        plain = written.strip().replace(",", "")
        return (float(plain) if "." in plain else int(plain),)
    found = _GROUPED.match(written.strip())
    if found is None:
        return ()
    whole, rest = _BLANKS.sub("", found["whole"]), found["rest"]
    signs, parts = re.findall("[.,]", rest), re.split("[.,]", rest)[1:]
    if not signs:
        return (int(whole),) if whole != written.strip() else ()
    *groups, last = parts
    apart = len(set(signs)) > 1
    if any(len(each) != _THOUSANDS for each in groups) or (groups and len(whole) > _THOUSANDS) or (apart and signs[-1] in signs[:-1]):
        return ()
    grouped = int(whole + "".join(parts))
    decimal = float(f"{whole}{''.join(groups)}.{last}")
    if len(last) != _THOUSANDS or apart or _BLANKS.search(found["whole"]):
        return (decimal,) if not groups or apart else ()
    if groups:
        return (grouped,)
    return (decimal, grouped) if whole != "0" else (decimal,)
