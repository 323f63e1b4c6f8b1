"""Lint one hostile input in a process of its own, within the limits that every input must keep: ``python -m tests.source.hostile NAME``."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from collections.abc import Callable

from tests.conftest import ROOT

SECONDS = 20
MEMORY = 500 * 1024 * 1024


def _nested_mappings(levels: int) -> str:
    return "".join(" " * level + "a:\n" for level in range(levels))


def _merges(levels: int) -> str:
    start = "a0: &a0 {" + ", ".join(f"k{key}: {key}" for key in range(50)) + "}\n"
    return start + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], x{n}: 1}}\n" for n in range(1, levels))


def _laughs(levels: int) -> str:
    return "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]\n" for n in range(1, levels))


def _sound(old: str, new: str) -> bytes:
    """The sound plan with one piece of text replaced."""
    text = (ROOT / "examples/sound/quarry-release.plan.yaml").read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


INPUTS: dict[str, Callable[[], bytes]] = {
    "prose": lambda: b"Dear colleague,\n  here is: the plan: for tomorrow\n",
    "binary": lambda: bytes(range(256)) * 10,
    "latin-1": lambda: "a: é\n".encode("latin-1"),
    "utf-16-without-mark": lambda: "a: b\n".encode("utf-16-le"),
    "utf-16-cut-short": lambda: b"\xff\xfea\x00:",
    "several-documents": lambda: b"a: 1\n---\nb: 2\n",
    "empty": lambda: b"",
    "blank": lambda: b" \n\n",
    "only-comments": lambda: b"# a\n# b\n",
    "list-at-top": lambda: b"- a\n- b\n",
    "scalar-at-top": lambda: b"plan\n",
    "nul": lambda: b"a: \x00b\n",
    "escape-character": lambda: b"a: \x1b[31mred\n",
    "line-separator": "a: b # c\u2028d: e\n".encode,
    "unknown-tag": lambda: b"a: !vault b\n",
    "python-object": lambda: b"a: !!python/object/apply:os.system [echo]\n",
    "billion-laughs": lambda: _laughs(12).encode(),
    "self-containing-alias": lambda: b"a: &a [*a]\n",
    "self-containing-merge": lambda: b"a: &a {<<: *a}\n",
    "unknown-alias": lambda: b"a: *b\n",
    "nested-brackets": lambda: b"[" * 200_000,
    "nested-braces": lambda: b"{a: " * 200_000,
    "nested-sequences": lambda: b"- " * 200_000,
    "nested-keys": lambda: b"? " * 200_000,
    "nested-mappings": lambda: _nested_mappings(1_900).encode(),
    "50-megabytes": lambda: b"a: b\n" * 10_000_000,
    "line-of-5-megabytes": lambda: b"a: " + b"b" * 5_000_000,
    "comment-of-2-megabytes": lambda: b"#" + b" #" * 1_000_000,
    "100000-keys": lambda: b"".join(b"k%d: 1\n" % n for n in range(100_000)),
    "merge-chain": lambda: _merges(2_000).encode(),
    "lone-surrogate-escape": lambda: b'a: "\\ud800"\n',
    "escape-beyond-unicode": lambda: b'a: "\\U00110000"\n',
    "complex-key": lambda: b"? {a: b}\n: c\n",
    "tab-indent": lambda: b"a:\n\tb: c\n",
    "unclosed-quote": lambda: b'a: "b\n' + b"c: d\n" * 100_000,
    "unclosed-brackets": lambda: b"a: [b,\n" + b"c,\n" * 20_000,
    "anchors": lambda: b"a: " + b"&a " * 100_000,
    "tag-and-comments": lambda: b"a: !!map" + b" #\n" * 300_000 + b" ?",
    "yaml-directive": lambda: b"%YAML 9.9\n---\na: b\n",
    # These can be read, and fit the schema almost.
    "40000-dangling-references": lambda: _sound("distribution: [", "distribution: [" + "".join(f"x{n}, " for n in range(40_000))),
    "5000-organisations": lambda: _sound(
        "organisations:\n",
        "organisations:\n"
        + "".join(
            f"  - {{id: x{n}, name: Y, kind: other, country: IN, jurisdictions: [IN], affiliated_with: [y{n}]}}\n" for n in range(5_000)
        ),
    ),
    "5000-equal-ids": lambda: _sound(
        "organisations:\n",
        "organisations:\n" + "  - {id: y, name: Y, kind: other, country: IN, jurisdictions: [IN]}\n" * 5_000,
    ),
    # These can be read; what they hold is no plan.
    "one-duplicate-key": lambda: b"a: 1\na: 2\n",
    "duplicate-keys": lambda: b"a: 1\n" * 30_000,
    "20000-duplicate-keys": lambda: b"".join(b"k%d: 1\n" % n for n in range(20_000)) * 2,
    "line-of-2-megabytes": lambda: b"planlint: " + b"b" * 2_000_000,
    "40000-keys": lambda: b"".join(b"k%d: 1\n" % n for n in range(40_000)),
    "40000-keys-in-a-section": lambda: b"plan:\n" + b"".join(b"  k%d: 1\n" % n for n in range(40_000)),
    "90000-references": lambda: b"plan: {distribution: [" + b"x, " * 90_000 + b"x]}\n",
    "30000-phases": lambda: b"phases:\n" + b"- {id: y}\n" * 30_000,
    "90000-boolean-traps": lambda: b"situation: {jurisdictions: [" + b"NO, " * 90_000 + b"NO]}\n",
    "number-of-5000-digits": lambda: b"planlint: " + b"9" * 5_000,
    "number-of-300-digits": lambda: b"planlint: " + b"9" * 300,
    "huge-exponent": lambda: b"planlint: 1e999999999\n",
    "carriage-returns": lambda: b"a: 1\rb: 2\r",
    "nested-99": lambda: b"a: " + b"[" * 99 + b"]" * 99,
    "long-key": lambda: b"? " + b"a" * 1_000_000 + b"\n: 1\n",
    "empty-keys": lambda: b": 1\n'': 2\n",
    "nulls": lambda: b"".join(b"%s:\n" % key for key in (b"plan", b"planlint", b"phases", b"legal", b"situation")),
}


def main(name: str) -> None:
    """Print the findings as ``[[code, variant, line, column], …]`` and the seconds that they took."""
    from planlint.lint.engine import Policy, lint_bytes
    from planlint.pack.load import builtin

    pack = builtin()
    policy = Policy(pack.rules, frozenset(pack.rules), builtin().thresholds, dt.date(2026, 1, 1))
    lint_bytes(b"planlint: '1.0'\n", "warm", policy)
    raw = INPUTS[name]()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    start = time.process_time()
    report = lint_bytes(raw, "plan.yaml", policy)
    seconds = time.process_time() - start
    found = [(each.code, each.variant, *each.span.start) for each in report.findings]
    print(json.dumps({"found": found, "failures": [each.code for each in report.failures], "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1])
