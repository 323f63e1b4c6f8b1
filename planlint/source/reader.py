"""YAML text to a document, in one pass over the parser's events.

The C parser's events are used where ``ruamel.yaml.clib`` is installed and the pure parser's where it is not; a text that both take
gives the same document, and what each refuses of YAML 1.2 is listed in ``tests/source/yaml_suite_differences.txt``.

The C *composer* is never used: deep nesting ends the process there.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from planlint.errors import Unreadable
from planlint.source.document import MAX_BYTES, Document, DuplicateKey, Mark, Path
from planlint.source.places import Alias, Collection, Place, children_of, extent_of, mark_of
from planlint.source.scalars import ODD_WORDS, STARTS_OF_NUMBERS, YAML_1_1_BOOLEANS, Scalar, number, resolve

MAX_DEPTH = 100
MAX_NODES = 100_000
"""Values in a plan, with every alias counted as often as it is used."""

# YAML 1.2.2, production [1] c-printable, turned round, and the three line breaks of YAML 1.1 that end no line in 1.2: the C parser
# still breaks lines there, and with them comments.
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = " \t\r\n"
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


def events(text: str) -> Iterator[ev.Event]:
    """The parser's events for ``text``; raises `Unreadable` where it is not YAML."""
    next_event = _parser(text)
    offset = 0
    try:
        while True:
            event = next_event()
            yield event
            if isinstance(event, ev.StreamEndEvent):
                return
            offset = event.end_mark.index
    except YAMLError as error:
        raise _syntax_error(text, error, offset) from None


def _syntax_error(text: str, error: YAMLError, offset: int) -> Unreadable:
    """Where the parser stopped, or ``offset`` where it does not say; of what was never closed, where it was opened."""
    if not isinstance(error, MarkedYAMLError):
        return Unreadable("syntax", text, min(offset, len(text)), {"reason": _plain_words("")})
    mark, problem = error.problem_mark or error.context_mark, error.problem or ""
    if (
        mark is not None
        and error.context_mark is not None
        and mark.index >= len(text.rstrip(_BLANK))
        and _OPENED.search(error.context or "")
    ):
        mark, problem = error.context_mark, "unexpected end of stream"
    return Unreadable("syntax", text, min(mark.index, len(text)) if mark else 0, {"reason": _plain_words(problem)})


def _parser(text: str) -> Callable[[], Any]:
    """A function that gives the next event of ``text``."""
    try:
        from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
    except ImportError:
        return _pure_parser(text)
    next_event: Callable[[], Any] = CParser(text).get_event
    return next_event


def _pure_parser(text: str) -> Callable[[], Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.docinfo import DocInfo

    yaml = YAML(typ="safe", pure=True)
    yaml.doc_infos.append(DocInfo())  # Where it notes a %YAML or %TAG directive; YAML.load makes it, the parser alone does not.
    _, parser = yaml.get_constructor_parser(text)

    def next_event() -> Any:
        try:
            return parser.get_event()
        except (ValueError, OverflowError, AssertionError):
            # It leaves to Python what the C parser marks: an escape beyond the last character, a %YAML 1.9.
            raise YAMLError from None

    return next_event


_OPENED = re.compile("flow|quoted")
_WORDS = (
    ("mapping values are not allowed", "a second ': ' on this line; put text that contains ': ' in quotes"),
    ("did not find expected key", "this line does not line up with the lines above; check indentation and quotes"),
    ("found unexpected ':'", "text that contains ':' needs quotes inside brackets"),
    ("could not find expected ':'", "a ':' is missing after the key"),
    ("did not find expected ',' or", "a ',' or a closing bracket is missing"),
    ("did not find expected '-' indicator", "this line does not line up with the list above; check the indentation"),
    ("block sequence entries are not allowed", "a list item '- ' cannot start here; put it on a line of its own"),
    ("cannot start any token", "text cannot start with this character; put it in quotes (tabs cannot indent)"),
    ("found unexpected end of stream", "the file ends inside quotes or brackets that were never closed"),
    ("unexpected end of stream", "the file ends inside quotes or brackets that were never closed"),
    ("found undefined alias", "this '*name' refers to no '&name' above it"),
    ("found undefined tag handle", "this tag is not declared; remove it"),
    ("did not find expected <document start>", "the mapping ends here, but text follows; check the indentation"),
    ("did not find expected node content", "a value is missing here"),
    ("invalid Unicode character escape", "this '\\' escape stands for no character; write the character itself"),
    ("found unknown escape character", "this '\\' escape does not exist; use single quotes or double the backslash"),
    ("tab", "a tab cannot indent; use spaces"),
)  # fmt: skip


def _plain_words(problem: str) -> str:
    """Libyaml's words in words for planners; never a piece of the plan."""
    return next(
        (words for known, words in _WORDS if known in problem), "the YAML stops making sense here; check quotes, colons and indentation"
    )


class _Anchored(NamedTuple):
    """What an anchor stands for: data, its place, and how many values it holds."""

    data: Any
    place: Place
    size: int


_SCALAR, _SEQUENCE_END, _MAPPING_END = ev.ScalarEvent, ev.SequenceEndEvent, ev.MappingEndEvent


class _Builder:
    """Builds data and keeps the events as places while it asks for them. This is where checking a plan spends most of its time."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.next_event = _parser(text)
        self.anchors: dict[str, _Anchored | None] = {}
        self.duplicates: list[DuplicateKey] = []
        self.bare_booleans: list[Path] = []
        self.path: list[str | int] = []
        self.nodes = 0
        self.latest: Any = None

    def document(self) -> Document:
        try:
            root = self.root()
        except YAMLError as error:
            offset = self.latest.start_mark.index if self.latest is not None else 0
            raise _syntax_error(self.text, error, offset) from None
        if root is None:
            raise self.unreadable("empty", 0)
        data, place = root
        if isinstance(data, dict):
            marks = partial(mark_of, place, self.text)
            return Document(self.name, self.text, data, marks, tuple(self.duplicates), tuple(self.bare_booleans))
        raise self.unreadable("empty" if data is None else "not_a_mapping", mark_of(place, self.text).start)

    def root(self) -> tuple[Any, Place] | None:
        root: tuple[Any, Place] | None = None
        while not isinstance(event := self.next_event(), ev.StreamEndEvent):
            if isinstance(event, ev.DocumentStartEvent):
                if root is not None:
                    raise self.unreadable("several_documents", event.start_mark.index)
                root = self.node(self.next_event())
        return root

    def unreadable(self, variant: str, offset: int, **fields: str | int) -> Unreadable:
        return Unreadable(variant, self.text, min(offset, len(self.text)), fields)

    def node(self, event: Any) -> tuple[Any, Place]:
        kind = type(event)
        before = self.nodes
        built: tuple[Any, Place]
        if kind is _SCALAR:
            built = self.scalar(event), event
            if not event.style and event.value in YAML_1_1_BOOLEANS:
                self.bare_booleans.append(tuple(self.path))
        elif kind is ev.AliasEvent:
            return self.alias(event)
        else:
            if len(self.path) >= MAX_DEPTH:
                raise self.unreadable("too_deep", event.start_mark.index, limit=MAX_DEPTH)
            if event.anchor is not None:
                self.anchors[event.anchor] = None
            built = self.mapping(event) if kind is ev.MappingStartEvent else self.sequence(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(built[0], built[1], self.nodes - before)
        return built

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
            start, _ = extent_of(event, self.text)
            raise self.unreadable("syntax", start, reason=_plain_words("invalid Unicode character escape"))
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

    def alias(self, event: Any) -> tuple[Any, Place]:
        start = event.start_mark.index
        if event.anchor not in self.anchors:
            raise self.unreadable("syntax", start, reason=_plain_words("found undefined alias"))
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise self.unreadable("recursive_alias", start)
        self.count(event, anchored.size)
        return anchored.data, Alias(event, anchored.place)

    def collection(self, event: Any, kind: str) -> None:
        """Count a collection, refuse a tag that is not its own."""
        self.count(event)
        if event.ctag is not None and event.tag not in ("!", _CORE_TAG + kind):
            raise self.unreadable("unknown_tag", event.start_mark.index)

    def sequence(self, event: Any) -> tuple[list[Any], Place]:
        self.collection(event, "seq")
        data: list[Any] = []
        places: list[Place] = []
        path, next_event = self.path, self.next_event
        path.append(0)
        while (kind := type(item := next_event())) is not _SEQUENCE_END:
            path[-1] = len(data)
            if kind is _SCALAR and item.anchor is None and item.ctag is None:
                data.append(self.simple(item))
                places.append(item)
            else:
                value, place = self.node(item)
                data.append(value)
                places.append(place)
        path.pop()
        return data, Collection(event, item, places[-1:], places)

    def mapping(self, event: Any) -> tuple[dict[str, Any], Place]:
        self.collection(event, "map")
        start = event
        last: tuple[Place, ...] = ()
        data: dict[str, Any] = {}
        places: dict[str, tuple[Place, Place]] = {}
        merged: list[tuple[Any, Place]] = []
        path, next_event = self.path, self.next_event
        path.append("")
        while type(item := next_event()) is not _MAPPING_END:
            if type(item) is _SCALAR and not item.style and item.ctag is None and item.anchor is None:  # nearly every key
                key = item.value
                self.latest = item
                self.nodes += 1
            else:
                key, item = self.key(item)
            path[-1] = key
            event = next_event()
            if type(event) is _SCALAR and event.anchor is None and event.ctag is None:
                value, place = self.simple(event), event
            else:
                value, place = self.node(event)
            last = both = item, place
            if key in places:
                self.duplicates.append(self.duplicate(places[key][0], item))
                continue
            if key == "<<" and type(item) is _SCALAR and not item.style:
                merged.append((value, place))
            places[key] = both
            data[key] = value
        path.pop()
        if merged:
            self.merge(data, places, merged)
        return data, Collection(start, item, last, places)

    def duplicate(self, first: Place, second: Place) -> DuplicateKey:
        return DuplicateKey(tuple(self.path), Mark(*extent_of(first, self.text)), Mark(*extent_of(second, self.text)))

    def key(self, event: Any) -> tuple[str, Place]:
        """A key as text, whatever it looks like, and its place."""
        kind = type(event)
        if kind is ev.AliasEvent:
            value, place = self.alias(event)
            if isinstance(value, str):
                return value, place
        if kind is not _SCALAR:
            raise self.unreadable("key", event.start_mark.index)
        self.scalar(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(event.value, event, 1)
        return event.value, event

    def merge(self, data: dict[str, Any], places: dict[str, tuple[Place, Place]], merged: list[tuple[Any, Place]]) -> None:
        """The merge key of YAML 1.1 (yaml.org/type/merge.html): keys stated in the mapping win, then the earlier source."""
        where, _ = extent_of(places.pop("<<")[1], self.text)
        del data["<<"]
        for value, value_place in merged:
            children = children_of(value_place)
            sources = zip(value, children, strict=True) if isinstance(children, list) else [(value, value_place)]
            for source, place in sources:
                inside = children_of(place)
                if not isinstance(source, dict) or not isinstance(inside, dict):
                    raise self.unreadable("merge", where)
                for key, inherited in source.items():
                    if key not in data:
                        data[key] = inherited
                        places[key] = inside[key]
