"""Save and update a small guide offline while everything goes wrong, and count what ends up broken.

Each trial is one reader's browser (Chromium): half save the guide for the first time, half update a copy of version A to
version B. On three visits answers fail at a rate of 10, 30 or 60 %: 503, cut bodies with and without Content-Length, reset
connections, hanging ones, empty bodies, flipped bits, captive portals, redirects to a login page, stale versions; tabs
are closed and browsers killed (kill -9), also right after the last missing file arrived; storage runs short. Then the
server is stopped and pages are opened offline, after the faults, and again when they have ended and at most three healthy
visits were made; of ours eight pages each time, the others are judged by their bytes in the browser's storage. Broken is:
wrong bytes, versions mixed, the old copy lost, "saved" said of what is not there.

Debian's chromium-headless-shell is used where it is installed: the same engine, at a third of the time of chromium.
So that trials take seconds, the page's clock (setTimeout, AbortSignal.timeout) runs 20 times faster; the worker's does
not. Documents and scripts fail a quarter as often as data: a reader reloads until there is a page to save from. Empty
bodies and flipped bits never meet the worker script itself unless --worker-faults is given: Chromium then replaces a
working worker, whatever the site does (notes/offline.md 2.4). HTTPS rules out bit flips and captive portals; half of the
trials go without them and are also counted on their own.

Examples:
  python3 benchmarks/faults.py
  python3 benchmarks/faults.py --trials 40 --seed 7
  python3 benchmarks/faults.py --peers --json faults.json
  python3 benchmarks/faults.py --seed 7 --only 31

Exit status: 0 all goals are reached, 1 one is missed or the site could not be built, 2 misuse.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("playwright") is None or find_spec("mkdocs") is None:  # a bare Python: go on in the project's own .venv
    import _venv

    _venv.enter("test")

from benchmarks.measuring.faults_report import complaint, reached, report, values  # noqa: E402
from benchmarks.measuring.faults_run import Request, run_trials  # noqa: E402
from benchmarks.measuring.faults_sites import NoSite, build_versions  # noqa: E402
from benchmarks.measuring.faults_strategies import Lotse, Strategy, Workbox  # noqa: E402
from benchmarks.measuring.faults_trial import Outcome  # noqa: E402
from benchmarks.measuring.faults_workbox import install, workbox_version  # noqa: E402
from benchmarks.measuring.sections import check_reports  # noqa: E402

from _tools import chromium  # noqa: E402

WORKBOX = ROOT / ".cache" / "peers" / "workbox"


def main() -> int:
    """Build the sites, run the trials, report."""
    parser = arguments()
    options = parser.parse_args()
    check_reports(parser, options)
    with tempfile.TemporaryDirectory(prefix="lotse-faults-") as scratch:
        try:
            strategies = make_strategies(Path(scratch), options.peers)
        except NoSite as error:
            print(error)
            return 1
        outcomes = list(follow(run_trials(strategies, request(options)), options))
    outcomes.sort(key=lambda one: (one.strategy, one.number))
    print(report(outcomes), end="")
    if options.json:
        text = json.dumps({"seed": options.seed, "trials": values(outcomes)}, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return int(not reached(outcomes, Lotse.name))


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=positive, default=500, metavar="N", help="trials of each strategy (500)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what the faults are drawn from (1)")
    parser.add_argument("--only", type=int, metavar="N", help="run only trial N of the seed and print all its requests")
    parser.add_argument("--peers", action="store_true", help="run Workbox 7 (generateSW) through the same trials")
    parser.add_argument("--worker-faults", action="store_true", help="empty and flip the worker script too")
    parser.add_argument("--jobs", type=positive, default=2, metavar="N", help="trials at once (2)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every trial as JSON")
    return parser


def positive(text: str) -> int:
    """Read a number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def make_strategies(work: Path, peers: bool) -> list[Strategy]:
    """Return the strategies to try, their sites built below a folder."""
    old, new = build_versions(work)
    strategies: list[Strategy] = [Lotse(old, new)]
    if peers:
        tool = install(WORKBOX)
        pair = [workbox_version(tool, version, work / f"workbox-{version.name}") for version in (old, new)]
        strategies.append(Workbox(*pair))
    return strategies


def request(options: argparse.Namespace) -> Request:
    """Return what to run."""
    numbers = range(options.trials) if options.only is None else [options.only]
    jobs = options.jobs if options.only is None else 1
    executable = shutil.which("chromium-headless-shell") or chromium()  # the same engine at a third of the cost
    return Request(options.seed, numbers, executable, jobs, options.worker_faults)


def follow(outcomes: Iterator[Outcome], options: argparse.Namespace) -> Iterator[Outcome]:
    """Pass outcomes on, saying at once what went wrong; progress goes to a terminal only."""
    for number, outcome in enumerate(outcomes, 1):
        if options.only is not None:
            print("\n".join(outcome.log))
        if outcome.broken or outcome.failure or not outcome.complete:
            print(complaint(outcome, options.seed), flush=True)
        elif sys.stderr.isatty():
            print(f"{number} {outcome.strategy} {outcome.number}: whole, {outcome.seconds:.1f} s", file=sys.stderr)
        yield outcome


if __name__ == "__main__":
    raise SystemExit(main())
