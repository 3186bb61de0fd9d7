"""A static host on which things go wrong as planned, and which can be stopped and started at the same address."""

import contextlib
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from benchmarks.measuring.faults_answers import Answers
from benchmarks.measuring.faults_plan import Fault, Plan

PORTS = range(20_000, 32_000)  # below the ports the kernel gives to clients: nobody takes ours while we are down
LONGEST = 20.0  # seconds an answer hangs when nobody lets it go
Files = Mapping[str, bytes]


@dataclass
class Traffic:
    """What a host has seen: faults injected, and the addresses it delivered whole and right since `since` was set."""

    faults: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    delivered: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=list)
    running: int = 0
    last: float = 0.0


def nothing() -> None:
    """Do nothing."""


class Host:
    """Serves `files`, each by its path; with a plan, answers fail as planned, and stale ones come from `older`."""

    def __init__(self, aged: bool = False) -> None:
        """Take a free port; nothing is served before `start`."""
        self.aged = aged
        self.files: Files = {}
        self.older: Files = {}
        self.plan: Plan | None = None
        self.traffic = Traffic()
        self.awaited: frozenset[str] = frozenset()
        self.on_last: Callable[[], None] = nothing
        self.on_commit: Callable[[], None] = nothing
        self.probing = False
        self._lock, self._released = threading.Lock(), threading.Event()
        self._open: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None
        self.port = _free_port()

    @property
    def base(self) -> str:
        """Return the address of the site, ending in a slash."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Answer from now on."""
        host = self

        class Bound(Answers):
            site = host

        for _ in range(50):
            try:
                self._server = _Server(("127.0.0.1", self.port), Bound)
                break
            except OSError:
                time.sleep(0.02)
        assert self._server, f"port {self.port} was taken"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def start_probe(self) -> None:
        """Answer with an empty page at PROBE and with nothing else, until stopped."""
        self.probing = True
        self.start()

    def stop(self) -> None:
        """Refuse every connection and cut those that are open."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.probing = False
        self.release()
        with self._lock:
            sockets, self._open = list(self._open), set()
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Let go of the answers that hang: their connections are cut."""
        self._released.set()
        self._released = threading.Event()

    def quiet_for(self, seconds: float) -> bool:
        """Tell whether no request was running for so long."""
        return not self.traffic.running and time.monotonic() - self.traffic.last > seconds

    def wanted(self, path: str, destination: str) -> tuple[Fault | None, float]:
        """Return what is to happen to the answer for a path, and where in it."""
        with self._lock:
            self.traffic.asked[path] += 1
            occurrence = self.traffic.asked[path]
        if not self.plan:
            return None, 0.0
        return self.plan.fault(path, occurrence, destination), self.plan.part(path, occurrence)

    def note(self, path: str, fault: Fault | None) -> None:
        """Remember an answer; the last one awaited is told."""
        with self._lock:
            self.traffic.log.append(f"{path}: {fault}" if fault else path)
            if fault:
                self.traffic.faults[fault] += 1
                return
            before = self.awaited <= self.traffic.delivered
            self.traffic.delivered.add(path)
            last = bool(self.awaited) and not before and self.awaited <= self.traffic.delivered
        if last:
            self.on_last()

    def connected(self, one: socket.socket, open_: bool) -> None:
        """Keep the list of open connections."""
        with self._lock:
            (self._open.add if open_ else self._open.discard)(one)

    def busy(self, change: int) -> None:
        """Count the requests being answered."""
        with self._lock:
            self.traffic.running += change
            self.traffic.last = time.monotonic()

    def hang(self) -> None:
        """Wait until released."""
        self._released.wait(LONGEST)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: cut connections are what this is about."""


def _free_port() -> int:
    for port in random.sample(PORTS, 200):
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                one.bind(("127.0.0.1", port))
                return port
    raise OSError("no free port between 20000 and 32000")
