"""Import a region's pages from Integreat (integreat.app) into the content folder.

SOURCE is a folder of saved API answers (<language>/pages.json) or the base address of an Integreat server, like
https://cms.integreat-app.de. The first language gives every page its path. Run it again to bring in what changed
upstream: files nobody edited here are renewed, edited ones are kept and named.

    python3 scripts/import_integreat.py https://cms.integreat-app.de --region lkaugsburg --languages de,en --into content/

Exit code 0: imported (the report lists what could not be carried over); 1: something edited here was not overwritten, or
nothing was imported because an answer was broken; 2: the command was not understood.
"""

import argparse
import json
import re
import sys
import time
from pathlib import Path

import _venv

_venv.enter()

from lotse.exchange.integreat import Fetcher, ImportFailed, Order, Report, import_region  # noqa: E402


def main() -> int:
    """Import, and print the report."""
    options = arguments()
    order = Order(options.source, options.region, options.languages, options.into, options.assets, options.name)
    try:
        report = import_region(order, Fetcher(options.timeout, time.monotonic))
    except ImportFailed as error:
        print(f"Nothing was imported: {error}", file=sys.stderr)
        return 1
    try:
        tell(report, options.json)
    except OSError as error:
        print(f"The import is done, but {options.json} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    return int(report.refused)


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="SOURCE", help="folder of saved answers, or API base address")
    parser.add_argument("--region", required=True, type=slug, help="the region's name in addresses, like lkaugsburg")
    parser.add_argument(
        "--languages", required=True, type=tags, help="languages to import, the source language first: de,en"
    )
    parser.add_argument("--into", required=True, type=Path, metavar="FOLDER", help="the content folder of the project")
    parser.add_argument(
        "--assets", action="store_true", help="fetch pictures and show them (otherwise they are linked)"
    )
    parser.add_argument("--name", default="", help="title of home pages that have to be made (default: the region)")
    parser.add_argument("--timeout", type=seconds, default=20.0, help="seconds to wait for a server (default: 20)")
    parser.add_argument(
        "--json", metavar="FILE", help="write the report for programs; - prints it instead of the lines"
    )
    return parser.parse_args()


def tell(report: Report, file: str | None) -> None:
    """Print the report for people, or write it for programs."""
    text = json.dumps(report.as_dict(), ensure_ascii=False, indent=1)
    if file != "-":
        print("\n".join(report.lines()))
    if file == "-":
        print(text)
    elif file:
        Path(file).write_text(text + "\n", encoding="utf-8")


def slug(text: str) -> str:
    """Return a region's name, or refuse what is none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a region: use the name in its addresses, like lkaugsburg")
    return text


def tags(text: str) -> tuple[str, ...]:
    """Return the languages of a list with commas, each once."""
    named = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    wrong = next((tag for tag in named if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)), None)
    if wrong or not named:
        raise argparse.ArgumentTypeError(f"{wrong or text!r} is not a language tag: write them with commas, like de,en")
    return named


def seconds(text: str) -> float:
    """Return a positive number of seconds."""
    if not re.fullmatch(r"\d+(\.\d+)?", text) or not float(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return float(text)


if __name__ == "__main__":
    raise SystemExit(main())
