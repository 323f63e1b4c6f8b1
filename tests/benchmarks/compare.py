"""How fast planlint is beside check-jsonschema and yamllint, in ratios. Run it on a quiet machine.

    .venv/bin/python tests/benchmarks/compare.py

check-jsonschema judges the same plans by planlint's own exported schema, which is less than planlint does; yamllint only looks at
their form. Each figure is the median of several runs that take turns, so that a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from planlint.facts import Facts
from planlint.lint.engine import _run as run
from planlint.pack.load import builtin
from planlint.schema.conform import conform
from planlint.source.reader import read

_EXAMPLES = Path(__file__).parent.parent.parent / "examples"
_WHOLE = _EXAMPLES / "sound" / "quarry-release.plan.yaml"
_SEEDS = {"sound": _EXAMPLES / "judged" / "greenhouse-inspection.plan.yaml", "flawed": _EXAMPLES / "judged" / "charcoal-kilns.plan.yaml"}
_LINES = 320
_BINARIES = Path(sys.executable).parent
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")}
"""As where planlint is installed: its modules are compiled once, as those of the others were by pip."""


def plan_text(kind: str, number: int) -> str:
    """An example, different for each number; one of under 320 lines gets as many further organisations as it takes."""
    text = _SEEDS[kind].read_text("utf-8").replace("  title: ", f"  title: {number} ", 1)
    head, mark, tail = text.partition("\npersonnel:")
    extra: list[str] = []
    while len(text.splitlines()) + len(extra) < _LINES:
        name = f"clinic-{number}-{len(extra)}"
        extra += [f"  - id: {name}", "    name: Clinic", "    kind: health_provider", "    country: NP", "    jurisdictions: [NP]"]
    return "\n".join([head, *extra]) + mark + tail


class Bench:
    """A folder with plans, and the commands that are measured on them."""

    def __init__(self, folder: Path, kind: str, plans: int) -> None:
        self.folder = folder
        self.kind = kind
        self.plans = plans
        (folder / "many").mkdir()
        for number in range(plans):
            (folder / "many" / f"{number:05}.plan.yaml").write_text(plan_text(kind, number), "utf-8")
        (folder / "one.plan.yaml").write_text(plan_text(kind, 0), "utf-8")
        schema = subprocess.run([_BINARIES / "planlint", "schema", "plan"], capture_output=True, check=True).stdout
        (folder / "plan.schema.json").write_bytes(schema)

    def planlint(self, *plans: str, cached: bool) -> Callable[[], float]:
        """planlint on plans that it has never seen, or that it has just seen; no configuration lies above the folder."""

        def timed() -> float:
            if not cached:
                shutil.rmtree(self.folder / "cache", ignore_errors=True)
            return self._seconds(["planlint", "check", *plans])

        return timed

    def other(self, name: str, *arguments: str) -> Callable[[], float]:
        return lambda: self._seconds([name, *arguments])

    def many(self, number: int) -> list[str]:
        return [f"many/{each:05}.plan.yaml" for each in range(number)]

    def _seconds(self, command: Sequence[str]) -> float:
        environment = {**_ENVIRONMENT, "PLANLINT_CACHE_DIR": str(self.folder / "cache")}
        start = time.perf_counter()
        done = subprocess.run([_BINARIES / command[0], *command[1:]], cwd=self.folder, env=environment, capture_output=True, check=False)
        taken = time.perf_counter() - start
        if done.returncode not in (0, 1):
            raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        return taken


def compare(title: str, ours: Callable[[], float], theirs: Callable[[], float], name: str, runs: int) -> float:
    """Print both medians and how many times faster ours is; the first turn only warms up."""
    taken = [(ours(), theirs()) for _ in range(runs + 1)][1:]
    ours_median = statistics.median(mine for mine, _ in taken)
    theirs_median = statistics.median(other for _, other in taken)
    ratio = theirs_median / ours_median
    print(f"{title:<34}{ours_median:>9.3f} s   {name:<18}{theirs_median:>9.3f} s   {ratio:>7.2f} times faster")
    return ours_median


def rules_beside_reading() -> None:
    """All rules over the sound plan, beside reading it."""
    raw = _WHOLE.read_bytes()
    document = read(raw, _WHOLE.name)
    plan = conform(document).plan
    assert plan is not None
    rules = [rule for rule in builtin().rules.values() if rule.file.by is None]

    def judge() -> None:
        facts = Facts(plan, document.data, builtin().thresholds)
        for rule in rules:
            run(rule, facts)

    reading, judging = _least(lambda: read(raw, _WHOLE.name)), _least(judge)
    print(
        f"{len(rules)} rules over {_WHOLE.name}: {judging * 1000:.2f} ms, reading it: {reading * 1000:.2f} ms, {judging / reading:.2f} of it"
    )


def _least(work: Callable[[], object], times: int = 50) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(times))


def memory(folder: Path, plans: Sequence[str]) -> int:
    """The largest process of a run, in MB."""
    probe = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    command = [sys.executable, "-c", probe, str(_BINARIES / "planlint"), "check", "--isolated", "--no-cache", "--format", "json", *plans]
    done = subprocess.run(command, cwd=folder, env=_ENVIRONMENT, capture_output=True, check=True)
    return int(done.stdout) // 1024


def measure(kind: str, *, plans: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder, kind, plans * (10 if kind == "sound" else 1))
        text = plan_text(kind, 0)
        print(f"\n{kind} plans of {len(text.splitlines())} lines, {len(text.encode()) / 1024:.1f} KB")
        schema = ("--schemafile", "plan.schema.json")
        one, many = "one.plan.yaml", bench.many(plans)
        compare(
            "one unseen plan", bench.planlint(one, cached=False), bench.other("check-jsonschema", *schema, one), "check-jsonschema", runs
        )
        compare("one unchanged plan", bench.planlint(one, cached=True), bench.other("yamllint", "-d", "relaxed", one), "yamllint", runs)
        theirs = bench.other("check-jsonschema", *schema, *many)
        fewer = max(runs // 2, 1)
        unseen = compare(f"{plans} unseen plans", bench.planlint(*many, cached=False), theirs, "check-jsonschema", fewer)
        compare(f"{plans} unchanged plans", bench.planlint(*many, cached=True), theirs, "check-jsonschema", fewer)
        print(f"largest process for {plans} plans: {memory(folder, many)} MB")
        if kind == "sound":
            taken = statistics.median(bench.planlint("many", cached=False)() for _ in range(fewer))
            print(
                f"{plans * 10} unseen plans: {taken:.2f} s, {taken / unseen:.2f} times the time of {plans}; {memory(folder, ['many'])} MB"
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--plans", type=int, default=1000)
    chosen = options.parse_args()
    print(f"{dt.date.today()}, {os.cpu_count()} processors")
    rules_beside_reading()
    for kind in _SEEDS:
        measure(kind, plans=chosen.plans, runs=chosen.runs)


if __name__ == "__main__":
    main()
