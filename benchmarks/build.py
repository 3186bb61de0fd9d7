"""Measure how long the same pages take in many languages: Lotse, the stock stack and, on request, two peers.

The pages are those of the district of Augsburg (../shared/corpus, imported with scripts/import_integreat.py) or those
of a folder of yours that holds <tag>/…/*.md, copied to as many languages as asked for. Each stack builds them cold, then
again after one sentence was added to one page. Reported are the median wall and CPU time, the peak memory of all
processes together (PSS), and the bytes of a typical page and of the whole site; then the goals held against them.

A failure of a stack is reported in its place. Nothing else should run meanwhile: the load before the start is noted.

Examples:
  python3 benchmarks/build.py
  python3 benchmarks/build.py --peers --json build.json --markdown docs/benchmarks.md
  python3 benchmarks/build.py --languages 10 --only lotse,hugo --repeat 1

Exit status: 0 all measured goals are reached, 1 a goal is missed or a build failed, 2 misuse.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("mkdocs_static_i18n") is None:  # a bare Python: go on in the project's own .venv
    import _venv

    _venv.enter()

import yaml  # noqa: E402 - after the path to everything
from benchmarks.measuring.pages import LANGUAGES, multiply, usable  # noqa: E402
from benchmarks.measuring.report import goals, machine, section, write_section  # noqa: E402
from benchmarks.measuring.sections import add_reports, check_reports  # noqa: E402
from benchmarks.measuring.stacks import Hugo, Lotse, Stack, Stock, Zensical  # noqa: E402
from benchmarks.measuring.trial import Trial, measure  # noqa: E402

STACKS: dict[str, type[Stack]] = {"lotse": Lotse, "stock": Stock, "zensical": Zensical, "hugo": Hugo}
PEERS = ("zensical", "hugo")
CORPUS = ROOT.parent / "shared" / "corpus" / "integreat-lkaugsburg"


def main() -> int:
    """Measure, report, and tell whether all is well."""
    parser = arguments()
    options = parser.parse_args()
    check_reports(parser, options)
    about = machine(sorted({package for name in chosen(options) for package in STACKS[name].packages}))
    with tempfile.TemporaryDirectory(prefix="lotse-benchmark-") as scratch:
        work = options.work.resolve() if options.work else Path(scratch)
        trials = list(measure_all(parser, options, work))
    day = datetime.now(UTC).date().isoformat()
    text = section(trials, about, options.repeat, day)
    print(text, end="")
    if options.json:
        values = {"day": day, "repeat": options.repeat, "machine": about, "trials": [asdict(trial) for trial in trials]}
        options.json.write_text(
            json.dumps(values | {"goals": [asdict(goal) for goal in goals(trials)]}, ensure_ascii=False, indent=2)
            + "\n",
            encoding="utf-8",
        )
    if options.markdown:
        write_section(options.markdown, text)
    return int(any(goal.missed for goal in goals(trials)) or any(trial.failure for trial in trials))


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pages",
        type=Path,
        metavar="FOLDER",
        help="pages to build, <tag>/…/*.md; without it the Augsburg corpus is imported",
    )
    parser.add_argument(
        "--languages", type=numbers, default=[2, 5, 10, 20], metavar="N,N", help="numbers of languages (2,5,10,20)"
    )
    parser.add_argument(
        "--repeat", type=positive, default=5, metavar="N", help="measured builds of which the median counts (5)"
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="also measure Zensical (one process per language) and Hugo (a plain theme of ours)",
    )
    parser.add_argument("--only", type=names, metavar="NAMES", help=f"measure only some of {', '.join(STACKS)}")
    add_reports(parser, "all figures")
    parser.add_argument(
        "--work", type=Path, metavar="FOLDER", help="keep the projects and sites there, to look at them"
    )
    return parser


def chosen(options: argparse.Namespace) -> Sequence[str]:
    """Return the names of the stacks to measure."""
    return options.only or [name for name in STACKS if options.peers or name not in PEERS]


def measure_all(parser: argparse.ArgumentParser, options: argparse.Namespace, work: Path) -> Iterator[Trial]:
    """Yield the trial of each stack at each number of languages."""
    pages = options.pages or imported(parser, work / "imported")
    source = yaml.safe_load((ROOT / "locales" / "languages.yml").read_text(encoding="utf-8"))["source"]
    real = usable(pages, source)
    if not real:
        parser.error(f"{pages} has no pages in {source}, the source language of locales/languages.yml.")
    for number in options.languages:
        corpus = multiply(pages, real, number, fresh(work / f"{number}" / "pages"))
        for name in chosen(options):
            print(f"{number} languages: {name} …", file=sys.stderr)
            yield measure(STACKS[name](corpus, work / f"{number}" / name), options.repeat, edits=name != "stock")


def imported(parser: argparse.ArgumentParser, folder: Path) -> Path:
    """Import the corpus beside this checkout and return where its pages are."""
    if not CORPUS.is_dir():
        parser.error(f"There is no {CORPUS}; name a folder of pages with --pages.")
    what = [str(CORPUS), "--region", "lkaugsburg", "--languages", "de,en", "--into", str(fresh(folder))]
    result = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "import_integreat.py"), *what], capture_output=True, encoding="utf-8"
    )
    if result.returncode:
        parser.error(f"The import of {CORPUS} failed:\n{result.stdout}{result.stderr}")
    return folder


def fresh(folder: Path) -> Path:
    """Return an empty folder; one left by an earlier run with --work is replaced."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def numbers(text: str) -> list[int]:
    """Read numbers of languages."""
    found = [positive(part) for part in text.split(",")]
    if max(found) > len(LANGUAGES):
        raise argparse.ArgumentTypeError(f"there are tags for {len(LANGUAGES)} languages only")
    return found


def positive(text: str) -> int:
    """Read a whole number above 0."""
    if not text.strip().isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def names(text: str) -> list[str]:
    """Read names of stacks."""
    found = text.replace(" ", "").split(",")
    if unknown := [name for name in found if name not in STACKS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(STACKS)}")
    return found


if __name__ == "__main__":
    sys.exit(main())
