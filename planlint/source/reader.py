"""YAML text to a document, in one pass over the parser's events."""

from __future__ import annotations

import codecs
import re
from functools import partial
from itertools import tee
from typing import Any, NamedTuple

from ruamel.yaml import events as ev
from ruamel.yaml.error import YAMLError

from planlint.errors import Unreadable
from planlint.source.document import MAX_BYTES, Document, Path
from planlint.source.events import after_properties, is_merge_key, parser, plain_words, syntax_error
from planlint.source.marks import marks_of
from planlint.source.scalars import ODD_WORDS, STARTS_OF_NUMBERS, YAML_1_1_BOOLEANS, Scalar, number, resolve

MAX_DEPTH = 100
MAX_NODES = 100_000
"""Values in a plan, with every alias counted as often as it is used."""

# All but YAML 1.2.2's production [1] c-printable, and the three line breaks of YAML 1.1 that end no line in 1.2 (U+0085, U+2028 and
# U+2029): the C parser still breaks lines there, and with them comments.
_NOT_ALLOWED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CORE_TAG = "tag:yaml.org,2002:"


def read(raw: bytes, name: str) -> Document:
    """Read a plan.

    Raises `Unreadable` for anything that is not one YAML mapping within the limits.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable("too_large", "", 0, {"limit": MAX_BYTES // 1024})
    return read_text(decode(raw), name)


def read_text(text: str, name: str) -> Document:
    """Read a plan from text that is already decoded."""
    if found := _NOT_ALLOWED.search(text):
        raise Unreadable("control_character", text, found.start(), {"character": f"U+{ord(found.group()):04X}"})
    return _Builder(text, name).document()


def decode(raw: bytes) -> str:
    """UTF-8, with or without a byte order mark, or UTF-16 with one."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decode(raw[len(bom) :], encoding)
    return _decode(raw, "utf-8")


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding)
        raise Unreadable("encoding", before, len(before), {"encoding": encoding.upper()}) from None


class _Anchored(NamedTuple):
    """What an anchor stands for: data, and how many values it holds."""

    data: Any
    size: int


_SCALAR, _SEQUENCE_END, _MAPPING_END = ev.ScalarEvent, ev.SequenceEndEvent, ev.MappingEndEvent


class _Builder:
    """Builds data. This is where checking a plan spends most of its time."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        # Once for the data, and once more for the marks if anybody asks for them: parsing costs more than either.
        events, self.events = tee(iter(parser(text), None))
        self.next_event = events.__next__
        self.anchors: dict[str, _Anchored | None] = {}
        self.duplicates: list[Path] = []
        self.bare_booleans: list[Path] = []
        self.path: list[str | int] = []
        self.nodes = 0
        self.latest: Any = None

    def document(self) -> Document:
        try:
            data = self.root()
        except YAMLError as error:
            offset = self.latest.start_mark.index if self.latest is not None else 0
            raise syntax_error(self.text, error, offset) from None
        marks = partial(marks_of, self.text, self.events)
        return Document(self.name, self.text, data, marks, tuple(self.duplicates), tuple(self.bare_booleans))

    def root(self) -> dict[str, Any]:
        data: Any = None
        start = None
        while not isinstance(event := self.next_event(), ev.StreamEndEvent):
            if isinstance(event, ev.DocumentStartEvent):
                if start is not None:
                    raise self.unreadable("several_documents", event.start_mark.index)
                event = self.next_event()
                start = self.start(event)
                data = self.node(event)
        if isinstance(data, dict):
            return data
        raise self.unreadable("empty" if data is None else "not_a_mapping", start or 0)

    def unreadable(self, variant: str, offset: int, **fields: str | int) -> Unreadable:
        return Unreadable(variant, self.text, min(offset, len(self.text)), fields)

    def start(self, event: Any) -> int:
        """Where a value starts, its anchor and tag left out."""
        start: int = event.start_mark.index
        if isinstance(event, ev.AliasEvent) or (event.anchor is None and event.ctag is None):
            return start
        return after_properties(self.text, start, event.end_mark.index if isinstance(event, ev.ScalarEvent) else len(self.text))

    def node(self, event: Any) -> Any:
        kind = type(event)
        before = self.nodes
        data: Any
        if kind is _SCALAR:
            data = self.scalar(event)
            if not event.style and event.value in YAML_1_1_BOOLEANS:
                self.bare_booleans.append(tuple(self.path))
        elif kind is ev.AliasEvent:
            return self.alias(event)
        else:
            if len(self.path) >= MAX_DEPTH:
                raise self.unreadable("too_deep", event.start_mark.index, limit=MAX_DEPTH)
            if event.anchor is not None:
                self.anchors[event.anchor] = None
            data = self.mapping(event) if kind is ev.MappingStartEvent else self.sequence(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(data, self.nodes - before)
        return data

    def count(self, event: Any, size: int = 1) -> None:
        self.latest = event
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise self.unreadable("too_many_values", event.start_mark.index, limit=MAX_NODES)

    def simple(self, event: Any) -> Scalar:
        """A scalar without anchor and tag, as nearly every one is; the same as `node` would give, and faster."""
        if event.style:
            return self.scalar(event)
        self.latest = event
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.count(event, 0)
        value: str = event.value
        if value in ODD_WORDS:
            if value in YAML_1_1_BOOLEANS:
                self.bare_booleans.append(tuple(self.path))
            return resolve(value)
        return number(value) if value[0] in STARTS_OF_NUMBERS else value

    def scalar(self, event: Any) -> Scalar:
        self.count(event)
        style, tag = event.style, event.tag
        if style == '"' and _SURROGATE.search(event.value):
            raise self.unreadable("syntax", self.start(event), reason=plain_words("invalid Unicode character escape"))
        if tag is not None and tag != "!":
            return self.tagged(event)
        value: Scalar = event.value
        return value if style or not event.implicit[0] else resolve(event.value)

    def tagged(self, event: Any) -> Scalar:
        tag = str(event.tag)
        value = resolve(event.value)
        accepted: dict[str, tuple[type, ...]] = {"int": (int,), "float": (float, int), "bool": (bool,), "null": (type(None),)}
        name = tag.removeprefix(_CORE_TAG)
        if name == tag or name not in {*accepted, "str"}:
            raise self.unreadable("unknown_tag", event.start_mark.index)
        if name == "str":
            return str(event.value)
        if not isinstance(value, accepted[name]) or (name in ("int", "float") and isinstance(value, bool)):
            raise self.unreadable("tag_misfit", event.start_mark.index, kind=name)
        return value

    def alias(self, event: Any) -> Any:
        start = event.start_mark.index
        if event.anchor not in self.anchors:
            raise self.unreadable("syntax", start, reason=plain_words("found undefined alias"))
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise self.unreadable("recursive_alias", start)
        self.count(event, anchored.size)
        return anchored.data

    def collection(self, event: Any, kind: str) -> None:
        """Count a collection, refuse a tag that is not its own."""
        self.count(event)
        if event.ctag is not None and event.tag not in ("!", _CORE_TAG + kind):
            raise self.unreadable("unknown_tag", event.start_mark.index)

    def sequence(self, event: Any) -> list[Any]:
        self.collection(event, "seq")
        data: list[Any] = []
        path, next_event = self.path, self.next_event
        path.append(0)
        while (kind := type(item := next_event())) is not _SEQUENCE_END:
            path[-1] = len(data)
            data.append(self.simple(item) if kind is _SCALAR and item.anchor is None and item.ctag is None else self.node(item))
        path.pop()
        return data

    def mapping(self, event: Any) -> dict[str, Any]:
        self.collection(event, "map")
        data: dict[str, Any] = {}
        merged: list[tuple[Any, int]] = []
        path, next_event = self.path, self.next_event
        path.append("")
        while type(of_key := next_event()) is not _MAPPING_END:
            if type(of_key) is _SCALAR and not of_key.style and of_key.ctag is None and of_key.anchor is None:  # nearly every key
                key = of_key.value
                self.latest = of_key
                self.nodes += 1
            else:
                key = self.key(of_key)
            path[-1] = key
            event = next_event()
            value = self.simple(event) if type(event) is _SCALAR and event.anchor is None and event.ctag is None else self.node(event)
            if key in data:
                self.duplicates.append(tuple(path))
                continue
            data[key] = value
            if key == "<<" and is_merge_key(of_key):
                merged.append((value, self.start(event)))
        path.pop()
        if merged:
            self.merge(data, merged)
        return data

    def key(self, event: Any) -> str:
        """A key as text, whatever it looks like."""
        kind = type(event)
        if kind is ev.AliasEvent:
            value = self.alias(event)
            if isinstance(value, str):
                return value
        if kind is not _SCALAR:
            raise self.unreadable("key", event.start_mark.index)
        self.scalar(event)
        key = str(event.value)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(key, 1)
        return key

    def merge(self, data: dict[str, Any], merged: list[tuple[Any, int]]) -> None:
        """The merge key of YAML 1.1 (yaml.org/type/merge.html): keys stated in the mapping win, then the earlier source."""
        del data["<<"]
        for value, start in merged:
            for source in value if isinstance(value, list) else [value]:
                if not isinstance(source, dict):
                    raise self.unreadable("merge", start)
                for key, inherited in source.items():
                    data.setdefault(key, inherited)
