"""Run one function on several inputs in forked processes, as many at once as there are cores."""

import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Failed(RuntimeError):
    """What went wrong in a process, as text: not every exception can travel between processes."""


def cores() -> int:
    """Return how many processes may run at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Iterator[tuple[Item, Result | Exception]]:
    """Yield (item, result or the exception it raised) as they finish; each item has a process of its own.

    Processes are forked, so they see everything read so far without copying it, and no build leaves state to the next.
    """
    context = multiprocessing.get_context("fork")
    waiting = list(items)
    running: dict[Connection, tuple[Item, BaseProcess]] = {}
    gc.freeze()  # keeps the collector from touching, and so copying, what the children share
    try:
        while waiting or running:
            while waiting and len(running) < max(1, jobs):
                item = waiting.pop(0)
                ours, theirs = context.Pipe(duplex=False)
                process: BaseProcess = context.Process(target=_answer, args=(work, item, theirs))
                process.start()
                theirs.close()
                running[ours] = (item, process)
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                yield _collect(ready, *running.pop(ready))
    finally:
        gc.unfreeze()
        for _, process in running.values():
            process.terminate()
            process.join()


def _answer(work: Callable[[Item], Result], item: Item, pipe: Connection) -> None:
    gc.disable()  # a build is short and its memory goes with the process
    try:
        pipe.send(work(item))
    except Exception:  # whatever happened belongs to the parent
        pipe.send(Failed(traceback.format_exc()))


def _collect(pipe: Connection, item: Item, process: BaseProcess) -> tuple[Item, Result | Exception]:
    result: Result | Exception
    try:
        result = pipe.recv()
    except EOFError:
        process.join()
        result = Failed(f"The process for {item} ended with {process.exitcode} and no answer.")
    process.join()
    pipe.close()
    return item, result
