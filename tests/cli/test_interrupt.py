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


@pytest.mark.skipif(sys.platform != "linux", reason="only there the size of a pipe can be chosen")
def test_interrupted_run_does_not_wait_for_a_reader_that_reads_no_more() -> None:
    command = [sys.executable, "-m", "planlint", "check", "examples/flawed/raid-rescue.plan.yaml", "--isolated", "--no-cache"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=buffered, pipesize=4096) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        time.sleep(0.5)  # The pipe is full again by then.
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=10)
        err = process.stderr.read()

    assert (code, err) == (130, b"planlint: interrupted\n")
