"""A slow line in user space: a TCP proxy that gives bytes on late, and no faster than its rate.

What it does: one rate for each direction, shared by all connections; half the round trip as delay each way; a connection
costs a whole round trip before its first byte leaves, as SYN and SYN+ACK do. What it leaves out: lost segments, the
slow start of TCP (at these rates the line is full from the first round trip on: 50 kbit/s × 400 ms are 2.5 KB), headers
of IP and TCP (the rate is that of what TCP carries), and names (no DNS).
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

SEGMENT = 1400  # bytes the line takes at once
WINDOW = 10 * SEGMENT  # bytes of one connection on their way at most (RFC 6928), so that connections share the line

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Direction:
    """One way of the line: its rate in bytes a second, its delay in seconds, when it is free again, what has arrived."""

    rate: float
    delay: float
    free: float = 0.0
    carried: int = 0

    def book(self, size: int, now: float) -> float:
        """Take the next free time for some bytes and return when they arrive."""
        self.free = max(self.free, now) + size / self.rate
        return self.free + self.delay


@dataclass(slots=True)
class Line:
    """The line and what has crossed it."""

    rate: float  # bits a second
    round_trip: float  # seconds
    up: Direction = field(init=False)
    down: Direction = field(init=False)
    connections: int = 0

    def __post_init__(self) -> None:
        """Make both directions."""
        self.up, self.down = (Direction(self.rate / 8, self.round_trip / 2) for _ in range(2))

    def reset(self) -> None:
        """Forget what has crossed so far."""
        self.up.carried = self.down.carried = self.connections = 0


class Proxy:
    """Carries connections to a server over the line."""

    def __init__(self, line: Line, server: int) -> None:
        """Remember the line and the port of the server behind it."""
        self._line, self._server = line, server

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until both sides have ended, or one has hung up."""
        opened = asyncio.get_running_loop().time() + self._line.round_trip  # when the client of a real line may speak
        self._line.connections += 1
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._server, limit=SEGMENT)
        except OSError:
            writer.close()
            return
        try:
            async with asyncio.TaskGroup() as both:
                Carrier(self._line.up, opened).start(both, reader, back)
                Carrier(self._line.down, opened).start(both, there, writer)
        except* (OSError, asyncio.CancelledError):
            pass  # hung up, or the line is taken down: asyncio would report either as an error of ours
        finally:
            writer.close()
            back.close()


class Carrier:
    """Takes one connection's bytes in one direction over the line."""

    def __init__(self, way: Direction, opened: float) -> None:
        """Begin with nothing on its way; `opened` is when the first byte may leave."""
        self._way, self._opened = way, opened
        self._coming: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        self._window = asyncio.Semaphore(WINDOW // SEGMENT)

    def start(self, tasks: asyncio.TaskGroup, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Carry from one stream to another; hanging up ends all tasks of the group."""
        tasks.create_task(self._take(source))
        tasks.create_task(self._give(target))

    async def _take(self, source: asyncio.StreamReader) -> None:
        """Book bytes on the line; stop reading while a window of them is on its way or unacknowledged."""
        now = asyncio.get_running_loop().time
        data = b"-"
        while data:
            await self._window.acquire()
            data = await source.read(SEGMENT)
            self._coming.put_nowait((self._way.book(len(data), max(now(), self._opened)), data))

    async def _give(self, target: asyncio.StreamWriter) -> None:
        """Give bytes on when they arrive; an end too."""
        loop = asyncio.get_running_loop()
        while True:
            when, data = await self._coming.get()
            await asyncio.sleep(when - loop.time())
            if target.is_closing():
                raise ConnectionResetError
            if not data:
                break
            self._way.carried += len(data)
            target.write(data)
            loop.call_later(self._way.delay, self._window.release)  # the acknowledgement takes its way back
        if target.can_write_eof():
            target.write_eof()


@contextmanager
def loop_in_thread() -> Iterator[asyncio.AbstractEventLoop]:
    """Run an event loop in a thread of its own; ends it and everything in it afterwards."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_end_tasks(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_tasks() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def listen(loop: asyncio.AbstractEventLoop, serve: Serve, port: int = 0, **options: Any) -> int:
    """Answer connections to a port of this machine (0: a free one) on a running loop; returns the port."""
    start = asyncio.start_server(serve, "127.0.0.1", port, **options)
    server = asyncio.run_coroutine_threadsafe(start, loop).result(10)
    return int(server.sockets[0].getsockname()[1])


@contextmanager
def slow_line(rate: float, round_trip: float, server: int, *, port: int = 0) -> Iterator[tuple[Line, int]]:
    """Put the line before a server on this machine; yields the line and its port.

    `rate` in bits a second, `round_trip` in seconds.
    """
    line = Line(rate, round_trip)
    with loop_in_thread() as loop:
        yield line, listen(loop, Proxy(line, server).serve, port, limit=SEGMENT)
