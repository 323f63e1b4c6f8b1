"""Work shared out among processes, each with pipes of its own: there is no thread, and no queue that a process could die holding.

`concurrent.futures.ProcessPoolExecutor` was tried. It is no faster (200 plans, two processes: 3.2 s, here 3.1 s), and two things spoke
against it. When planlint itself is killed, the pool's processes stay behind (seen three times in three, 2.5 s later): each of them holds
the writing end of the queue that it waits at, so the queue does not end for it. And before the fix of CPython issue 94777, a pool can
hang when one of its processes is killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, TypeVar

from planlint.errors import CannotRun

Item = TypeVar("Item")
Made = TypeVar("Made")

FORKS = sys.platform == "linux"
"""Whether a new process starts as a copy of its parent, with all that is loaded there; elsewhere it starts empty."""


class WorkerBug(Exception):
    """A bug showed in a process. Only the name of the exception is passed on, because its message may quote a plan."""


class _Worker(NamedTuple):
    """A process, and the ends here of two pipes, to it and from it. One pipe for both ways would be a socket, and planlint opens none."""

    process: Any
    there: Connection
    here: Connection


def shared_out(work: Callable[[Item], Made], parts: Sequence[Item], workers: int) -> Iterator[Made]:
    """What ``work`` makes of each part, in the order in which the parts are done.

    Raises the `CannotRun` that a process raised, `CannotRun` where a process was killed, since the results of its parts would be missing
    without a word, and `WorkerBug` for any other exception. However it ends, no process is left.
    """
    waiting = deque(parts)
    begun: list[_Worker] = []
    try:
        with _interrupts_wait():
            if FORKS:
                gc.freeze()  # memory that the garbage collector does not touch stays shared between the processes
            begun = [_begin(work) for _ in range(min(workers, len(parts)))]
        busy = {worker.here: worker for worker in begun if _give(worker, waiting)}
        while busy:
            for here in wait(list(busy)):
                assert isinstance(here, Connection)
                made = _taken(here)
                if not _give(busy[here], waiting):
                    del busy[here]
                yield made
    finally:
        for worker in begun:
            worker.process.kill()
            worker.process.join()
            worker.there.close()
            worker.here.close()


def _begin(work: Callable[[Item], Made]) -> _Worker:
    if not FORKS:
        os.environ["PYTHONSAFEPATH"] = "1"  # an empty process would look for modules in the current folder first
    context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
    parts, there = context.Pipe(duplex=False)
    here, made = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(work, parts, made, (there, here) if FORKS else ()), daemon=True)
    process.start()
    for end in (parts, made):
        end.close()  # only the process holds it now, so the pipe ends when the process does
    return _Worker(process, there, here)


def _give(worker: _Worker, waiting: deque[Item]) -> bool:
    """Send the next part, if there is one."""
    if not waiting:
        return False
    try:
        worker.there.send(waiting.popleft())
    except OSError:
        raise _ended() from None
    return True


def _taken(here: Connection) -> Any:
    try:
        made = here.recv()
    except (EOFError, OSError):
        raise _ended() from None
    if isinstance(made, CannotRun | WorkerBug):
        raise made
    return made


def _ended() -> CannotRun:
    return CannotRun("a process that judged plans was killed, possibly out of memory; try --jobs 1")


def _serve(work: Callable[[Item], Made], parts: Connection, made: Connection, inherited: Sequence[Connection]) -> None:
    for end in inherited:
        end.close()  # a pipe ends only when its last holder is gone, and that must be the first process
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one answers and kills the others
    while True:
        try:
            made.send(_made(work, parts.recv()))
        except (EOFError, OSError):
            return  # the first process is gone


def _made(work: Callable[[Item], Made], part: Item) -> Made | CannotRun | WorkerBug:
    try:
        return work(part)
    except CannotRun as error:
        return error
    except Exception as error:
        return WorkerBug(type(error).__name__)


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started: one that has only half started would answer it with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
