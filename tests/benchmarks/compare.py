"""planlint beside check-jsonschema: one plan, and 200 plans in one process. Prints ratios; run it on a quiet machine.

    .venv/bin/python tests/benchmarks/compare.py

check-jsonschema judges the same plans by planlint's own exported schema, which is less than planlint does. Every plan is seen
for the first time. Each figure is the median of several runs that take turns, so that a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_EXAMPLES = Path(__file__).parent.parent.parent / "examples"
_SEEDS = {"flawed": _EXAMPLES / "flawed" / "night-raid.plan.yaml", "sound": _EXAMPLES / "sound" / "survivor-outreach.plan.yaml"}
_LINES = 320


def plan_text(kind: str, number: int) -> str:
    """An example, different for each number; one of under 320 lines gets as many further organisations as it takes."""
    text = _SEEDS[kind].read_text("utf-8").replace("  title: ", f"  title: {number} ", 1)
    head, mark, tail = text.partition("\npersonnel:")
    extra: list[str] = []
    while len(text.splitlines()) + len(extra) < _LINES:
        name = f"clinic-{number}-{len(extra)}"
        extra += [f"  - id: {name}", "    name: Clinic", "    kind: health_provider", "    country: NP", "    jurisdictions: [NP]"]
    return "\n".join([head, *extra]) + mark + tail


def seconds(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return taken


def compare(title: str, ours: list[str], theirs: list[str], folder: Path, runs: int) -> None:
    ours_taken, theirs_taken = [], []
    for _ in range(runs + 1):
        ours_taken.append(seconds(ours, folder))
        theirs_taken.append(seconds(theirs, folder))
    ours_median, theirs_median = statistics.median(ours_taken[1:]), statistics.median(theirs_taken[1:])
    ratio = theirs_median / ours_median
    print(f"{title:<28}{ours_median:>10.3f} s{theirs_median:>20.3f} s{ratio:>12.1f} times")


def measure(kind: str, *, plans: int, runs: int) -> None:
    binaries = Path(sys.executable).parent
    text = plan_text(kind, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "many").mkdir()
        (folder / "one.plan.yaml").write_text(text, "utf-8")
        many = [f"many/{number:04}.plan.yaml" for number in range(plans)]
        for number, file in enumerate(many):
            (folder / file).write_text(plan_text(kind, number), "utf-8")
        schema = subprocess.run([binaries / "planlint", "schema", "plan"], capture_output=True, check=True).stdout
        (folder / "plan.schema.json").write_bytes(schema)
        ours = [str(binaries / "planlint"), "check", "--isolated", "--format", "json"]
        theirs = [str(binaries / "check-jsonschema"), "--schemafile", "plan.schema.json"]
        report = subprocess.run([*ours, "one.plan.yaml"], cwd=folder, capture_output=True, check=False).stdout
        found = len(json.loads(report)["findings"])
        print(f"\n{kind} plans of {len(text.splitlines())} lines, {len(text.encode()) / 1024:.1f} KB, {found} findings each")
        print(f"{'':<28}{'planlint':>12}{'check-jsonschema':>22}{'planlint is faster':>22}")
        compare("one plan, whole process", [*ours, "one.plan.yaml"], [*theirs, "one.plan.yaml"], folder, runs)
        compare(f"{plans} plans, one process", [*ours, "many"], [*theirs, *many], folder, runs)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--plans", type=int, default=200)
    chosen = options.parse_args()
    for kind in _SEEDS:
        measure(kind, plans=chosen.plans, runs=chosen.runs)
    print(f"\nlargest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
