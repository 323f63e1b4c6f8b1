"""Write into the rule files which other rules find something in the plan of each bad example (`also:`).

Run after a rule was added or changed: ``PYTHONPATH=. python tests/refresh_also.py``. Read what it changed: a rule that speaks where the
example did not mean it to is a cascade, unless the edit really is wrong in both ways.
"""

from __future__ import annotations

import re
from pathlib import Path

from planlint.pack.load import builtin
from tests.alsos import others

_ITEM = re.compile(r"^  - (?:bad|good): ", re.MULTILINE)
_ALSO = re.compile(r"^    also: .*\n", re.MULTILINE)


def refreshed(text: str, found: list[list[str]]) -> str:
    """The text of a rule file whose examples name these codes, in their order."""
    head, mark, examples = text.partition("\nexamples:\n")
    starts = [item.start() for item in _ITEM.finditer(examples)]
    blocks = [examples[start:end] for start, end in zip(starts, [*starts[1:], len(examples)], strict=True)]
    assert len(blocks) == len(found), "every example begins with bad: or good:"
    written = "".join(_with(block, codes) for block, codes in zip(blocks, found, strict=True))
    return head + mark + examples[: starts[0]] + written


def _with(block: str, codes: list[str]) -> str:
    plain = _ALSO.sub("", block)
    return plain.rstrip("\n") + f"\n    also: [{', '.join(codes)}]\n" if codes else plain


def main() -> None:
    pack = builtin()
    for code in pack.rules:
        examples = pack.examples(code)
        if not examples:
            continue
        file: Path = pack.contents.folder / pack.names[code]
        text = file.read_text("utf-8")
        new = refreshed(text, [others(pack, code, example) for example in examples])
        if new != text:
            file.write_text(new, "utf-8")
            print(file.name)


if __name__ == "__main__":
    main()
