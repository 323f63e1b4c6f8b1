"""Quoted texts in expressions: quotes, escapes, raw texts."""

from __future__ import annotations

import re

from planlint.errors import ExpressionError

_ESCAPE = re.compile(r"\\(?:(?P<sign>[abfnrtv\\?\"'`])|x(?P<x>[0-9a-fA-F]{2})|X(?P<X>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})"
                     r"|U(?P<U>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2})|)")  # fmt: skip
_SIGNS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unquoted(quoted: str, at: int) -> str:
    """The text that a quoted one stands for; raises `ExpressionError` for bytes and wrong escapes."""
    body = quoted.lstrip("rRbB")
    prefix = quoted[: len(quoted) - len(body)].lower()
    if "b" in prefix:
        raise ExpressionError("bytes (b'…') are not part of the language", at)
    width = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1
    inner = body[width:-width].replace("\r\n", "\n").replace("\r", "\n")
    if "r" in prefix:
        return inner
    start = at + len(prefix) + width

    def sign(found: re.Match[str]) -> str:
        if found["sign"]:
            return _SIGNS.get(found["sign"], found["sign"])
        digits = found["x"] or found["X"] or found["u"] or found["U"]
        if not digits and not found["octal"]:
            raise ExpressionError("no sign is written like this behind a backslash", start + found.start())
        number = int(digits, 16) if digits else int(found["octal"], 8)
        if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
            raise ExpressionError("Unicode has no character of this number", start + found.start())
        return chr(number)

    return _ESCAPE.sub(sign, inner)
