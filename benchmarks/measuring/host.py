"""A static host as a good one is: compressed answers, the headers of a `_headers` file, small TLS records.

HTTP/1.1 with connections kept open; a browser opens several, as it does with every host that speaks no HTTP/2.
"""

import asyncio
import ipaddress
import mimetypes
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from functools import cache
from gzip import compress as gzipped
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

RECORD = 1370  # bytes of a TLS record on the wire
AROUND = 22  # of them TLS 1.3's own: header 5, kind of content 1, tag 16
TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".avif": "image/avif"}
TYPES |= {".webp": "image/webp", ".woff2": "font/woff2", ".json": "application/json"}
TEXT = ("text/", "application/json", "application/manifest+json", "application/xml", "image/svg+xml")
REASONS = {200: "OK", 301: "Moved Permanently", 404: "Not Found", 405: "Method Not Allowed"}
CHAIN = 1983  # bytes read in the handshake of a host with a usual ECDSA chain (../shared/notes/offline.md, 2.2)
COMMENT = x509.ObjectIdentifier("2.16.840.1.113730.1.13")  # netscape-comment: free text that browsers skip
PADDING = 1253  # characters of it, until the handshake is as long as CHAIN


@dataclass(frozen=True, slots=True)
class Answer:
    """What the host says: status, headers, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def bytes(self, head_only: bool = False) -> bytes:
        """Return the answer as it goes over the line."""
        lines = [
            f"HTTP/1.1 {self.status} {REASONS[self.status]}",
            *(f"{name}: {v}" for name, v in self.headers.items()),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if head_only else self.body)


class Host:
    """Serves the files of a folder; each is compressed once and then kept."""

    def __init__(self, folder: Path, rules: Path | None = None, record: int = 0) -> None:
        """Take a built site, the `_headers` file of a host if there is one, and the size of TLS records, 0 for any."""
        self.folder = folder.resolve()
        self.rules = read_rules(rules.read_text(encoding="utf-8")) if rules else []
        self.piece = record - AROUND if record else 1 << 14
        self.asked: list[str] = []
        self.packed = cache(self._packed)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, target = head.split(" ", 2)[:2]
                self.asked.append(target)
                data = self.answer(method, target, accepted(head)).bytes(method == "HEAD")
                for start in range(0, len(data), self.piece):
                    writer.write(data[start : start + self.piece])  # becomes a record of its own
                    await writer.drain()
                    await asyncio.sleep(0)  # lets the loop see that the browser has hung up
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, OSError, ValueError):
            pass  # the browser hung up, or is no browser
        finally:
            writer.close()

    def answer(self, method: str, target: str, accept: frozenset[str]) -> Answer:
        """Return what the host says to a request."""
        path = unquote(urlsplit(target).path)
        file = (self.folder / path.lstrip("/")).resolve()
        if method not in ("GET", "HEAD"):
            return Answer(405, {"Content-Length": "0"}, b"")
        if file.is_dir() and not path.endswith("/"):
            return Answer(301, {"Location": f"{path}/", "Content-Length": "0"}, b"")
        file = file / "index.html" if file.is_dir() else file
        if file.is_relative_to(self.folder) and file.is_file():
            return self._file(200, file, path, accept)
        lost = self.folder / "404.html"
        return self._file(404, lost, path, accept) if lost.is_file() else Answer(404, {"Content-Length": "0"}, b"")

    def _file(self, status: int, file: Path, path: str, accept: frozenset[str]) -> Answer:
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = kind.startswith(TEXT)
        coding = next((name for name in ("br", "gzip") if text and name in accept), "")
        body = self.packed(file, coding)
        headers = {"Content-Type": f"{kind}; charset=utf-8" if text else kind, "Content-Length": str(len(body))}
        headers |= {"Content-Encoding": coding} if coding else {}
        headers |= {"Vary": "Accept-Encoding"} if text else {}
        return Answer(status, headers | self.headers(path), body)

    def headers(self, path: str) -> dict[str, str]:
        """Return the headers that the host's rules give to a path; later rules replace earlier ones."""
        return {name: value for pattern, name, value in self.rules if fnmatchcase(path, pattern)}

    def _packed(self, file: Path, coding: str) -> bytes:
        data = file.read_bytes()
        if coding == "br":
            return bytes(brotli.compress(data, quality=11))
        return gzipped(data, 9, mtime=0) if coding == "gzip" else data


def accepted(head: str) -> frozenset[str]:
    """Return the compressions a request accepts."""
    lines = (line.partition(":") for line in head.split("\r\n"))
    value = next((value for name, _, value in lines if name.lower() == "accept-encoding"), "")
    return frozenset(part.partition(";")[0].strip() for part in value.split(","))


def read_rules(text: str) -> list[tuple[str, str, str]]:
    """Read a `_headers` file as Netlify and Cloudflare have it: a path, then its headers, indented."""
    rules, pattern = [], ""
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.strip().partition(":")
            rules.append((pattern, name.strip(), value.strip()))
        else:
            pattern = line.strip()
    return rules


def tls() -> ssl.SSLContext:
    """Return the TLS of a host with a certificate made now: ECDSA P-256, and as long as a usual chain is."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    addresses = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    comment = b"\x16\x82" + PADDING.to_bytes(2, "big") + b"." * PADDING  # an IA5String in DER
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .add_extension(x509.UnrecognizedExtension(COMMENT, comment), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(pem, form, serialization.NoEncryption())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:  # OpenSSL reads it from a file only
        file.write(secret + certificate.public_bytes(pem))
        file.flush()
        context.load_cert_chain(file.name)
    return context
