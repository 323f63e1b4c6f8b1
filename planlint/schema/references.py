"""References and ids of a plan: which ids exist, which are twice there, which references lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

from planlint.finding import Hit, Place, Remedy
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


class _Refs(NamedTuple):
    """What one field refers to: one name, or a list of them."""

    path: Path
    names: tuple[str, ...]
    shape: Shape

    def place(self, index: int) -> Path:
        return (*self.path, index) if self.shape.is_list else self.path


_Ids = dict[Path, list[tuple[int, str]]]
"""The ids in each list of a plan, with the positions of their items."""


class References(NamedTuple):
    """What is wrong with the ids of a plan, and all of them with the kind of thing that each names; empty: several, or unknown."""

    misfits: list[Misfit]
    ids: dict[str, str]


def references(plan: Plan) -> References:
    """PL003 for references that lead nowhere, PL004 for ids that stand twice in one namespace."""
    refs: list[_Refs] = []
    ids: _Ids = {}
    _walk(plan, (), refs, ids)
    known: dict[str, set[str]] = {}
    for collection, namespace in _COLLECTIONS.items():
        known.setdefault(namespace, set()).update(name for _, name in ids.get(collection, ()))
    unfit = {namespace for collection, namespace in _COLLECTIONS.items() if _is_unfit(plan, collection)}
    open_refs = [ref for ref in refs if unfit.isdisjoint(_kinds(ref))] if unfit else refs
    return References([*_duplicates(ids), *_dangling(open_refs, known)], _named(plan, refs, ids))


def _named(plan: Plan, refs: list[_Refs], ids: _Ids) -> dict[str, str]:
    kinds = dict.fromkeys((name for ref in refs for name in ref.names), "")
    stated: dict[str, str] = {}
    about = plan.__dict__.get("plan")
    if isinstance(about, Section) and isinstance(name := about.__dict__.get("id"), str):
        stated[name] = "plan"
    for collection, items in ids.items():
        kind = _COLLECTIONS.get(collection) or _singular(collection[-1])
        for _, name in items:
            stated[name] = kind if stated.get(name, kind) == kind else ""
    return kinds | stated


def ids_written(data: object) -> dict[str, str]:
    """What stands in any field ``id``, whether it fits the schema or not, with the kind that the list around it speaks of."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, object]] = [("", data)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(name := value.get("id"), str):
                found.setdefault(name, _singular(key))
            waiting.extend(value.items())
        elif isinstance(value, list):
            waiting.extend((key, item) for item in value)
    return found


def _singular(key: str | int) -> str:
    """What the entries of a list are called: ``routes`` holds a route."""
    return str(key).removesuffix("s")


def _is_unfit(plan: Plan, collection: Path) -> bool:
    """Whether a collection does not fit the schema: its entries are told already, and nobody knows their ids."""
    value: object = plan
    for step in collection:
        value = value.__dict__.get(str(step)) if isinstance(value, Section) else value
        if value is State.UNFIT or getattr(value, "absence", None) is State.UNFIT:
            return True
    return False


def _walk(section: Section, path: Path, refs: list[_Refs], ids: _Ids) -> None:
    """Note the references and ids at or below a section.

    What is not there is an empty list or a section with an absence; asking for that is much faster than asking for a model's type.
    """
    values = section.__dict__
    for key, attribute, shape in _relevant(type(section)):
        value = values.get(attribute)
        if shape.refs is not None:
            names = (value,) if isinstance(value, str) else value
            if names and isinstance(names, tuple):
                refs.append(_Refs((*path, key), names, shape))
        elif not shape.is_list:
            if getattr(value, "absence", State.UNFIT) is None:
                _walk(cast(Section, value), (*path, key), refs, ids)
        elif value and isinstance(value, tuple):
            here = (*path, key)
            if named := [(index, name) for index, item in enumerate(value) if isinstance(name := item.__dict__.get("id"), str)]:
                ids[here] = named
            if _relevant(cast(type[Section], shape.kind)):
                for index, item in enumerate(value):
                    _walk(item, (*here, index), refs, ids)


@cache
def _relevant(section: type[Section]) -> tuple[tuple[str, str, Shape], ...]:
    """The fields of a section that refer to something or hold what does or has an id: key, attribute and shape."""
    return tuple(
        (key, attribute, shape) for key, (attribute, shape) in fields(section).items() if shape.refs is not None or _has_relevant(shape)
    )


def _has_relevant(shape: Shape) -> bool:
    if not (isinstance(shape.kind, type) and issubclass(shape.kind, Section)):
        return False
    return (shape.is_list and "id" in fields(shape.kind)) or bool(_relevant(shape.kind))


def _duplicates(ids: _Ids) -> Iterator[Misfit]:
    seen: dict[object, dict[str, Path]] = {}
    for collection, items in ids.items():
        namespace: object = _COLLECTIONS.get(collection, collection)
        firsts = seen.setdefault("node" if namespace in _NODES else namespace, {})
        for index, name in items:
            path = (*collection, index, "id")
            if firsts.setdefault(name, path) is not path:
                yield Misfit("PL004", Hit(path=path, fields={"id": name}, places=(Place(firsts[name], "first"),)))


def _kinds(ref: _Refs) -> tuple[Namespace, ...]:
    """Where a reference may lead."""
    assert ref.shape.refs is not None
    return ref.shape.refs.namespaces


def _dangling(refs: list[_Refs], known: dict[str, set[str]]) -> Iterator[Misfit]:
    suggestions = 0
    fit: dict[tuple[Namespace, ...], set[str]] = {}
    for ref in refs:
        kinds = _kinds(ref)
        if kinds not in fit:
            fit[kinds] = set[str]().union(*(known.get(kind, ()) for kind in kinds))
        for index, name in enumerate(ref.names):
            if name in fit[kinds]:
                continue
            path, fields = ref.place(index), {"id": name, "kinds": " or ".join(kinds)}
            if (elsewhere := next((kind for kind, names in known.items() if name in names), None)) is not None:
                yield Misfit("PL003", Hit(path=path, variant="other_kind", fields={**fields, "kind": elsewhere}))
                continue
            suggestions += 1
            near = _nearest_id(name, fit[kinds]) if suggestions <= _MAX_SUGGESTIONS else None
            if near is not None:
                remedies = (Remedy("choose", "value", near, near),)
                yield Misfit("PL003", Hit(path=path, variant="default_near", fields={**fields, "nearest": near}, remedies=remedies))
            else:
                yield Misfit("PL003", Hit(path=path, fields=fields))


def _nearest_id(name: str, names: set[str]) -> str | None:
    return nearest(name, sorted(names)) if len(names) <= _MAX_CANDIDATES else None
