"""``python -m tests.mutation [CODE or module…]``; the package says what it does."""

from __future__ import annotations

import sys
from collections import Counter

from tests.mutation.known import equivalents
from tests.mutation.python import CodeMutant
from tests.mutation.run import every_mutant, judge


def main(names: list[str]) -> int:
    counts: Counter[str] = Counter()
    unit_tests = "--examples" not in names
    names = [name for name in names if name != "--examples"]
    known = equivalents()
    for mutant in every_mutant(names):
        if mutant.key in known:
            counts["equivalent"] += 1
            continue
        verdict = judge(mutant, unit_tests=unit_tests)
        counts[verdict] += 1
        if verdict == "survived":
            line = f"{mutant.module.replace('.', '/')}.py:{mutant.line} " if isinstance(mutant, CodeMutant) else ""
            print(f"{line}{mutant.key}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    return 1 if counts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
