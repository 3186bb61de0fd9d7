"""What goes wrong in a trial: decided beforehand from the seed, as far as the network's own timing allows."""

import hashlib
import random
from dataclasses import dataclass
from enum import StrEnum

RATES = (0.1, 0.3, 0.6)
QUOTAS = (1_000, 20_000, 60_000)  # bytes; 0 would mean "no override"
LOADING = 0.25  # documents and scripts fail less often than data: readers reload until there is a page to save from
VISITS = 3
LONGEST = 2.0  # seconds a visit lasts at most once its page is there


class Fault(StrEnum):
    """One thing that goes wrong between the browser and the pages."""

    ERROR = "503"
    CUT = "cut body with Content-Length"
    OPEN_CUT = "cut body without Content-Length"
    RESET = "connection reset"
    HANG = "hang"
    EMPTY = "empty body"
    FLIP = "bit flip"
    CAPTIVE = "captive portal"
    LOGIN = "redirect to a login page"
    STALE = "stale version"
    CLOSED = "tab closed"
    KILLED = "browser killed"
    QUOTA = "storage quota"


ANSWERS = tuple(fault for fault in Fault if fault not in (Fault.CLOSED, Fault.KILLED, Fault.QUOTA))
UNSEALED = (Fault.FLIP, Fault.CAPTIVE)  # what HTTPS rules out
UNSOLVED = (Fault.EMPTY, Fault.FLIP)  # never in the answer for a worker script: see notes/offline.md 2.4, item 1


class Aim(StrEnum):
    """From when on the seconds to a visit's violent end count."""

    SAVE = "the reader asked to save"
    FILES = "the last missing file was delivered"
    COMMIT = "the page began to put its record"  # for Workbox, whose worker says nothing, as FILES


LATEST = {Aim.SAVE: 0.6, Aim.FILES: 0.1, Aim.COMMIT: 0.02}  # seconds


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit while things go wrong.

    `start` picks the page to open (a part of all, from 0 to 1), `lite` which rendition. Where
    `ends` is a fault (closed, killed) it ends that way `after` seconds after what `aim` says, else when nothing more happens.
    """

    start: float
    lite: bool
    ends: Fault | None
    after: float
    aim: Aim


@dataclass(frozen=True, slots=True)
class Plan:
    """One trial: what the browser has at the beginning and what goes wrong until the faults end.

    `sealed` trials are those over HTTPS: no bit flips, no captive portal. `aged` tells a host that lets browsers keep
    every answer for ten minutes, as GitHub Pages does; other hosts ask to be asked each time.
    """

    seed: int
    number: int
    update: bool
    rate: float
    sealed: bool
    aged: bool
    killing: bool
    quota: int
    visits: tuple[Visit, ...]
    worker_faults: bool = False

    def fault(self, path: str, occurrence: int, destination: str) -> Fault | None:
        """Return what happens to the n-th answer for a path; `destination` is the browser's Sec-Fetch-Dest."""
        luck = random.Random(f"{self.seed}:{self.number}:{path}:{occurrence}")
        if luck.random() >= (self.rate if destination == "empty" else self.rate * LOADING):
            return None
        barred = (*(UNSEALED if self.sealed else ()), *(() if self._may_kill(destination) else UNSOLVED))
        return luck.choice([fault for fault in ANSWERS if fault not in barred])

    def _may_kill(self, destination: str) -> bool:
        return destination != "serviceworker" or self.worker_faults

    def part(self, path: str, occurrence: int) -> float:
        """Return where in an answer the fault strikes, from 0 to 1."""
        digest = hashlib.sha256(f"{self.seed}:{self.number}:{path}:{occurrence}".encode()).digest()
        return int.from_bytes(digest[:4]) / 2**32


def make_plan(seed: int, number: int, worker_faults: bool = False) -> Plan:
    """Return the plan of a trial: half are updates, a third each rate; one in six kills browsers, one in eight is short of storage."""
    luck = random.Random(f"{seed}:{number}")
    killing, short = luck.random() < 1 / 6, luck.random() < 1 / 8
    return Plan(
        seed=seed,
        number=number,
        update=number % 2 == 1,
        rate=RATES[number // 2 % len(RATES)],
        sealed=luck.random() < 0.5,
        aged=luck.random() < 0.5,
        killing=killing,
        quota=luck.choice(QUOTAS) if short else 0,
        visits=tuple(_visit(luck, killing) for _ in range(VISITS)),
        worker_faults=worker_faults,
    )


def _visit(luck: random.Random, killing: bool) -> Visit:
    ends = luck.choice([None, Fault.CLOSED]) if not killing else luck.choice([Fault.KILLED, Fault.KILLED, None])
    aim = luck.choice(tuple(Aim))
    return Visit(
        start=luck.random(),
        lite=luck.random() < 0.5,
        ends=ends,
        after=luck.uniform(0, LATEST[aim]),
        aim=aim,
    )
