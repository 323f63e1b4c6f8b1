"""300 rules of expressions over one plan, beside reading the plan, and beside Google's CEL evaluating the same expressions.

    .venv/bin/python -m tests.benchmarks.expressions

Each figure is the median of several runs that take turns. Google's CEL (cel-expr-python) gets every element as plain data, and the whole
plan only where an expression asks for it; what planlint does besides (absent values with their paths, a limit of steps) it does not.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from planlint.facts import Facts
from planlint.pack.load import builtin, load
from planlint.schema.conform import conform
from planlint.source.document import Document
from planlint.source.reader import read
from tests.benchmarks.compare import plan_text
from tests.packs import write_pack

_RULES = 300
_TEMPLATES = (
    ("plan.finance.lines", 'self.category == "contingency" || self.amount <= {n}000000.0', "{self.id}: {self.amount}"),
    ("plan.phases", 'size(self.activities) < {n} || "entry" in self.activities', "{self.id}"),
    ("plan.organisations", 'self.kind != "police" || self.jurisdictions.exists(j, j.startsWith("IN")) || size(self.id) > {n}', "{self.id}"),
    ("plan.personnel", 'self.count < {n} && self.role != "journalist"', "{self.id}"),
    ("plan.services", 'self.types.all(t, t != "immigration_detention") && size(self.languages) < {n}', "{self.id}"),
    ("plan.population.groups", "self.languages.all(l, l.share <= {n}.0)", "{self.id}"),
    ("", 'plan.phases.exists(p, "recovery" in p.activities && size(p.id) < {n}) || {n} > 0', "{plan.plan.id}"),
    ("plan.legal.authorisations", 'self.type in ["search_warrant", "court_order"] || size(self.activities) < {n}', "{self.id}"),
)


def rule_texts() -> Iterator[tuple[str, str, str]]:
    """Where each rule goes, what it asserts, and its file."""
    for number in range(_RULES):
        over, asserted, message = _TEMPLATES[number % len(_TEMPLATES)]
        text = asserted.replace("{n}", str(100 + number))
        lines = ["title: t", "severity: info", f"assert: '{text}'", f'message: "{message}"', "help: h", "why: w"]
        yield over, text, "\n".join([*lines, f"for: {over}"] if over else lines) + "\n"


def median(runs: int, *tasks: Callable[[], object]) -> list[float]:
    """The median milliseconds of each task; they take turns."""
    taken: list[list[float]] = [[] for _ in tasks]
    for _ in range(runs + 1):
        for times, task in zip(taken, tasks, strict=True):
            start = time.perf_counter()
            task()
            times.append((time.perf_counter() - start) * 1000)
    return [statistics.median(times[1:]) for times in taken]


def elements(over: str, data: Any) -> list[Any]:
    for step in over.split(".")[1:]:
        data = data.get(step, [])
    return data if over else [data]


def googles(document: Document) -> Callable[[], object] | None:
    """The same expressions in Google's CEL."""
    try:
        from cel_expr_python import cel
    except ImportError:
        return None
    environment = cel.NewEnv(variables={"self": cel.Type.DYN, "plan": cel.Type.DYN})
    programs = [(over, environment.compile(text)) for over, text, _ in rule_texts()]
    data = document.data

    def run() -> None:
        for over, program in programs:
            for element in elements(over, data):
                program.eval(data={"self": element} if over else {"plan": element})

    return run


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=15)
    runs = options.parse_args().runs
    gc.set_threshold(100_000, 50, 50)  # as the command line does
    raw = plan_text("sound", 0).encode()
    document = read(raw, "a.plan.yaml")
    plan = conform(document).plan
    assert plan is not None
    with tempfile.TemporaryDirectory() as folder:
        files = {f"made/ZZ{number + 100}-rule-{number}.yaml": text for number, (_, _, text) in enumerate(rule_texts())}
        write_pack(Path(folder), files)
        pack = load(Path(folder))
        (loading,) = median(3, lambda: load(Path(folder)))
    checks = [rule.check for rule in pack.rules.values() if rule.check is not None]

    def ours() -> None:
        facts = Facts(plan, document.data, builtin().thresholds)
        for check in checks:
            found = list(check(facts))
            assert not found, found

    theirs = googles(document)
    reading, judging, *other = median(runs, lambda: read(raw, "a.plan.yaml"), ours, *([theirs] if theirs else []))
    print(f"{len(raw.splitlines())} lines, {_RULES} rules of expressions, loaded in {loading:.0f} ms")
    print(f"reading the plan       {reading:8.2f} ms")
    print(f"all rules              {judging:8.2f} ms   {judging / reading:.2f} times reading (goal: less than 2)")
    if other:
        print(f"the same, Google's CEL {other[0]:8.2f} ms   {other[0] / judging:.1f} times planlint's")
    else:
        print("cel-expr-python is not installed here", file=sys.stderr)


if __name__ == "__main__":
    main()
