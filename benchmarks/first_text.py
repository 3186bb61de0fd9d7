"""Measure when a reader on 2G sees the first text: Chromium on a slow line, beside stock Material with the same text.

Each visit is a first one: a new browser with an empty profile, new connections, TLS 1.3, a processor six times slower
than this machine (set through the DevTools protocol), and the line of benchmarks/slow_link.py: 50 kbit/s, 400 ms round
trip, TLS records of 1,370 bytes, HTTP/1.1, Brotli 11, no DNS. Visits go round: every page once, then every page again.
Before, each page is visited once without the line, so that no compression is measured.

  first paint   First Contentful Paint, as the browser reports it
  text          the frame in which the last words of the page's main part are there
  loaded        the load event
  on the line   all bytes towards the reader until then: TLS, headers, bodies, of all connections

Addresses on other hosts fail at once (stock Material asks for Google's fonts): with them it would take longer.
Without --pages it takes the lightest, the median and the heaviest lite page of the source language, the median lite page
in Arabic, and the rich pages beside the two medians. The goal is a first paint after 3.5 s on every lite page.

Examples:
  python3 benchmarks/first_text.py --site site
  python3 benchmarks/first_text.py --site site --pages de/lite/index.html,de/index.html --json text.json

Exit status: 0 the goal is reached, 1 it is missed or a page never showed its text, 2 misuse.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if any(find_spec(name) is None for name in ("playwright", "cryptography", "mkdocs_static_i18n")):
    import _venv

    _venv.enter("test")

from benchmarks.measuring.material import stock_site  # noqa: E402
from benchmarks.measuring.process import Failed  # noqa: E402
from benchmarks.measuring.report import Goal, machine  # noqa: E402
from benchmarks.measuring.sections import add_reports, check_reports, table, words, write_section  # noqa: E402
from benchmarks.measuring.visits import Visit, tail_of, visit, visitor  # noqa: E402
from benchmarks.measuring.weight import Page, Site  # noqa: E402
from benchmarks.slow_link import SlowSite, slow_site  # noqa: E402
from playwright.sync_api import Playwright, sync_playwright  # noqa: E402
from playwright.sync_api import TimeoutError as TooLate  # noqa: E402

from _tools import chromium  # noqa: E402

GOAL = 3.5  # seconds
FEWEST = 5  # visits that give a median
INTEGREAT = "Integreat's web app: text after 33 s at 400 kbit/s, eight times this rate (as published)."


@dataclass(slots=True)
class Measured:
    """One page: whose it is, what it weighs (bytes after Brotli), and what each visit saw."""

    stack: str
    page: Page
    visits: list[Visit] = field(default_factory=list)
    on_the_line: list[int] = field(default_factory=list)

    def middle(self, name: str) -> float:
        """Return the median of one of the figures of a visit."""
        return float(median(getattr(visit, name) for visit in self.visits))


def main() -> int:
    """Measure, report, and tell whether the goal is reached."""
    parser = arguments()
    options = parser.parse_args()
    check_reports(parser, options)
    ours = Site(options.site) if options.site.is_dir() else parser.error(f"There is no folder {options.site}.")
    paths = options.pages or chosen(ours, options.languages)
    if unknown := [path for path in paths if path not in ours.paths]:
        parser.error(f"There is no page {unknown[0]} in {options.site}.")
    about = machine(["playwright", "mkdocs-material"]) | {"browser": browser_version()}
    try:
        measured = measure(ours, paths, options)
    except (Failed, TooLate) as failure:
        print(failure, file=sys.stderr)
        return 1
    day = datetime.now(UTC).date().isoformat()
    text = section(measured, about, options, day)
    print(text, end="")
    if options.json:
        save(options.json, measured, {"day": day, "machine": about, "rate": options.rate, "rtt": options.rtt})
    if options.markdown:
        write_section(options.markdown, "first_text.py", text)
    return int(goal(measured).missed)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True, metavar="FOLDER", help="the built site")
    parser.add_argument("--pages", type=words, metavar="A,B", help="pages below the site's folder")
    parser.add_argument("--languages", type=words, default=["de", "ar"], metavar="A,B", help="languages to choose from")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="visits of each page (%(default)s)")
    parser.add_argument("--rate", type=float, default=50, metavar="KBIT", help="kbit/s each way (%(default)s)")
    parser.add_argument("--rtt", type=float, default=400, metavar="MS", help="round trip in ms (%(default)s)")
    parser.add_argument("--cpu", type=float, default=6, metavar="N", help="times slower (%(default)s)")
    parser.add_argument(
        "--content",
        type=Path,
        default=ROOT / "content",
        metavar="FOLDER",
        help="the pages' Markdown, for stock Material",
    )
    parser.add_argument("--no-stock", action="store_true", help="leave stock Material out")
    add_reports(parser, "the figures of every visit")
    return parser


def chosen(site: Site, languages: Sequence[str]) -> list[str]:
    """Return the pages to visit: light, usual and heavy lite pages, and the rich pages beside the usual ones."""
    found: list[str] = []
    for number, tag in enumerate(languages):
        mine = [path for path in site.paths if path.startswith(f"{tag}/")]
        lite = [path for path in mine if site.rendition(path) == "lite"]
        by_weight = sorted(lite or mine, key=lambda path: site.page(path).total)
        if by_weight:
            usual = by_weight[len(by_weight) // 2]
            found += [by_weight[0], usual, by_weight[-1]] if number == 0 else [usual]
            found.append(usual.replace("/lite/", "/"))
    return list(dict.fromkeys(found))


def stock_path(path: str) -> str:
    """Return where stock Material has the page of ours in the source language."""
    inner = path.partition("/")[2].removeprefix("lite/")
    return inner if inner.endswith("index.html") else f"{inner.removesuffix('.html')}/index.html"


def measure(ours: Site, paths: Sequence[str], options: argparse.Namespace) -> list[Measured]:
    """Visit all pages in turns."""
    measured = [Measured("Lotse", ours.page(path)) for path in paths]
    with ExitStack() as stack:
        link = {"rate": options.rate, "rtt": options.rtt}
        lines = {"Lotse": stack.enter_context(slow_site(ours.folder, **link))}
        if not options.no_stock:
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lotse-first-text-")))
            stock = Site(stock_site(work / "stock", pages=options.content, source=options.languages[0], languages=2))
            lines["Stock Material"] = stack.enter_context(slow_site(stock.folder, **link))
            usual = paths[min(1, len(paths) - 1)]
            wanted = stock_path(usual)
            measured.append(Measured("Stock Material", stock.page(wanted if wanted in stock.paths else "index.html")))
        with sync_playwright() as playwright:
            for number in range(options.repeat + 1):
                for one in measured:
                    print(f"{number or 'before'}: {one.stack} {one.page.path}", file=sys.stderr)
                    once(one, lines[one.stack], playwright, options, slow=number > 0)
    return measured


def once(one: Measured, site: SlowSite, playwright: Playwright, options: argparse.Namespace, *, slow: bool) -> None:
    """Visit one page; only visits on the slow line are kept."""
    tail = tail_of((site.host.folder / one.page.path).read_text(encoding="utf-8"))
    with visitor(playwright, chromium(), options.cpu if slow else 1) as page:
        site.line.reset()
        seen = visit(page, (site.address if slow else site.direct) + one.page.path, tail)
        if slow:
            one.visits.append(seen)
            one.on_the_line.append(site.line.down.carried)


def browser_version() -> str:
    """Return what the browser calls itself."""
    return subprocess.run([chromium(), "--version"], capture_output=True, text=True).stdout.strip()


def goal(measured: Sequence[Measured]) -> Goal:
    """Return the goal with the slowest lite page held against it; None where no lite page was visited."""
    lite = [one.middle("fcp") for one in measured if one.stack == "Lotse" and one.page.rendition == "lite"]
    return Goal("first paint of every lite page, seconds, median", GOAL, max(lite, default=None))


def section(measured: Sequence[Measured], about: dict[str, str], options: argparse.Namespace, day: str) -> str:
    """Return the Markdown section."""
    held = goal(measured)
    few = "" if options.repeat >= FEWEST else f" Fewer than {FEWEST} visits are no measurement."
    value = "–" if held.value is None else f"{held.value:.2f}"
    lines = [
        f"Measured on {day}: {options.rate:g} kbit/s, {options.rtt:g} ms, processor {options.cpu:g} times slower; seconds, "
        f"median of {options.repeat} (fastest and slowest).{few} {INTEGREAT}",
        f"{', '.join(f'{name} {text}' for name, text in about.items())}.",
        "",
        *table("| page | bytes | requests | on the line | first paint | text | loaded |", list(map(row, measured))),
        "",
        *table(
            "| goal | at most | measured | |",
            [f"| {held.what} | {held.limit:g} | {value} | {held.verdict} |"],
        ),
    ]
    return "\n".join(lines) + "\n"


def row(one: Measured) -> str:
    """Return one page's line of the table."""
    times = [
        f"{one.middle(name):.2f} ({min(seen):.2f}–{max(seen):.2f})"
        for name in ("fcp", "text", "load")
        if (seen := [getattr(visit, name) for visit in one.visits])
    ]
    counts = f"{one.page.total:,} | {one.middle('requests'):.0f} | {median(one.on_the_line):,.0f}"
    return f"| {one.stack}, {one.page.path} | {counts} | {' | '.join(times)} |"


def save(file: Path, measured: Sequence[Measured], about: dict[str, object]) -> None:
    """Write every visit as JSON."""
    values = about | {"goal": asdict(goal(measured)), "pages": [asdict(one) for one in measured]}
    file.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
