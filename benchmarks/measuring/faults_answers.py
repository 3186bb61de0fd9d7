"""One connection's answers: right ones, and each kind of wrong one."""

import contextlib
import socket
import struct
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from benchmarks.measuring.faults_plan import Fault

if TYPE_CHECKING:
    from benchmarks.measuring.faults_host import Host

PROBE = "/probe.html"
BLANK = b"<!doctype html><title>Probe</title>"
PORTAL = b"<!doctype html><title>Free WiFi</title><main>Welcome! Please accept our terms of use.</main>"
LOGIN = b"<!doctype html><title>Sign in</title><main>Your session has ended. Please sign in.</main>"
TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}


class Answers(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    site: "Host"

    def setup(self) -> None:
        """Begin a connection."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.site.connected(self.connection, True)

    def finish(self) -> None:
        """End a connection."""
        self.site.connected(self.connection, False)
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def do_GET(self) -> None:
        """Answer as planned; a hanging answer does not count as running."""
        path = unquote(urlsplit(self.path).path)
        if path.endswith("/"):
            path += "index.html"
        destination = self.headers.get("Sec-Fetch-Dest", "empty")
        if path.startswith("/workbox-"):
            destination = "serviceworker"  # part of the peer's worker, which imports it
        if self.site.probing:
            return self._send(200, BLANK, TYPES["html"]) if path == PROBE else self._hang_up()
        self.site.busy(1)
        try:
            self._answer(path, destination)
        finally:
            self.site.busy(-1)

    def do_POST(self) -> None:
        """Take the page's word that it is about to commit (the script of faults_browser sends it)."""
        self.site.on_commit()
        self._send(204, b"", TYPES["txt"])

    def _answer(self, path: str, destination: str) -> None:
        fault, part = self.site.wanted(path, destination)
        body = self.site.files.get(path[1:])
        if fault is Fault.STALE and self.site.older.get(path[1:]) == body:
            fault = None  # nothing older to give
        if fault and (body is not None or fault in (Fault.ERROR, Fault.RESET, Fault.HANG)):
            self.site.note(path, fault)
            return _WAYS[fault](self, path, body or b"", part, destination)
        if body is None:
            return self._send(404, b"<!doctype html><title>Not found</title>", TYPES["html"])
        self._send(200, body, _type(path), keep=True)
        self.site.note(path, None)

    def _send(
        self, status: int, body: bytes, kind: str, length: int | None = None, keep: bool = False, **more: str
    ) -> None:
        """Send an answer; `keep` lets the browser keep it where the host is one that does."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is None or length >= 0:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Cache-Control", "max-age=600" if keep and self.site.aged else "no-cache")
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _error(self, path: str, body: bytes, part: float, destination: str) -> None:
        self._send(503, b"Service Unavailable", TYPES["txt"])

    def _cut(self, path: str, body: bytes, part: float, destination: str) -> None:
        self._send(200, body[: int(len(body) * part)], _type(path), len(body))
        self._hang_up()

    def _open_cut(self, path: str, body: bytes, part: float, destination: str) -> None:
        self._send(200, body[: int(len(body) * part)], _type(path), -1, destination == "empty", Connection="close")
        self._hang_up()

    def _reset(self, path: str, body: bytes, part: float, destination: str) -> None:
        if part > 0.5:
            self._send(200, body[: int(len(body) * part)], _type(path), len(body))
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _stall(self, path: str, body: bytes, part: float, destination: str) -> None:
        if part > 0.5:
            self._send(200, body[: int(len(body) * part)], _type(path), len(body))
            self.wfile.flush()
        self.site.busy(-1)
        self.site.hang()
        self.site.busy(1)
        self._hang_up()

    def _empty(self, path: str, body: bytes, part: float, destination: str) -> None:
        self._send(200, b"", _type(path), keep=destination == "empty")

    def _flip(self, path: str, body: bytes, part: float, destination: str) -> None:
        bit = int(len(body) * 8 * part)
        changed = bytearray(body)
        if changed:
            changed[bit // 8] ^= 1 << bit % 8
        self._send(200, bytes(changed), _type(path), keep=destination == "empty")

    def _captive(self, path: str, body: bytes, part: float, destination: str) -> None:
        self._send(200, PORTAL, TYPES["html"], keep=destination == "empty")

    def _login(self, path: str, body: bytes, part: float, destination: str) -> None:
        self._send(302, b"", TYPES["html"], Location="/login.html")

    def _stale(self, path: str, body: bytes, part: float, destination: str) -> None:
        old = self.site.older.get(path[1:])
        if old is None:
            return self._send(404, b"<!doctype html><title>Not found</title>", TYPES["html"])
        self._send(200, old, _type(path), keep=destination == "empty")

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


_WAYS: Mapping[Fault, Callable[[Answers, str, bytes, float, str], None]] = {
    Fault.ERROR: Answers._error,
    Fault.CUT: Answers._cut,
    Fault.OPEN_CUT: Answers._open_cut,
    Fault.RESET: Answers._reset,
    Fault.HANG: Answers._stall,
    Fault.EMPTY: Answers._empty,
    Fault.FLIP: Answers._flip,
    Fault.CAPTIVE: Answers._captive,
    Fault.LOGIN: Answers._login,
    Fault.STALE: Answers._stale,
}


def _type(path: str) -> str:
    return TYPES.get(path.rsplit(".", 1)[-1], "application/octet-stream")
