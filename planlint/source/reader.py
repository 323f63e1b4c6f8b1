"""From YAML text to a document, in one pass over the parser's events."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from ruamel.yaml import events as ev
from ruamel.yaml.error import YAMLError

from planlint.errors import Unreadable
from planlint.source.document import MAX_BYTES, Document, Path
from planlint.source.events import inherit, is_merge_key, plain_words, start_of, syntax_error, with_either
from planlint.source.marks import AliasNode, CollectionNode, Node, marks_of
from planlint.source.scalars import CUT_BY_COMMA, ODD_WORDS, STARTS_OF_NUMBERS, THREE_DECIMALS, YAML_1_1_BOOLEANS, Scalar, number, resolve

MAX_DEPTH = 100
"""How deep collections may nest. Each level is a level of recursion here and wherever a plan is walked; the examples have 7."""
MAX_NODES = 100_000
"""How many values a plan may have, each alias counted with all that it repeats: a few lines of aliases can stand for billions."""

# What is not in YAML 1.2.2's production [1] c-printable; and the three characters that end a line in YAML 1.1 only (U+0085, U+2028
# and U+2029), where the C parser still ends lines, and thereby comments.
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
    return with_either(text, lambda make: _Builder(text, name, make(text)).document())


def encoding_of(raw: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding of a text: UTF-8, with or without a mark, or UTF-16 with one."""
    return next(((bom, encoding) for bom, encoding in _BOMS if raw.startswith(bom)), (b"", "utf-8"))


def decode(raw: bytes) -> str:
    """The text in the encoding that its first bytes say."""
    bom, encoding = encoding_of(raw)
    return _decode(raw[len(bom) :], encoding)


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding)
        raise Unreadable("encoding", before, len(before), {"encoding": encoding.upper()}) from None


class _Anchored(NamedTuple):
    """What an anchor stands for: its data, its node, and how many values it holds."""

    data: Any
    node: Node
    size: int


_SCALAR, _SEQUENCE_END, _MAPPING_END = ev.ScalarEvent, ev.SequenceEndEvent, ev.MappingEndEvent


class _Builder:
    """Builds the data of a plan and, beside it, the nodes that its marks are made of.

    Checking a plan spends most of its time here. So scalars and keys without anchor and tag, as nearly all are, have a shorter way
    through the two loops in `sequence` and `mapping`; everything rarer goes through `value` and `key`.
    """

    def __init__(self, text: str, name: str, next_event: Callable[[], Any]) -> None:
        self.text = text
        self.name = name
        self.next_event = next_event
        self.anchors: dict[str, _Anchored | None] = {}
        self.duplicates: list[tuple[Path, Any]] = []
        self.bare_booleans: list[Path] = []
        self.odd_numbers: list[tuple[Path, str]] = []
        self.path: list[str | int] = []
        self.size = 0
        self.latest: Any = None

    def document(self) -> Document:
        try:
            data, node = self.root()
        except YAMLError as error:
            offset = self.latest.start_mark.index if self.latest is not None else 0
            raise syntax_error(self.text, error, offset) from None
        marks = partial(marks_of, self.text, node, tuple(self.duplicates))
        return Document(
            self.name,
            self.text,
            data,
            marks,
            tuple(path for path, _ in self.duplicates),
            tuple(self.bare_booleans),
            tuple(self.odd_numbers),
        )

    def root(self) -> tuple[dict[str, Any], Node]:
        data: Any = None
        node: Node = None
        start = None
        while not isinstance(event := self.next_event(), ev.StreamEndEvent):
            if isinstance(event, ev.DocumentStartEvent):
                if start is not None:
                    raise self.unreadable("several_documents", event.start_mark.index)
                event = self.next_event()
                start = start_of(event, self.text)
                data, node = self.value(event)
        if isinstance(data, dict):
            return data, node
        raise self.unreadable("empty" if data is None else "not_a_mapping", start or 0)

    def unreadable(self, variant: str, offset: int, **fields: str | int) -> Unreadable:
        return Unreadable(variant, self.text, min(offset, len(self.text)), fields)

    def value(self, event: Any) -> tuple[Any, Node]:
        """Any value, and its node."""
        kind = type(event)
        before = self.size
        data: Any
        node: Node = event
        if kind is _SCALAR:
            data = self.scalar(event)
            if not event.style and event.value in YAML_1_1_BOOLEANS:
                self.bare_booleans.append(tuple(self.path))
            elif type(data) in (int, float):
                self.note_odd_number(event)
        elif kind is ev.AliasEvent:
            anchored = self.alias(event)
            return anchored.data, AliasNode(event, anchored.node)
        else:
            if len(self.path) >= MAX_DEPTH:
                raise self.unreadable("too_deep", event.start_mark.index, limit=MAX_DEPTH)
            if event.anchor is not None:
                self.anchors[event.anchor] = None
            data, node = self.mapping(event) if kind is ev.MappingStartEvent else self.sequence(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(data, node, self.size - before)
        return data, node

    def count(self, event: Any, size: int = 1) -> None:
        self.latest = event
        self.size += size
        if self.size > MAX_NODES:
            raise self.unreadable("too_many_values", event.start_mark.index, limit=MAX_NODES)

    def simple(self, event: Any) -> Scalar:
        """A scalar without anchor and tag: what `value` would return, only faster."""
        if event.style:
            return self.scalar(event)
        self.latest = event
        self.size += 1
        if self.size > MAX_NODES:
            self.count(event, 0)
        value: str = event.value
        if value in ODD_WORDS:
            if value in YAML_1_1_BOOLEANS:
                self.bare_booleans.append(tuple(self.path))
            return resolve(value)
        if value[0] not in STARTS_OF_NUMBERS:
            return value
        found = number(value)
        if type(found) is not str:
            self.note_odd_number(event)
        return found

    def note_odd_number(self, event: Any) -> None:
        """Remember a number that other countries read differently: with three decimals, or cut by a comma that ends an entry here."""
        value: str = event.value
        if isinstance(self.path[-1], str) and (cut := CUT_BY_COMMA.match(self.text, event.end_mark.index)):
            self.odd_numbers.append((tuple(self.path), value + cut[0]))
        elif value[-4:-3] == "." and THREE_DECIMALS.match(value):
            self.odd_numbers.append((tuple(self.path), value))

    def scalar(self, event: Any) -> Scalar:
        self.count(event)
        style, tag = event.style, event.tag
        if style == '"' and _SURROGATE.search(event.value):
            self.join_surrogates(event)
        if tag is not None and tag != "!":
            return self.tagged(event)
        value: Scalar = event.value
        return value if style or not event.implicit[0] else resolve(event.value)

    def join_surrogates(self, event: Any) -> None:
        r"""Two escapes that stand for one character, as JSON writes them: ``\ud83d\ude00``."""
        try:
            event.value = event.value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            reason = plain_words("invalid Unicode character escape")
            raise self.unreadable("syntax", start_of(event, self.text), reason=reason) from None

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

    def alias(self, event: Any) -> _Anchored:
        start = event.start_mark.index
        if event.anchor not in self.anchors:
            raise self.unreadable("syntax", start, reason=plain_words("found undefined alias"))
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise self.unreadable("recursive_alias", start)
        self.count(event, anchored.size)
        return anchored

    def collection(self, event: Any, kind: str) -> None:
        """Count a collection, and refuse any tag but its own."""
        self.count(event)
        if event.ctag is not None and event.tag not in ("!", _CORE_TAG + kind):
            raise self.unreadable("unknown_tag", event.start_mark.index)

    def sequence(self, begin: Any) -> tuple[list[Any], CollectionNode]:
        self.collection(begin, "seq")
        data: list[Any] = []
        nodes: list[Node] = []
        path, next_event = self.path, self.next_event
        path.append(0)
        while (kind := type(event := next_event())) is not _SEQUENCE_END:
            path[-1] = len(data)
            if kind is _SCALAR and event.anchor is None and event.ctag is None:
                value, node = self.simple(event), event
            else:
                value, node = self.value(event)
            data.append(value)
            nodes.append(node)
        path.pop()
        return data, (begin, event, nodes)

    def mapping(self, begin: Any) -> tuple[dict[str, Any], CollectionNode]:
        self.collection(begin, "map")
        data: dict[str, Any] = {}
        nodes: list[Node] = []
        merged_at: int | None = None
        path, next_event = self.path, self.next_event
        path.append("")
        while type(of_key := next_event()) is not _MAPPING_END:
            if type(of_key) is _SCALAR and not of_key.style and of_key.ctag is None and of_key.anchor is None:  # nearly every key
                key = of_key.value
                self.latest = of_key
                self.size += 1
            else:
                key, of_key = self.key(of_key)
            path[-1] = key
            event = next_event()
            if type(event) is _SCALAR and event.anchor is None and event.ctag is None:
                value, node = self.simple(event), event
            else:
                value, node = self.value(event)
            nodes.append(of_key)
            nodes.append(node)
            if key in data:
                self.duplicates.append((tuple(path), of_key))
                continue
            data[key] = value
            if key == "<<" and is_merge_key(of_key):
                merged_at = start_of(event, self.text)
        path.pop()
        if merged_at is not None:
            self.merge(data, merged_at)
        return data, (begin, of_key, nodes)

    def key(self, event: Any) -> tuple[str, Node]:
        """A key as text, even where it looks like a number, and its node."""
        kind = type(event)
        if kind is ev.AliasEvent:
            anchored = self.alias(event)
            if isinstance(anchored.data, str):
                return anchored.data, AliasNode(event, anchored.node)
        if kind is not _SCALAR:
            raise self.unreadable("key", event.start_mark.index)
        self.scalar(event)
        key = str(event.value)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(key, event, 1)
        return key, event

    def merge(self, data: dict[str, Any], start: int) -> None:
        """Put in place what a merge key brings in; ``start`` is where its value starts."""
        sources = data["<<"] if isinstance(data["<<"], list) else [data["<<"]]
        if not all(isinstance(source, dict) for source in sources):
            raise self.unreadable("merge", start)
        inherit(data, sources)
