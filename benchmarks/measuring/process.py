"""Run commands and tell what they took: wall time, CPU time, memory."""

import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from os import environ, getpid
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.05  # seconds between two looks at the memory
TELLING = 1500  # characters of a failed command's output that are worth showing


class Failed(RuntimeError):
    """A command failed, or did not do what it was run for; the text says how it ended."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command line, the folder it runs in, and what it gets in its environment."""

    argv: Sequence[str]
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds on the clock, and seconds of CPU of all processes together."""

    wall: float
    cpu: float


def run(commands: Sequence[Command], jobs: int = 1) -> Usage:
    """Run commands, `jobs` at a time, and return what they took together; a failure raises Failed."""
    before, start = _cpu(), time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        ended = list(pool.map(_run, commands))
    usage = Usage(time.perf_counter() - start, _cpu() - before)
    for command, result in zip(commands, ended, strict=True):
        if result.returncode:
            raise Failed(
                f"`{' '.join(command.argv)}` ended with {result.returncode}: {result.stdout[-TELLING:].strip()}"
            )
    return usage


def run_watched(commands: Sequence[Command], jobs: int = 1) -> int | None:
    """Run commands and return the largest memory they held at once in bytes, None where /proc cannot tell.

    Memory is the proportional set size (PSS) of the whole process tree: pages that forked processes share count once.
    Looking at it costs time, so this run is not one whose time counts.
    """
    done, seen = threading.Event(), [0]
    watcher = threading.Thread(target=_watch, args=(done, seen))
    watcher.start()
    try:
        run(commands, jobs)
    finally:
        done.set()
        watcher.join()
    return seen[0] or None


def _run(command: Command) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in environ.items() if not name.startswith("LOTSE_")}
    env = {**inherited, **command.env}
    try:
        return subprocess.run(
            command.argv,
            cwd=command.folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise Failed(f"`{command.argv[0]}` cannot be run: {error.strerror}") from error


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _watch(done: threading.Event, seen: list[int]) -> None:
    while not done.wait(EVERY):
        seen[0] = max(seen[0], sum(map(_memory, _below(str(getpid())))))


def _below(pid: str) -> Iterator[str]:
    """Yield every process below one (proc(5), CONFIG_PROC_CHILDREN)."""
    for children in PROC.glob(f"{pid}/task/*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:  # ended meanwhile
            continue
        for child in found:
            yield child
            yield from _below(child)


def _memory(pid: str) -> int:
    try:
        lines = (PROC / pid / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # ended meanwhile
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
