"""The events of a YAML parser; and where a text is not YAML, what is wrong with it in words for planners.

The events come from the C parser where ``ruamel.yaml.clib`` is installed, and from the pure one, which takes ten times as long, where
that refuses a text or is not there. A text that both accept gives the same document; what is refused of YAML 1.2 all the same is listed
in ``tests/source/yaml_suite_differences.txt``.

The C *composer* is never used, as deep nesting crashes the process there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from planlint.errors import Unreadable

T = TypeVar("T")

BLANK = " \t\r\n"
_MAX_PURE = 400_000
"""Characters of a text that the pure parser is asked about; it takes two seconds for so many."""
_PROPERTIES = re.compile(r"(?:[&!]\S*\s++(?:#[^\r\n]*+\s++)*+)+")


def events(text: str) -> list[ev.Event]:
    """The parser's events for ``text``; raises `Unreadable` where it is not YAML."""
    return with_either(text, lambda make: list(_events(text, make(text))))


def with_either(text: str, read: Callable[[Callable[[str], Callable[[], Any]]], T]) -> T:
    """What ``read`` makes of the C parser's events; where that refuses the text, of the pure one's. Where both do, the first says why."""
    try:
        return read(parser)
    except Unreadable as error:
        if error.variant != "syntax" or len(text) > _MAX_PURE or not has_c_parser():
            raise
        try:
            return read(pure_parser)
        except Unreadable:
            raise error from None


def _events(text: str, next_event: Callable[[], Any]) -> Iterator[ev.Event]:
    offset = 0
    try:
        while True:
            event = next_event()
            yield event
            if isinstance(event, ev.StreamEndEvent):
                return
            offset = event.end_mark.index
    except YAMLError as error:
        raise syntax_error(text, error, offset) from None


def syntax_error(text: str, error: YAMLError, offset: int) -> Unreadable:
    """What the parser says, as an error at the place where it stopped, or at ``offset`` where it names none.

    Of a quote or bracket that is never closed, the parser notices only the end of the file; the error is at the opening one.
    """
    if not isinstance(error, MarkedYAMLError):
        return Unreadable("syntax", text, min(offset, len(text)), {"reason": plain_words("")})
    mark, problem = error.problem_mark or error.context_mark, error.problem or ""
    if (
        mark is not None
        and error.context_mark is not None
        and mark.index >= len(text.rstrip(BLANK))
        and _OPENED.search(error.context or "")
    ):
        mark, problem = error.context_mark, "unexpected end of stream"
    return Unreadable("syntax", text, min(mark.index, len(text)) if mark else 0, {"reason": plain_words(problem)})


def has_c_parser() -> bool:
    """Whether there is a C parser beside the pure one."""
    try:
        import ruamel.yaml.cyaml  # noqa: F401
    except ImportError:
        return False
    return True


def parser(text: str) -> Callable[[], Any]:
    """A function that returns the next event of ``text`` each time; it raises `YAMLError` where that is not YAML."""
    try:
        from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
    except ImportError:
        return pure_parser(text)
    next_event: Callable[[], Any] = CParser(text).get_event
    return next_event


def pure_parser(text: str) -> Callable[[], Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.docinfo import DocInfo

    yaml = YAML(typ="safe", pure=True)
    yaml.doc_infos.append(DocInfo())  # %YAML and %TAG directives are noted here; only YAML.load would add it itself.
    _, parser = yaml.get_constructor_parser(text)

    def next_event() -> Any:
        try:
            return parser.get_event()
        except (ValueError, OverflowError, AssertionError):
            # What the C parser reports is an error of Python's here: an escape beyond the last character, a %YAML 1.9.
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


def plain_words(problem: str) -> str:
    """What libyaml says, in words for planners; it never quotes the plan."""
    return next(
        (words for known, words in _WORDS if known in problem), "the YAML stops making sense here; check quotes, colons and indentation"
    )


def start_of(event: Any, text: str) -> int:
    """Where the value that an event begins starts: behind its anchor and tag, and the comments behind those."""
    start: int = event.start_mark.index
    if event.anchor is None and event.ctag is None:
        return start
    end = event.end_mark.index if isinstance(event, ev.ScalarEvent) else len(text)
    found = _PROPERTIES.match(text, start, end)
    return found.end() if found else (end if text[start : start + 1] in "&!" else start)


def is_merge_key(event: Any) -> bool:
    """Whether an event is the merge key of YAML 1.1, ``<<`` (yaml.org/type/merge.html)."""
    return isinstance(event, ev.ScalarEvent) and event.value == "<<" and not event.style


def inherit(own: dict[str, Any], sources: Iterable[Any]) -> None:
    """Put the entries of ``sources`` in place of a merge key: keys stated in the mapping win, then the earlier source."""
    del own["<<"]
    for source in sources:
        for key, inherited in source.items():
            own.setdefault(key, inherited)
