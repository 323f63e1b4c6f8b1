"""A document held against the plan's schema: the plan as far as it fits, and everything that does not.

Every misfit is reported. What does not fit is taken out of the plan, so that rules run on the rest, and a rule that asks for
it is told (`planlint.errors.CannotJudge`) instead of mistaking it for a value that was not stated.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from planlint.finding import Hit, Place, Remedy
from planlint.plan.codes import FORMER_PLACES
from planlint.plan.model import Plan
from planlint.plan.states import Section, State
from planlint.schema.extensions import attach, without_extensions
from planlint.schema.misfit import Fault, Misfit, faults, is_boolean_trap, misfit, misread
from planlint.schema.numbers import readings
from planlint.schema.overlay import KEY, NOTHING, Overlay
from planlint.schema.placeholders import Placeholders, find_placeholders
from planlint.schema.references import ids_written, references
from planlint.schema.shape import fields, shape_at
from planlint.source.document import Document, Path
from planlint.source.paths import texts_where, value_at

_MAX_MISFITS = 1000
_MAX_ERRORS = 10_000
"""Of pydantic's errors; a plan with more has nothing that a rule could judge."""
_GONE = object()
_COMPLICITY = ("situation", "official_complicity")


class Conformed(NamedTuple):
    """The plan as far as it fits (None where nothing does), the misfits, and the ids of the plan with the kinds of what they name."""

    plan: Plan | None
    misfits: tuple[Misfit, ...]
    ids: tuple[tuple[str, str], ...]


class Wording(NamedTuple):
    """How texts and numbers are read: which texts state nothing (PL011), and which currencies have three decimals (PL012)."""

    placeholders: Placeholders
    three_decimals: frozenset[str]


def conform(document: Document, overlay: Overlay = NOTHING, wording: Wording | None = None) -> Conformed:
    """Hold a document against the schema and the fields that an overlay opens: diagnostics PL002 to PL006, PL008, PL010 to PL012.

    Without a wording, every text states something and every number is what YAML makes of it.
    """
    found = [
        *islice(_duplicate_keys(document), _MAX_MISFITS),
        *islice(_boolean_traps(document), _MAX_MISFITS),
        *islice(_former_places(document.data), _MAX_MISFITS),
    ]
    data, unsaid, more = (document.data, [], []) if wording is None else _as_worded(document, wording, overlay)
    found += more
    extended = without_extensions(data, overlay) if overlay.schemas else None
    if extended is not None:
        data = extended.data
        found += extended.misfits
    if document.duplicates:
        data = _copy(data)
        for path in document.duplicates:
            _replace(data, path, delete=False)
    plan, data, more = _validated(data)
    found += more
    # What was taken out of the plan has ids too.
    ids = ids_written(document.data) if data is not document.data else {}
    if plan is not None:
        dangling, known = references(plan)
        ids |= known
        found += [*dangling, *_complicity_misfits(plan)]
        if unresolved := [each.hit.path for each in dangling if each.code == "PL003"]:
            data = _copy(data) if data is document.data else data
            for path in unresolved:
                _replace(data, path, delete=False)
            plan, data, _ = _validated(data)
        if plan is not None and data is not document.data:
            _sweep(plan, ())
        if plan is not None and extended is not None:
            attach(plan, extended.values)
    found = _told_once(document, found, unsaid)
    if len(found) > _MAX_MISFITS:
        found[_MAX_MISFITS:] = [Misfit("PL002", Hit(path=(), variant="many", fields={"limit": _MAX_MISFITS}))]
    return Conformed(plan, tuple(found), tuple(ids.items()))


def _validated(data: Any) -> tuple[Plan | None, Any, list[Misfit]]:
    """Validate; where something does not fit, take it out of a copy and validate again until the rest fits.

    What is only written otherwise (a safe remedy says how) is read as it is meant: it is told all the same, but no rule waits for it.
    """
    fitting: _Fitting | None = None
    while True:
        try:
            return Plan.model_validate(data), data, fitting.found if fitting else []
        except ValidationError as error:
            errors = error.errors(include_url=False)
        broken = faults(errors[:_MAX_ERRORS], data)
        fitting = fitting or _Fitting(_copy(data))
        data = fitting.data
        if not fitting.mend(broken) or len(errors) > _MAX_ERRORS:
            return None, data, fitting.found


class _Fitting:
    """A copy of a plan's data that is made to fit, and what was told of it."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.found: list[Misfit] = []
        self.taken: set[Path] = set()
        self.read_as_meant: set[Path] = set()

    def mend(self, broken: Sequence[Fault]) -> bool:
        """Take out what does not fit; False where that is the whole plan."""
        gone: set[Path] = set()
        for fault in broken:
            around = [fault.path[:length] for length in range(1, len(fault.path) + 1)]
            told = len(self.found) > _MAX_MISFITS or any(place in self.taken for place in around) or fault.path in self.read_as_meant
            if fault.input is not State.UNFIT and not told:
                self.found.append(misfit(Plan, fault))
                if self.is_read_as_meant(self.found[-1].hit):
                    continue
            if any(place in gone for place in around):
                continue  # Two items of a list take the list with them, not what is around it.
            place = fault.path
            while place in self.taken:
                place = place[:-1]
            if not place:
                return False
            self.taken.add(place)
            gone.add(place)
            _replace(self.data, place, delete=fault.kind == "extra_forbidden")
        return True

    def is_read_as_meant(self, hit: Hit) -> bool:
        """Whether a value is right but for how it is written, and is now read so."""
        if (remedy := _as_meant(hit)) is None:
            return False
        self.read_as_meant.add(hit.path)
        if remedy.change == "key":
            return _rename(self.data, hit.path, remedy.text)
        _put(self.data, hit.path, remedy.meant)
        return True


def _as_meant(hit: Hit) -> Remedy | None:
    """The remedy of a value that is right but for how it is written."""
    return next((each for each in hit.remedies if each.kind == "safe" and each.meant is not None), None)


def _misread_numbers(document: Document, three_decimals: frozenset[str]) -> Iterator[Misfit]:
    """Numbers that other countries read differently, where the schema takes a number."""
    currency = str(value_at(("finance", "currency"), document.data))
    for path, written in document.odd_numbers:
        shape = shape_at(Plan, path)
        is_number = KEY in path or (shape is not None and shape.kind in (int, float))
        if is_number and not (path[0] == "finance" and currency in three_decimals and "," not in written):
            yield misread(path, written, readings(written) or (value_at(path, document.data),))


def _as_worded(document: Document, wording: Wording, overlay: Overlay) -> tuple[Any, list[Path], list[Misfit]]:
    """The data without what states nothing or is misread (a copy where there is any), where texts state nothing, and the misfits."""
    unsaid, unnamed = find_placeholders(document.data, wording.placeholders, overlay)
    found = [*islice(_misread_numbers(document, wording.three_decimals), _MAX_MISFITS)]
    misread = [each.hit for each in found]
    data: Any = _copy(document.data) if unsaid or found else document.data
    for path in unsaid:
        _put(data, path, None)
    for hit in misread:
        _put(data, hit.path, State.UNFIT)
        if cut := str(hit.fields["written"]).partition(",")[2]:  # what a comma cut off is a key of its own to YAML
            _put(data, (*hit.path[:-1], cut), _GONE)
    found += (Misfit("PL011", Hit(path=path, variant="id", fields={"id": str(value_at(path, data))})) for path in unnamed)
    return data, unsaid, found


def _told_once(document: Document, found: Sequence[Misfit], unsaid: Sequence[Path]) -> list[Misfit]:
    """One misfit for each cause.

    A text that says nothing, a misread number, a word that older YAML takes for true or false: that the value does not fit is said with
    it. A key that is missing because it is misspelt is said with that.
    """
    places = frozenset(unsaid)
    told = places.union(each.hit.path for each in found if each.code == "PL012" or (each.code, each.hit.variant) == ("PL010", "boolean"))
    misspelt = {
        (*each.hit.path[:-1], each.hit.fields["nearest"]) for each in found if each.code == "PL005" and "nearest" in each.hit.fields
    }
    required = {each.hit.path for each in found if each.code == "PL002" and each.hit.path in places}
    other = [each for each in found if each.code != "PL002" or (each.hit.path not in told and not _is_misspelt(each.hit, misspelt))]
    said = ((path, "swallowed" if _is_swallowed(document, path) else "required" if path in required else "") for path in unsaid)
    return [*other, *(Misfit("PL011", Hit(path=path, variant=variant, state=State.NOT_STATED)) for path, variant in said)]


def _is_misspelt(hit: Hit, misspelt: Container[tuple[object, ...]]) -> bool:
    return hit.variant == "missing" and (*hit.path, hit.fields["key"]) in misspelt


_COMMENT = re.compile(r"[ \t]+#[ \t]*\S")


def _is_swallowed(document: Document, path: Path) -> bool:
    """Whether empty quotes stand before a comment that was meant to stand in them."""
    if value_at(path, document.data) != "":
        return False
    end = document.lines.offset(document.locate(path).end)
    return _COMMENT.match(document.text, end) is not None


def _copy(data: Any) -> Any:
    """A copy in which nothing is shared: an alias must not lose what only one of its places loses."""
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _replace(data: Any, path: Path, *, delete: bool) -> None:
    """Put "does not fit" at ``path``, or delete an unknown key."""
    _put(data, path, _GONE if delete else State.UNFIT)


def _rename(data: Any, path: Path, key: str) -> bool:
    """Put an entry under the key that was meant; False where that is taken."""
    around = value_at(path[:-1], data)
    if key in around:
        return False
    around[key] = around.pop(path[-1])
    return True


def _put(data: Any, path: Path, value: object) -> None:
    """Put a value at ``path``, as far as the path leads; `_GONE` deletes a key."""
    for step in path[:-1]:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    last = path[-1]
    if isinstance(data, dict) and isinstance(last, str):
        if value is _GONE:
            data.pop(last, None)
        else:
            data[last] = value
    elif isinstance(data, list) and isinstance(last, int) and last < len(data) and value is not _GONE:
        data[last] = value


def _sweep(section: Section, path: Path) -> None:
    """Take "does not fit" out of the built plan: who asks for it is told where it stood."""
    values = section.__dict__
    unfit: dict[str, Path] = {}
    for key, (attribute, _) in fields(type(section)).items():
        value, here = values.get(attribute), (*path, key)
        if _is_unfit(value):
            unfit[attribute] = here
        elif isinstance(value, Section):
            _sweep(value, here)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Section):
                    _sweep(item, (*here, index))
    if unfit:
        for attribute in unfit:
            del values[attribute]
        values["unfit"] = unfit


def _is_unfit(value: Any) -> bool:
    if isinstance(value, dict):
        return any(item is State.UNFIT for item in value.values())
    return value is State.UNFIT or getattr(value, "absence", None) is State.UNFIT


def _duplicate_keys(document: Document) -> Iterator[Misfit]:
    for path in document.duplicates:
        yield Misfit("PL008", Hit(path=path, part="second_key", places=(Place(path, "first", "key"),)))


def _boolean_traps(document: Document) -> Iterator[Misfit]:
    for path in document.bare_booleans:
        shape, word = shape_at(Plan, path), value_at(path, document.data)
        if shape is None or not is_boolean_trap(word, shape):
            continue
        if shape.kind is bool:
            meant = "true" if word.lower() in ("yes", "y", "on") else "false"
            remedies = (Remedy("safe", "value", meant),)
            yield Misfit("PL010", Hit(path=path, variant="boolean", fields={"word": word, "meant": meant}, remedies=remedies))
        else:
            yield Misfit("PL010", Hit(path=path, fields={"word": word}, remedies=(Remedy("safe", "quotes"),)))


def _former_places(data: dict[str, Any]) -> Iterator[Misfit]:
    """PL006 where a place has the code that it had before; it is read as the one that it has now."""
    for path in texts_where(data, FORMER_PLACES.__contains__):
        shape = shape_at(Plan, path)
        if shape is not None and shape.code == "place":
            code = str(value_at(path, data))
            remedies = (Remedy("safe", "value", FORMER_PLACES[code]),)
            yield Misfit("PL006", Hit(path=path, variant="former", fields={"code": code, "now": FORMER_PLACES[code]}, remedies=remedies))


def _complicity_misfits(plan: Plan) -> Iterator[Misfit]:
    """PL002 where agencies are listed as complicit although the level says that none is known."""
    situation = plan.__dict__["situation"]
    if not isinstance(situation, Section):
        return
    complicity = situation.official_complicity
    word = {"none_known": "none_known", State.UNKNOWN: "unknown"}.get(complicity.level)
    if complicity.agencies and word is not None:
        yield Misfit("PL002", Hit(path=(*_COMPLICITY, "level"), variant="complicity_level", fields={"level": word}))
