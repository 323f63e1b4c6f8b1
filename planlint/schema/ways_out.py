"""What does not fit, in words for planners, with the way out: the word, code, date or form that was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from planlint.finding import FieldValue, FixKind, Hit, Remedy
from planlint.plan.codes import nearest_pool
from planlint.plan.names import codes_named, same_code
from planlint.schema.numbers import readings
from planlint.source.document import Path
from planlint.source.scalars import YAML_1_1_BOOLEANS, resolve

CODES = frozenset({"country", "place", "nationality", "language", "currency", "timezone"})
_DAYS = frozenset({"date", "moment", "date_or_open"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))?\Z")
_ITEM = re.compile(r"[A-Za-z0-9][\w+-]*\Z")
_ITEMS = re.compile(r"[A-Za-z0-9][\w+-]*(?: *, *[A-Za-z0-9][\w+-]*)+\Z")
_BULLETED = re.compile(r"(?:\A|\s)[\u2022\u00b7\u25aa\u25cf\u2013\u2014-]\s*\S")
_PERCENT = re.compile(r"(?P<number>[0-9]{1,3}(?:\.[0-9]+)?) ?%\Z")
_ENTRY = re.compile(r"\w+:\S")
_SIGNS = re.compile(r"[\s_-]+")


class Misfit(NamedTuple):
    """A hit of a PL diagnostic."""

    code: str
    hit: Hit


class Wanted(NamedTuple):
    """What belongs at a place: the ``kind`` (of PL002's messages), the words that are allowed, the states beside them, the kind of code.

    ``about`` says what the field is; ``estimate``: three numbers, low, best and high; ``of_sections``: a list, and its items are mappings.
    """

    kind: str
    words: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    about: str = ""
    code: str = ""
    bound: str | int = ""
    estimate: bool = False
    of_sections: bool = False


def way_out(path: Path, wanted: Wanted, given: object) -> Misfit:
    """What is said of a value that does not fit, and how to mend it."""
    if wanted.kind == "unknown_code" or (wanted.kind == "code" and isinstance(given, str)):
        return _unknown_code(path, wanted.code, given)
    if isinstance(given, list) and wanted.kind not in ("list", "mapping"):
        only = given[0] if len(given) == 1 and isinstance(given[0], str | int | float) else None
        return _told(path, "one", remedies=() if only is None else (Remedy("safe", "one", meant=only),))
    if isinstance(given, dict) and wanted.kind not in ("list", "mapping"):
        return _told(path, "one_value")
    if wanted.kind == "word":
        return _word(path, wanted, given)
    if wanted.kind in _DAYS and isinstance(given, str):
        return _day(path, wanted.kind, given)
    if wanted.kind in ("integer", "number", "boolean") and isinstance(given, str):
        return _number(path, wanted.kind, given)
    if wanted.kind == "text" and isinstance(given, bool | int | float):
        return _told(path, "text", remedies=(Remedy("safe", "quotes", meant=None),))
    if wanted.kind == "list" and isinstance(given, str | int) and not wanted.of_sections:
        return _list(path, given)
    if wanted.kind == "mapping":
        return _mapping(path, wanted, given)
    variant = wanted.kind if wanted.kind in _PLAIN else "other"
    return _told(path, variant, {"bound": wanted.bound})


_STATES = frozenset({"none", "unknown"})
_PLAIN = frozenset(
    {
        "boolean",
        "text",
        "too_long",
        "too_short",
        "id",
        "integer",
        "number",
        "list",
        "range",
        "date",
        "moment",
        "date_or_open",
        "duration",
        "code",
    }
)


def _told(path: Path, variant: str, fields: dict[str, FieldValue] | None = None, remedies: tuple[Remedy, ...] = ()) -> Misfit:
    return Misfit("PL002", Hit(path=path, variant=variant, fields=fields or {}, remedies=remedies))


def misread(path: Path, written: str, meant: Sequence[int | float]) -> Misfit:
    """A number that is written as some countries do, with what it may mean."""
    fields: dict[str, FieldValue] = {"written": written, "first": meant[0], "second": meant[-1]}
    kind: FixKind = "show" if len(meant) > 1 else "choose"
    remedies = tuple(Remedy(kind, "value", f"{each:.16g}", each) for each in meant) if "," not in written else ()
    return Misfit("PL012", Hit(path=path, variant="two" if len(meant) > 1 else "one", fields=fields, remedies=remedies))


def _word(path: Path, wanted: Wanted, given: object) -> Misfit:
    fields: dict[str, FieldValue] = {"allowed": (*wanted.words, *wanted.beside), "about": f" ({wanted.about})" if wanted.about else ""}
    near = nearest(given, wanted.words)
    if near is None:
        return _told(path, "word", fields)
    return _told(path, "word_near", {**fields, "nearest": near}, (_near(given, near, "value"),))


def _near(given: object, near: str, change: Any) -> Remedy:
    """The word that was meant: the same in other letters, or one that is like it."""
    return Remedy("safe" if _spelt(str(given)) == _spelt(near) else "choose", change, near, near)


def _spelt(word: str) -> str:
    return _SIGNS.sub("_", word.strip().casefold())


def _unknown_code(path: Path, kind: str, given: object) -> Misfit:
    if not isinstance(given, str):
        return _told(path, "code")
    bare = given.strip(_ROUND)
    if bare != given and (same := same_code(kind, bare)):
        return _code(path, kind, (same,), "choose")
    if given not in YAML_1_1_BOOLEANS and (same := same_code(kind, given)):
        return _code(path, kind, (same,), "safe")
    named = codes_named(kind, given)
    if not named and kind == "timezone" and (near := nearest(given, nearest_pool(kind))):
        named = (near,)
    return _code(path, kind, named, "choose" if len(named) == 1 else "show")


def _code(path: Path, kind: str, codes: tuple[str, ...], fix: FixKind) -> Misfit:
    if not codes:
        return Misfit("PL006", Hit(path=path, variant=kind))
    remedies = tuple(Remedy(fix, "value", code, code) for code in codes)
    return Misfit("PL006", Hit(path=path, variant=f"{kind}_near", fields={"nearest": " or ".join(codes)}, remedies=remedies))


def _day(path: Path, kind: str, given: str) -> Misfit:
    if _DAY.match(given):
        return _told(path, "no_such_day")
    from planlint.schema.dates import date_readings  # as above

    meant = [day.isoformat() for day in date_readings(given)]
    if not meant:
        return _told(path, "no_such_day" if re.match(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z", given) else kind)
    fix: FixKind = "choose" if len(meant) == 1 else "show"
    return _told(path, f"{kind}_near", {"nearest": " or ".join(meant)}, tuple(Remedy(fix, "value", day, day) for day in meant))


def _number(path: Path, kind: str, given: str) -> Misfit:
    if kind == "boolean" and given in YAML_1_1_BOOLEANS:
        yes = given.lower() in ("yes", "y", "on")
        return _told(path, kind, remedies=(Remedy("safe", "value", str(yes).lower(), yes),))
    if kind != "boolean" and (meant := readings(given)):
        return misread(path, given, meant)
    value = resolve(given.strip()) if given.strip() else given
    if isinstance(value, bool) if kind == "boolean" else type(value) in (int, float):
        return _told(path, kind if kind == "boolean" else f"{kind}_quoted", remedies=(Remedy("safe", "bare", meant=value),))
    if kind == "number" and (found := _PERCENT.match(given)):
        share = f"{float(found['number']) / 100:.6g}"
        return _told(path, "number_near", {"nearest": share}, (Remedy("show", "value", share, float(share)),))
    return _told(path, kind)


def _list(path: Path, given: str | int) -> Misfit:
    if isinstance(given, int) or (_ITEM.match(given) and given not in _STATES):
        return _told(path, "list_of_one", remedies=(Remedy("safe", "list", meant=[given]),))
    if _ITEMS.match(given):
        items = [item.strip() for item in given.split(",")]
        return _told(path, "list_of_several", remedies=(Remedy("choose", "list", meant=items),))
    return _told(path, "bulleted" if _BULLETED.search(given) else "list")


def _mapping(path: Path, wanted: Wanted, given: object) -> Misfit:
    if wanted.estimate and isinstance(given, int | float):
        return _told(path, "estimate")
    if isinstance(given, list):
        return _told(path, "mapping_not_list")
    return _told(path, "no_space" if isinstance(given, str) and _ENTRY.match(given) else "mapping")


def unknown_key(path: Path, known: Iterable[str]) -> Misfit:
    """A key that does not exist, with the one that was probably meant, and with a character in it that nobody sees."""
    from planlint.source.slips import odd_sign  # slow to import, and sound plans do without

    key = str(path[-1])
    near = nearest(key, known)
    fields: dict[str, FieldValue] = {} if near is None else {"nearest": near}
    remedies = () if near is None else (_near(key, near, "key"),)
    variant = "default" if near is None else "default_near"
    if sign := odd_sign(key):
        variant, fields = variant.replace("default", "character"), {**fields, "character": sign}
    return Misfit("PL005", Hit(path=path, part="key", variant=variant, fields=fields, remedies=remedies))


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    if not isinstance(word, str):
        return None
    lowered = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower().strip(_ROUND).replace(" ", "_").replace("-", "_")[:60], lowered, n=1, cutoff=0.6)
    close = close or difflib.get_close_matches(word.lower()[:60], lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None


_ROUND = " \u00a0\u201c\u201d\u2018\u2019\u2022\"'.,;"
