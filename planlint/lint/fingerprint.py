"""What a finding is recognised by when lines move, words change or other findings are mended: rule, plan, place by ids, kind of message."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from planlint.source.document import Path
from planlint.source.paths import value_at

_NATURAL_KEYS = (
    ("rule", "path"),
    ("from", "to", "type"),
    ("to", "type"),
    ("role", "org"),
    ("tag",),
    ("path",),
    ("with",),
    ("phase",),
    ("org",),
    ("for", "type"),
    ("type", "country"),
)
"""What tells the items of a list without ids apart, best first. None of it names a person, so that nobody can guess names by it."""


def fingerprint(code: str, identity: str, variant: str, place: Sequence[str]) -> str:
    """The fingerprint, version 1, of what a rule says of a place, or of a cause, in the plan that is known as ``identity``."""
    words = "\0".join((code, identity, variant, *place))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def lasting(path: Path, data: Any) -> str:
    """A path in which no list position stands: an item is known by its id, else by its natural key, else by all that it says."""
    return json.dumps([_lasting_step(path, depth, data) for depth in range(len(path))], ensure_ascii=False)


def place_of(path: Path, data: Any) -> str:
    """What a lasting path is recognised by, without its words."""
    return hashlib.sha256(lasting(path, data).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lasting_step(path: Path, depth: int, data: Any) -> object:
    step = path[depth]
    if not isinstance(step, int):
        return step
    return _name(value_at(path[: depth + 1], data))


def _name(item: Any) -> object:
    """How an item of a list is known; two items that say the same have the same name."""
    if isinstance(item, dict):
        for keys in (("id",), *_NATURAL_KEYS):
            if isinstance(item.get(keys[0]), str):
                return {key: item[key] for key in keys if isinstance(item.get(key), str)}
    said = json.dumps(item, ensure_ascii=False, sort_keys=True, default=str)
    return {"digest": hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()}
