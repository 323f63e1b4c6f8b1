"""Slips in a line: what people who do not program type where YAML wants something else, and the line as it should be.

A slip is asked for only where the parser has refused the text, on the line where it stopped or on one before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

_BULLETS = "•·◦▪●‣∙○■□➢➤✓✔–—−*"
_COLONS = "：﹕︓꞉"
_QUOTES = {
    **dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}«»＂", '"'),
    **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}‹›", "'"),
}
_ODD_BLANKS = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
"""Blanks that are no blanks to YAML, and characters that nobody sees."""
ODD_BLANK = re.compile(f"[{_ODD_BLANKS}]")

_ENTRY = re.compile(r"(?P<before>\s*(?:- +)*(?:[\w-]+|\"[^\"]*\"|'[^']*') *: +|\s*(?:- +)+)(?P<value>\S.*?)(?P<after> *| +#.*)\Z")
_WORD = r"[A-Za-z_][\w-]*"
_RESERVED = re.compile(r"[@`%&*!?,|>\]}]|- ")
_SIGNS = {"[": "]", "{": "}"}


class Slip(NamedTuple):
    """What is wrong in a line, by the name of PL001's message; the character that is to blame; and the line as it should be."""

    variant: str
    mended: str
    character: str = ""


def slips(line: str) -> Iterator[Slip]:
    """What may be wrong in a line, the surest first; where there is more than one thing, the line is mended of those before too."""
    for slip in _of_characters(line):
        yield slip
        yield from (each._replace(variant=slip.variant, character=slip.character) for each in _of_words(slip.mended))
    yield from _of_words(line)


def _of_characters(line: str) -> Iterator[Slip]:
    """A line with the blanks, bullets, colons and quotes of a word processor in the places of YAML's own."""
    mended = line
    first: tuple[str, str] | None = None
    for variant, pattern, replacement in _SIGNS_OF_OTHERS:
        found = pattern.search(mended)
        if found:
            first = first or (variant, name_of(found["sign"]))
            mended = pattern.sub(replacement, mended, count=1 if variant in ("bullet", "colon_sign") else 0)
    if first:
        yield Slip(first[0], mended, first[1])


def _straight(found: re.Match[str]) -> str:
    """A value in quotes of a word processor, in YAML's."""
    sign = _QUOTES[found["sign"]]
    return f"{found['before']}{sign}{found['text'].replace(sign, _ESCAPED[sign])}{sign}"


_ESCAPED = {'"': '\\"', "'": "''"}
_CURLY = "".join(_QUOTES)
_SIGNS_OF_OTHERS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("odd_blank", re.compile(rf"(?:(?<=:)|(?<=-)|(?<=[•]))(?P<sign>[{_ODD_BLANKS}])[{_ODD_BLANKS} ]*"), " "),
    ("odd_blank", re.compile(rf"\A(?P<kept> *)(?P<sign>[{_ODD_BLANKS}])"), r"\g<kept> "),
    ("bullet", re.compile(rf"\A(?P<indent>\s*)(?P<sign>[{_BULLETS}])\s+(?=\S)"), r"\g<indent>- "),
    ("bullet", re.compile(r"\A(?P<indent>\s*)(?P<sign>[0-9]{1,2}[.)])\s+(?=\S)"), r"\g<indent>- "),
    ("colon_sign", re.compile(rf"\A(?P<indent>\s*(?:- +)*)(?P<key>{_WORD})\s*(?P<sign>[{_COLONS}])\s*"), r"\g<indent>\g<key>: "),
    (
        "smart_quote",
        re.compile(rf"(?P<before>[:-] +|\A *)(?P<sign>[{_CURLY}])(?P<text>[^{_CURLY}]*)[{_CURLY}\"'](?= *(?:#|:|\Z))"),
        _straight,
    ),
)


def _of_words(line: str) -> Iterator[Slip]:
    for slip in _SLIPS:
        yield from slip(line)


def _strays(line: str) -> Iterator[Slip]:
    """Lines that belong to another program: of a merge, of Markdown, of a YAML directive."""
    for variant, pattern in _STRAYS:
        if pattern.match(line):
            yield Slip(variant, "")


_STRAYS = (
    ("merge_marker", re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\Z")),
    ("fence", re.compile(r"\s*(?:```|~~~)")),
    ("directive", re.compile(r"%[A-Z]+\b")),
    ("document_end", re.compile(r"\.\.\.\s*\Z")),
)

_REWRITTEN = (
    ("colon_space", re.compile(rf"\A(?P<a>\s*(?:- +)*{_WORD}) *:(?=[^\s:/])"), r"\g<a>: "),
    ("dash_space", re.compile(r"\A(?P<a>\s*)-(?=[^\s\-0-9])"), r"\g<a>- "),
    ("equals", re.compile(rf"\A(?P<a>\s*(?:- +)*{_WORD})\s*(?:=>?|:=)\s*"), r"\g<a>: "),
    ("comma", re.compile(r"""(?P<a>["'\]}])\s*[,;]\s*\Z"""), r"\g<a>"),
)


def _rewritten(line: str) -> Iterator[Slip]:
    for variant, pattern, replacement in _REWRITTEN:
        mended, number = pattern.subn(replacement, line, count=1)
        if number:
            yield Slip(variant, mended)


def _values(line: str) -> Iterator[Slip]:
    """What is wrong with a value as it stands behind its key or dash."""
    found = _ENTRY.match(line)
    if found is None:
        return
    before, value, after = found["before"], found["value"], found["after"]
    for variant, mended, character in _mended_values(value, value + after):
        yield Slip(variant, before + mended + (after if mended.startswith(("'", '"')) and value + after not in mended else ""), character)


def _mended_values(value: str, whole: str) -> Iterator[tuple[str, str, str]]:
    sign = value[0]
    if _RESERVED.match(value):
        yield "reserved", _quoted(value), sign
    if sign in _SIGNS:
        yield from _unclosed_brackets(value)
    elif sign in "\"'":
        yield from _odd_quotes(value, whole)
    elif ": " in value or value.endswith(":"):
        yield "colon_in_text", _quoted(value), ""


def _unclosed_brackets(value: str) -> Iterator[tuple[str, str, str]]:
    opened: list[str] = []
    for sign in re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", "", value):
        if sign in _SIGNS:
            opened.append(_SIGNS[sign])
        elif opened and sign == opened[-1]:
            opened.pop()
    if opened:
        yield "unclosed_bracket", value + "".join(reversed(opened)), value[0]
    yield from (
        ("colon_in_text", mended, "")
        for mended in [re.sub(r"(?<=: )([^\s\"'\[{,][^,}\]\"']*:[^,}\]\"']*)", lambda each: _quoted(each[1].strip()), value)]
        if mended != value
    )


def _odd_quotes(value: str, whole: str) -> Iterator[tuple[str, str, str]]:
    sign, inner = value[0], value[1:]
    closed = re.match(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', value)
    if sign == '"' and (bad := re.search(r"\\(?![0abtnvfre \"/\\N_LPxuU\t])", inner)):
        yield "escape", re.sub(r"\\(?![0abtnvfre \"/\\N_LPxuU\t])", r"\\\\", value), value[1 + bad.start() : 3 + bad.start()]
    if closed is None:
        yield "unclosed_quote", whole.rstrip() + sign, sign
    elif closed.end() < len(value):
        text = inner[:-1] if inner.endswith(sign) else ""
        yield "text_after_quote", f"{sign}{text.replace(sign, _ESCAPED[sign])}{sign}" if text else _quoted(value), sign


def _quoted(text: str) -> str:
    """A text in the quotes that need the fewest changes."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def _no_colon(line: str) -> Iterator[Slip]:
    if found := re.match(r"\A(\s*(?:- +)?[a-z]\w*)( +(?=[^\s:=])|\s*\Z)", line):
        yield Slip("no_colon", f"{found[1]}: {line[found.end() :]}".rstrip())


_SLIPS: tuple[Callable[[str], Iterator[Slip]], ...] = (_strays, _rewritten, _values, _no_colon)


def name_of(character: str) -> str:
    """A character as people can look it up: ``U+00A0 (no-break space)``; what is no single sign as it is."""
    if len(character) != 1:
        return character
    return f"U+{ord(character):04X} ({unicodedata.name(character, _NAMES.get(character, 'no name')).lower()})"


_NAMES = {"\t": "tab"}


def odd_sign(text: str) -> str:
    """The first character of a word processor in a text that should have none, by its name; empty where there is none."""
    found = re.search(f"[{_ODD_BLANKS}{_CURLY}{_COLONS}]|\\A[{_BULLETS}]", text)
    return name_of(found[0]) if found else ""
