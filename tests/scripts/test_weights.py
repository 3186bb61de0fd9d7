"""The scales and the slow line tell the truth: a tiny site weighed by hand, and a line timed with a raw socket."""

import json
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from scenario import ROOT

sys.path.insert(0, str(ROOT))
from benchmarks.measuring.host import CHAIN, RECORD, Host, accepted, tls
from benchmarks.measuring.link import listen, loop_in_thread, slow_line
from benchmarks.measuring.loads import Document
from benchmarks.measuring.weight import Page, Site, groups, weigh

HEAD = '<!doctype html><link rel="canonical" href="https://town.example/sub/{path}"><link rel="icon" href="data:,">'
LITE = HEAD + "<main>few words</main>"
RICH = HEAD + (
    '<link rel="stylesheet" href="../assets/a.css?v=1"><link rel="preload" href="../assets/a.css" as="style">'
    '<script src="/sub/assets/a.js" defer></script><script>inline()</script>'
    '<img src="../assets/big.png" srcset="../assets/small.png 1x, ../assets/big.png 2x"><img src="lazy.png" loading="lazy">'
    '<noscript><img src="../assets/never.png"></noscript><main>{words}</main>'
)
STYLES = '@import "b.css"; a{background:url(small.png)} b{background:url(data:,x)} /* url(no.png) */'
MORE = "@font-face{src:url(f.woff2) format('woff2'),url(f.woff)}"
FILES = {
    "index.html": HEAD.format(path="index.html"),
    "404.html": HEAD.format(path="404.html"),
    "de/index.html": RICH.format(path="de/index.html", words="one two three"),
    "de/lite/index.html": LITE.format(path="de/lite/index.html"),
    "assets/a.css": STYLES,
    "assets/b.css": MORE,
    "assets/a.js": "go();" * 50,
}
BINARY = {"assets/big.png": 900, "assets/small.png": 300, "assets/f.woff2": 700, "assets/never.png": 5000}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        write(tmp_path / path, text.encode())
    for path, size in BINARY.items():
        write(tmp_path / path, bytes(size))
    return tmp_path


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def page(site: Path, path: str) -> Page:
    return Site(site).page(path)


def pressed(text: str) -> int:
    return len(brotli.compress(text.encode(), quality=11))


def test_a_page_weighs_what_it_loads_at_once(site: Path) -> None:
    found = page(site, "de/index.html")
    assert found.html == pressed(FILES["de/index.html"])
    assert found.css == pressed(STYLES) + pressed(MORE)
    assert found.js == pressed(FILES["assets/a.js"])
    assert found.scripts == found.js + pressed("inline()")
    assert found.images == 900 + 300, (
        "the heaviest of the choices, and what CSS names; nothing lazy, nothing without script"
    )
    assert (found.fonts, found.font_files) == (700, 1)
    assert found.requests == 7, "document, two stylesheets, script, two pictures, a font"
    assert (found.elsewhere, found.missing, found.words) == ((), (), 3)


def test_a_lite_page_is_one_request(site: Path) -> None:
    found = page(site, "de/lite/index.html")
    assert (found.rendition, found.requests, found.total) == ("lite", 1, pressed(FILES["de/lite/index.html"]))


def test_a_page_without_an_icon_costs_the_request_browsers_make(site: Path) -> None:
    write(site / "de/lite/index.html", b"<main>no icon</main>")
    found = page(site, "de/lite/index.html")
    assert (found.requests, found.images, found.missing) == (2, pressed(FILES["404.html"]), ())


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//fonts.example/css">', "//fonts.example/css"),
        ('<link rel="preconnect" href="https://fonts.example">', "https://fonts.example"),
        ("<style>a{background:url('https://cdn.example/p.png')}</style>", "https://cdn.example/p.png"),
        ('<p style="background:url(https://cdn.example/p.png)">', "https://cdn.example/p.png"),
        ('<img src="https://cdn.example/p.png">', "https://cdn.example/p.png"),
        ('<iframe src="https://video.example/"></iframe>', "https://video.example/"),
    ],
)
def test_another_host_is_found(site: Path, tag: str, address: str) -> None:
    write(site / "de/index.html", tag.encode())
    assert page(site, "de/index.html").elsewhere == (address,)


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://elsewhere.example/">link</a>',
        '<script type="application/ld+json" src="https://cdn.example/x"></script>',
        '<img src="https://cdn.example/p.png" loading="lazy">',
        '<link rel="alternate" hreflang="de" href="https://elsewhere.example/">',
    ],
)
def test_what_is_not_loaded_does_not_count(site: Path, tag: str) -> None:
    write(site / "de/index.html", f'<link rel="icon" href="data:,">{tag}'.encode())
    found = page(site, "de/index.html")
    assert (found.requests, found.elsewhere, found.missing) == (1, (), ())


def test_the_own_address_in_full_is_the_own_site(site: Path) -> None:
    write(site / "de/index.html", b'<link rel="icon" href="https://town.example/sub/assets/small.png">')
    assert (page(site, "de/index.html").images, page(site, "de/index.html").elsewhere) == (300, ())


def test_all_pages_are_weighed_and_grouped(site: Path) -> None:
    pages = weigh(Site(site), jobs=2)
    assert [page.path for page in pages] == ["404.html", "de/index.html", "de/lite/index.html", "index.html"]
    assert {group.name: group.pages for group in groups(pages)} == {"lite": 1, "rich": 1, "other": 2}


def test_the_95th_percentile_is_a_weight_that_a_page_has(site: Path) -> None:
    for number in range(39):
        write(site / f"de/lite/{number}.html", LITE.encode() + bytes(str(number * 7919), "ascii") * number)
    lite = [page for page in weigh(Site(site)) if page.rendition == "lite"]
    [group] = [group for group in groups(lite)]
    assert group.p95 == sorted(page.total for page in lite)[37]  # the 38th of 40


def test_a_broken_budget_is_exit_1_and_named(site: Path) -> None:
    write(site / "de/lite/index.html", LITE.encode() + b'<img src="../../assets/big.png">')
    write(site / "de/alone.html", LITE.encode() + b'<img src="nowhere.png">')
    done = run("--site", site, "--json", site / "out.json")
    assert done.returncode == 1, done.stderr
    assert "de/lite/index.html (2 requests)" in done.stdout
    assert "Without a lite page: de/alone.html" in done.stdout
    assert "Without a file: nowhere.png (first in de/alone.html)" in done.stdout
    values = json.loads((site / "out.json").read_text(encoding="utf-8"))
    missed = {goal["what"] for goal in values["budgets"] if goal["value"] is not None and goal["value"] > goal["limit"]}
    assert missed == {"lite: requests", "rich: fonts", "rich pages without a lite page", "addresses without a file"}


def test_kept_budgets_are_exit_0(site: Path) -> None:
    write(site / "assets/b.css", b"p{margin:0}")
    done = run("--site", site, "--markdown", site / "out.md")
    assert done.returncode == 0, done.stdout + done.stderr
    written = (site / "out.md").read_text(encoding="utf-8")
    assert (
        written.startswith("<!-- measured by benchmarks/weights.py: begin -->") and "| Lotse, lite | 1 | 1 |" in written
    )
    again = run("--site", site, "--markdown", site / "out.md")
    assert again.returncode == 0 and (site / "out.md").read_text(encoding="utf-8") == written


def test_a_folder_without_pages_is_misuse(tmp_path: Path) -> None:
    done = run("--site", tmp_path)
    assert done.returncode == 2 and "no HTML file" in done.stderr and "Traceback" not in done.stderr


def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "benchmarks" / "weights.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_text_ends_where_the_main_part_ends() -> None:
    found = Document("<body><p>before<main>one <b>two</b><script>no()</script><style>p{}</style></main>after")
    assert found.text == "one two" and found.words == 2


@pytest.fixture
def echo() -> Iterator[int]:
    """Return the port of a server that repeats what it hears; a line `send N` is answered with N bytes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_all, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def answer_all(server: socket.socket) -> None:
    while True:
        try:
            peer, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=answer, args=(peer,), daemon=True).start()


def answer(peer: socket.socket) -> None:
    with peer:
        while data := peer.recv(1000):
            peer.sendall(bytes(int(data[5:])) if data.startswith(b"send ") else data)


def close_to(wanted: float, part: float, measure: Callable[[], float]) -> bool:
    """Try three times: the machine may be busy with something else."""
    return any(abs(measure() - wanted) <= wanted * part for _ in range(3))


def test_the_round_trip_is_as_ordered_and_a_connection_costs_one(echo: int) -> None:
    with slow_line(50_000, 0.4, echo) as (_, port):

        def first_echo() -> float:
            start = time.perf_counter()
            with socket.create_connection(("127.0.0.1", port)) as end:
                end.sendall(b"x")
                end.recv(1)
                first = time.perf_counter() - start
                end.sendall(b"x")
                end.recv(1)
                assert first > 0.4 * 1.9, "the connection itself takes a round trip"
                return time.perf_counter() - start - first

        assert close_to(0.4, 0.1, first_echo)


def test_two_connections_share_the_rate(echo: int) -> None:
    size, rate = 6250, 50_000
    with slow_line(rate, 0.1, echo) as (line, port):

        def seconds() -> float:
            with (
                socket.create_connection(("127.0.0.1", port)) as one,
                socket.create_connection(("127.0.0.1", port)) as two,
            ):
                for end in (one, two):
                    end.sendall(b"send %d" % size)
                first = len(one.recv(1))  # the clock starts when the line does: after the round trips
                start = time.perf_counter()
                readers = [
                    threading.Thread(target=read, args=(one, size - first)),
                    threading.Thread(target=read, args=(two, size)),
                ]
                for reader in readers:
                    reader.start()
                for reader in readers:
                    reader.join()
                return time.perf_counter() - start

        before_the_clock = 1400  # the piece of which the first byte was read
        assert close_to((2 * size - before_the_clock) * 8 / rate, 0.05, seconds)
        assert line.connections >= 2 and line.down.carried % (2 * size) == 0


def read(end: socket.socket, size: int) -> None:
    while size > 0:
        size -= len(end.recv(min(size, 65536)))


def test_each_write_is_a_tls_record_of_the_size_of_a_packet(site: Path) -> None:
    text = "".join(str(number * number) for number in range(4000)).encode()
    write(site / "long.html", text)
    with loop_in_thread() as loop:
        port = listen(loop, Host(site, record=RECORD).serve, ssl=tls())
        handshake, records = spoken(port, b"GET /long.html HTTP/1.1\r\nHost: a\r\n\r\n")
    assert abs(handshake - CHAIN) < 20, "as long as with a usual chain"
    assert sum(records) > len(text) and max(records) == RECORD
    assert len([size for size in records if size == RECORD]) >= len(text) // RECORD


def spoken(port: int, request: bytes) -> tuple[int, list[int]]:
    """Return the bytes a client reads in the handshake, and the sizes of all records after it on the wire."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    inward, outward, wire = ssl.MemoryBIO(), ssl.MemoryBIO(), bytearray()
    client = context.wrap_bio(inward, outward)
    with socket.create_connection(("127.0.0.1", port)) as end:

        def until(done: Callable[[], object]) -> None:
            while True:
                try:
                    if done():
                        return
                except ssl.SSLWantReadError:
                    end.sendall(outward.read())
                    data = end.recv(65536)
                    wire.extend(data)
                    inward.write(data)

        answer = bytearray()
        until(lambda: client.do_handshake() or True)
        handshake = len(wire)
        client.write(request)
        until(lambda: answer.extend(client.read(65536)) or complete(bytes(answer)))
    return handshake, list(records_of(bytes(wire[handshake:])))


def complete(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    return len(body) == int(re.findall(rb"Content-Length: (\d+)", head)[0])


def records_of(wire: bytes) -> Iterator[int]:
    while wire:
        size = 5 + int.from_bytes(wire[3:5], "big")
        yield size
        wire = wire[size:]


@pytest.mark.parametrize(("accept", "coding"), [("gzip, deflate, br", "br"), ("gzip;q=1", "gzip"), ("identity", "")])
def test_the_host_compresses_as_the_browser_allows(site: Path, accept: str, coding: str) -> None:
    answer = Host(site).answer("GET", "/assets/a.js", accepted(f"GET / HTTP/1.1\r\nAccept-Encoding: {accept}"))
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_host_gives_the_headers_of_its_rules(site: Path) -> None:
    write(
        site / "_headers", b"# all\n/*\n  X-One: 1\n  Cache-Control: no-cache\n/assets/*\n  Cache-Control: max-age=9\n"
    )
    host = Host(site, site / "_headers")
    assert host.headers("/de/index.html") == {"X-One": "1", "Cache-Control": "no-cache"}
    assert host.headers("/assets/a.js") == {"X-One": "1", "Cache-Control": "max-age=9"}


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/", 200),
        ("/de/", 200),
        ("/de", 301),
        ("/de/index.html?v=1", 200),
        ("/nothing", 404),
        ("/../../etc/passwd", 404),
    ],
)
def test_the_host_answers_as_static_hosts_do(site: Path, target: str, status: int) -> None:
    assert Host(site).answer("GET", target, frozenset()).status == status
