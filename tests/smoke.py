"""An installed planlint does what is first asked of it: ``python tests/smoke.py PROGRAM`` with the program of a fresh environment.

The tests themselves run beside the sources. What they cannot see is whether the wheel brings along all that planlint needs to start,
to judge and to explain; it needs nothing but Python, so that nothing else has to be installed there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOUND = str(ROOT / "examples" / "sound" / "quarry-release.plan.yaml")
FLAWED = str(ROOT / "examples" / "flawed" / "night-raid.plan.yaml")


def main(program: str) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
        said = f"planlint {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert (done.returncode, done.stderr) == (code, ""), said
        return done.stdout

    assert run("--version").startswith("planlint ")
    assert "LE106" in run("rules")
    assert "Why" in run("explain", "LE106").splitlines()
    assert "no findings in 1 plan" in run("check", "--isolated", SOUND)
    assert "error[LE106]" in run("check", "--isolated", FLAWED, code=1)
    assert json.loads(run("check", "--isolated", "--format", "json", FLAWED, code=1))["findings"]
    assert json.loads(run("check", "--isolated", "--format", "sarif", FLAWED, code=1))["runs"][0]["results"]
    assert "all is well" in run("test", str(ROOT / "examples" / "pack"))
    assert json.loads(run("schema", "plan"))["$defs"]
    print(f"{program}: starts, judges, explains, and tests a pack")


if __name__ == "__main__":
    main(sys.argv[1])
