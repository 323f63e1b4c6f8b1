"""Ctrl-C ends planlint at once, with its own exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_interrupted_run_ends_with_130_and_one_line() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "planlint", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        time.sleep(1.5)  # It waits for standard input by then.
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)

    assert (process.returncode, out, err) == (130, b"", b"planlint: interrupted\n")
