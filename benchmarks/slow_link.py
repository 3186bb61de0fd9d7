"""Serve a built site over a slow line, as a phone on 2G meets it: to look at, and to measure with.

A static host with TLS 1.3, a certificate made now (ECDSA P-256; the handshake is as long as with a usual chain),
records of 1,370 bytes, HTTP/1.1, Brotli, and the headers of docs/hosting/_headers; before it a line in user space with
one rate for all connections in each direction, half the round trip as delay each way, and a whole round trip for each
connection. No packets are lost, and there is no DNS. The browser must accept the certificate.

Examples:
  python3 benchmarks/slow_link.py --site site
  python3 benchmarks/slow_link.py --site site --rate 400 --rtt 400 --port 8443

Exit status: 0 ended with Ctrl-C, 2 misuse.
"""

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("cryptography") is None or find_spec("brotli") is None:  # a bare Python: go on in the project's own .venv
    import _venv

    _venv.enter("test")

from benchmarks.measuring.host import RECORD, Host, tls  # noqa: E402
from benchmarks.measuring.link import Line, listen, loop_in_thread, slow_line  # noqa: E402

RULES = ROOT / "docs" / "hosting" / "_headers"


@dataclass(frozen=True, slots=True)
class SlowSite:
    """A site on a slow line: its address there, its address without the line, and both ends to look at."""

    address: str
    direct: str
    line: Line
    host: Host


@contextmanager
def slow_site(folder: Path, *, rate: float = 50, rtt: float = 400, port: int = 0) -> Iterator[SlowSite]:
    """Serve a built site over a line of `rate` kbit/s and a round trip of `rtt` ms."""
    host = Host(folder, RULES if RULES.is_file() else None, RECORD)
    with loop_in_thread() as loop:
        own = listen(loop, host.serve, ssl=tls())
        with slow_line(rate * 1000, rtt / 1000, own, port=port) as (line, outer):
            yield SlowSite(f"https://127.0.0.1:{outer}/", f"https://127.0.0.1:{own}/", line, host)


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True, metavar="FOLDER", help="the built site")
    parser.add_argument("--rate", type=above_zero, default=50, metavar="KBIT", help="kbit/s each way (%(default)s)")
    parser.add_argument("--rtt", type=above_zero, default=400, metavar="MS", help="round trip in ms (%(default)s)")
    parser.add_argument("--port", type=int, default=8443, metavar="N", help="port, 0 for a free one (%(default)s)")
    options = parser.parse_args()
    if not options.site.is_dir():
        parser.error(f"There is no folder {options.site}.")
    try:
        with slow_site(options.site, rate=options.rate, rtt=options.rtt, port=options.port) as site:
            print(f"{site.address} (Ctrl-C ends)", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        parser.error(f"Port {options.port} cannot be used: {error.strerror}.")
    return 0


def above_zero(text: str) -> float:
    """Read a number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


if __name__ == "__main__":
    sys.exit(main())
