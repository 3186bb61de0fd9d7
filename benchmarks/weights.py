"""Weigh any built site: what each page costs on a first visit, and whether that keeps the budgets.

A page weighs what a browser fetches to show it: the document, and everything it loads at once from its own origin
(styles, scripts, pictures that are not lazy, fonts, icons, what CSS names), each file as Brotli 11 makes it or as it is
where its format is compressed already. Where a browser chooses between files, the heaviest counts. Addresses on other
hosts cannot be weighed; they are counted and listed. Headers are not counted, nor what scripts fetch afterwards: the
service worker and the language pack have figures of their own, and benchmarks/first_text.py counts on the line.

Lite pages lie in a folder `lite`; `other` are the pages of no language, guide.html and share.html. The budgets hold for
all pages of every --site together; each --peer is a built site beside them, --stock builds content/ with Material and
weighs that.

Examples:
  python3 benchmarks/weights.py --site site
  python3 benchmarks/weights.py --site site --stock --json weights.json --markdown docs/benchmarks.md
  python3 benchmarks/weights.py --site Demo=site --site Corpus=../corpus/site --peer Hugo=../hugo/public

Exit status: 0 all budgets are kept, 1 one is broken, 2 misuse.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("mkdocs_static_i18n") is None or find_spec("brotli") is None:  # a bare Python: go on in our own .venv
    import _venv

    _venv.enter()

from benchmarks.measuring.budgets import Weighed, checks, findings, save, section  # noqa: E402
from benchmarks.measuring.material import stock_site  # noqa: E402
from benchmarks.measuring.process import Failed  # noqa: E402
from benchmarks.measuring.sections import add_reports, check_reports, write_section  # noqa: E402
from benchmarks.measuring.weight import Site, weigh  # noqa: E402


def main() -> int:
    """Weigh, report, and tell whether the budgets are kept."""
    parser = arguments()
    options = parser.parse_args()
    check_reports(parser, options)
    try:
        with tempfile.TemporaryDirectory(prefix="lotse-weights-") as work:
            ours = [weighed_site(parser, *site) for site in options.site]
            peers = [weighed_site(parser, *site) for site in sites_beside(options, Path(work))]
            day = datetime.now(UTC).date().isoformat()
            text = section(ours, peers, day)
            print(text, end="")
            print("".join(f"\n{finding}" for finding in findings(ours)))
            if options.json:
                save(options.json, ours, peers, day)
    except Failed as failure:
        print(f"Stock Material was not built: {failure}", file=sys.stderr)
        return 1
    if options.markdown:
        write_section(options.markdown, "weights.py", text)
    return int(any(goal.missed for goal in checks(ours)))


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--site",
        type=named,
        action="append",
        required=True,
        metavar="[NAME=]FOLDER",
        help="a built site to hold against the budgets",
    )
    parser.add_argument(
        "--peer",
        type=named,
        action="append",
        default=[],
        metavar="[NAME=]FOLDER",
        help="another built site, to compare",
    )
    parser.add_argument("--stock", action="store_true", help="build content/ with stock Material and weigh it too")
    add_reports(parser, "the figures of every page")
    return parser


def named(text: str) -> tuple[str, Path]:
    """Read the folder of a site and the name it has in the report."""
    name, found, folder = text.partition("=")
    return (name, Path(folder)) if found else ("Lotse", Path(text))


def sites_beside(options: argparse.Namespace, work: Path) -> Iterator[tuple[str, Path]]:
    """Yield the names and folders of the sites to compare with."""
    yield from options.peer
    if options.stock:
        print("Stock Material is built …", file=sys.stderr)
        yield "Stock Material", stock_site(work / "stock")


def weighed_site(parser: argparse.ArgumentParser, name: str, folder: Path) -> Weighed:
    """Weigh one site."""
    if not folder.is_dir() or not any(folder.rglob("*.html")):
        parser.error(f"{folder} is no built site: there is no HTML file in it.")
    site = Site(folder)
    print(f"{name}: {len(site.paths)} pages …", file=sys.stderr)
    return Weighed(name, site, weigh(site))


if __name__ == "__main__":
    sys.exit(main())
