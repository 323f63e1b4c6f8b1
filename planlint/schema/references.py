"""References and ids of a plan: which ids exist, which are twice there, which references lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from planlint.finding import Hit, Place
from planlint.plan.model import Plan
from planlint.plan.states import Section, State
from planlint.plan.values import Namespace
from planlint.schema.misfit import Misfit, nearest
from planlint.schema.shape import Shape, fields
from planlint.source.document import Path

_COLLECTIONS: dict[Path, Namespace] = {
    ("organisations",): "organisation",
    ("personnel",): "personnel",
    ("parties", "suspects"): "suspect",
    ("parties", "entities"): "entity",
    ("phases",): "phase",
    ("services",): "service",
    ("situation", "premises"): "premises",
    ("population", "groups"): "group",
    ("consent", "stages"): "stage",
    ("legal", "authorisations"): "authorisation",
    ("legal", "statutes"): "statute",
    ("finance", "lines"): "line",
}
_MAX_SUGGESTIONS, _MAX_CANDIDATES = 200, 500
"""Looking for the id that was meant takes long; a plan beyond these numbers does without."""
_NODES = frozenset({"organisation", "personnel", "suspect", "entity"})


class _Ref(NamedTuple):
    path: Path
    name: str
    shape: Shape


class _Entry(NamedTuple):
    path: Path
    name: str


def reference_misfits(plan: Plan) -> list[Misfit]:
    """PL003 for references that lead nowhere, PL004 for ids that stand twice in one namespace."""
    refs: list[_Ref] = []
    entries: dict[Path, list[_Entry]] = {}
    _walk(plan, (), refs, entries)
    known: dict[str, set[str]] = {}
    for collection, namespace in _COLLECTIONS.items():
        known.setdefault(namespace, set()).update(entry.name for entry in entries.get(collection, ()))
    unfit = {namespace for collection, namespace in _COLLECTIONS.items() if _is_unfit(plan, collection)}
    open_refs = [ref for ref in refs if ref.shape.refs is not None and unfit.isdisjoint(ref.shape.refs.namespaces)]
    return [*_duplicates(entries), *_dangling(open_refs, known)]


def _is_unfit(plan: Plan, collection: Path) -> bool:
    """Whether a collection does not fit the schema: its entries are told already, and nobody knows their ids."""
    value: object = plan
    for step in collection:
        value = value.__dict__.get(str(step)) if isinstance(value, Section) else value
        if State.UNFIT in (value, getattr(value, "absence", None)):
            return True
    return False


def _walk(section: Section, path: Path, refs: list[_Ref], entries: dict[Path, list[_Entry]]) -> None:
    values = section.__dict__
    for key, attribute, shape in _relevant(type(section)):
        value = values.get(attribute)
        here = (*path, key)
        if shape.refs is not None:
            if isinstance(value, str):
                refs.append(_Ref(here, value, shape))
            elif isinstance(value, tuple) and _readable(value):
                refs.extend(_Ref((*here, index), name, shape) for index, name in enumerate(value))
        elif isinstance(value, Section):
            if value.absence is None:
                _walk(value, here, refs, entries)
        elif isinstance(value, tuple) and _readable(value) and value and isinstance(value[0], Section):
            for index, item in enumerate(value):
                if isinstance(name := item.__dict__.get("id"), str):
                    entries.setdefault(here, []).append(_Entry((*here, index), name))
                _walk(item, (*here, index), refs, entries)


@cache
def _relevant(section: type[Section]) -> tuple[tuple[str, str, Shape], ...]:
    """The fields of a section that refer to something or hold sections: key, attribute and shape."""
    return tuple(
        (key, attribute, shape)
        for key, (attribute, shape) in fields(section).items()
        if shape.refs is not None or (isinstance(shape.kind, type) and issubclass(shape.kind, Section))
    )


def _readable(value: tuple[object, ...]) -> bool:
    absence = getattr(value, "absence", None)
    return absence is not State.UNFIT


def _duplicates(entries: dict[Path, list[_Entry]]) -> Iterator[Misfit]:
    seen: dict[tuple[object, str], Path] = {}
    for collection, items in entries.items():
        namespace: object = _COLLECTIONS.get(collection, collection)
        for entry in items:
            key = ("node" if namespace in _NODES else namespace, entry.name)
            if key in seen:
                first = Place((*seen[key], "id"), "first")
                yield Misfit("PL004", Hit(path=(*entry.path, "id"), fields={"id": entry.name}, places=(first,)))
            else:
                seen[key] = entry.path


def _dangling(refs: list[_Ref], known: dict[str, set[str]]) -> Iterator[Misfit]:
    suggestions = 0
    for ref in refs:
        assert ref.shape.refs is not None
        kinds = tuple(ref.shape.refs.namespaces)
        if any(ref.name in known.get(kind, ()) for kind in kinds):
            continue
        fields = {"id": ref.name, "kinds": " or ".join(kinds)}
        if (elsewhere := next((kind for kind, names in known.items() if ref.name in names), None)) is not None:
            yield Misfit("PL003", Hit(path=ref.path, variant="other_kind", fields={**fields, "kind": elsewhere}))
            continue
        suggestions += 1
        near = _nearest_id(ref.name, kinds, known) if suggestions <= _MAX_SUGGESTIONS else None
        if near is not None:
            yield Misfit("PL003", Hit(path=ref.path, variant="default_near", fields={**fields, "nearest": near}))
        else:
            yield Misfit("PL003", Hit(path=ref.path, fields=fields))


def _nearest_id(name: str, kinds: tuple[Namespace, ...], known: dict[str, set[str]]) -> str | None:
    names = set[str]().union(*(known.get(kind, set()) for kind in kinds))
    return nearest(name, sorted(names)) if len(names) <= _MAX_CANDIDATES else None
