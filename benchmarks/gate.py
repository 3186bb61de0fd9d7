"""Measure the translation gate: list what it finds in two folders of Markdown, or seed faults and count what it misses.

Pages that stand at the same path in both folders are a pair. Without --faults all findings are listed. With --faults N the
pairs without errors and warnings are taken as clean, and N faults of 20 kinds are seeded into them, one into a page at a
time: facts (planted into both pages where the page has none, each as its language writes it), structure, language, length.
A fault is found where a finding stands within three lines of it; findings elsewhere on the page are false alarms. Then
every clean page is changed in ways that must not alarm: digits of other scripts, isolates, no-break blanks, +49, NFD.

Text in another language comes from the folders beside --translation, else from this project's content/.

--corpus takes the pages of a corpus of questions instead of two folders: written to a temporary folder, a paragraph a line.

Examples:
  python3 benchmarks/gate.py --source content/de --translation content/ar --language ar
  python3 benchmarks/gate.py --source content/de --translation content/ti --language ti --faults 300 --seed 4 --json gate.json
  python3 benchmarks/gate.py --corpus ../shared/corpus/integreat-lkaugsburg/questions --language uk --faults 400

Exit status: 0 nothing found, or all goals are reached; 1 errors or warnings were found, or a goal is missed; 2 misuse.
"""

import argparse
import json
import random
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("mkdocs") is None or find_spec("py3langid") is None:  # a bare Python: go on in the project's own .venv
    import _venv

    _venv.enter()

from benchmarks.measuring.gate_corpus import write_pages  # noqa: E402
from benchmarks.measuring.gate_faults import World  # noqa: E402
from benchmarks.measuring.gate_pairs import Bench, PagePair, bench, read_pairs  # noqa: E402
from benchmarks.measuring.gate_report import goals, report, values  # noqa: E402
from benchmarks.measuring.gate_run import alarms, seed  # noqa: E402

from lotse.check.parity.fold import letters  # noqa: E402
from lotse.check.parity.prose import own_words  # noqa: E402
from lotse.read.segments import document  # noqa: E402
from lotse.report import Finding, Level  # noqa: E402

MANY = 2000  # segments of other languages to draw from


def main() -> int:
    """List the findings, or seed faults and report."""
    parser = arguments()
    options = parser.parse_args()
    with TemporaryDirectory(prefix="lotse-gate-") as temporary:
        if options.corpus:
            _take_corpus(parser, options, Path(temporary))
        return measure(parser, options)


def _take_corpus(parser: argparse.ArgumentParser, options: argparse.Namespace, folder: Path) -> None:
    """Write the pages of a corpus and point the options at them."""
    if options.source or options.translation:
        parser.error("--corpus stands for --source and --translation.")
    if not (options.corpus / "de.jsonl").is_file():
        parser.error(f"There is no {options.corpus / 'de.jsonl'}.")
    write_pages(options.corpus, folder)
    options.source, options.translation = folder / options.source_language, folder / options.language


def measure(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """List the findings of two folders, or seed faults and report."""
    if not (options.source and options.translation):
        parser.error("--source and --translation are needed, or --corpus.")
    for folder in (options.source, options.translation):
        if not folder.is_dir():
            parser.error(f"There is no folder {folder}.")
    pairs = read_pairs(options.source, options.translation)
    if not pairs:
        parser.error(f"{options.source} and {options.translation} share no page.")
    others = {folder.name: folder for folder in foreign_folders(options)}
    measured = bench(options.source_language, options.language, pairs, sorted(others), ROOT / ".cache" / "parity")
    if options.faults:
        return seeded(measured, pairs, options, others)
    return listed(measured, pairs, options.json)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, metavar="FOLDER", help="the pages as they were written")
    parser.add_argument("--translation", type=Path, metavar="FOLDER", help="the same pages translated")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="questions about pages in several languages")
    parser.add_argument("--language", required=True, metavar="TAG", help="the language of the translation (BCP 47)")
    parser.add_argument("--source-language", default="de", metavar="TAG", help="the language of the source (de)")
    parser.add_argument("--faults", type=positive, metavar="N", help="seed N faults and count what is found")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what the faults are drawn from (1)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write everything as JSON")
    return parser


def positive(text: str) -> int:
    """Read a number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def foreign_folders(options: argparse.Namespace) -> list[Path]:
    """Return the folders of other languages: beside the translation, else those of this project."""
    own = {options.language, options.source_language, "facts"}
    for beside in (options.translation.resolve().parent, ROOT / "content"):
        folders = [folder for folder in sorted(beside.iterdir()) if folder.is_dir() and folder.name not in own]
        if folders:
            return folders
    return []


def listed(measured: Bench, pairs: list[PagePair], out: Path | None) -> int:
    """Print every finding, then how many there are by code and on how many pages."""
    found: list[Finding] = [finding for pair in pairs for finding in measured.findings(pair)]
    print("\n".join(map(str, found)))
    for (code, level), number in sorted(Counter((one.code, one.level) for one in found).items()):
        pages = len({one.file for one in found if (one.code, one.level) == (code, level)})
        print(f"{code} {level}: {number} on {pages} pages")
    erroneous = len({one.file for one in found if one.level is Level.ERROR})
    print(f"{len(pairs)} pages compared, {erroneous} with errors, {len({one.file for one in found})} with any finding.")
    write(out, {"pages": len(pairs), "findings": [one.as_dict() for one in found]})
    return int(bool(found))


def seeded(measured: Bench, pairs: list[PagePair], options: argparse.Namespace, others: dict[str, Path]) -> int:
    """Seed faults into the clean pages and print the tables."""
    found = [(pair, measured.findings(pair)) for pair in pairs]
    clean = [pair for pair, findings in found if not findings]
    erroneous = sum(any(one.level is Level.ERROR for one in findings) for _, findings in found)
    print(
        f"{len(pairs)} pages, {erroneous} with errors, {len(pairs) - len(clean)} with any finding; the others are clean.\n"
    )
    if not clean:
        print("There is no clean page to seed faults into.")
        return 1
    chance = random.Random(options.seed)
    world = World(options.source_language, options.language, texts(others, chance))
    outcomes = list(seed(measured, clean, world, options.faults, chance))
    changes = list(alarms(measured, clean, world, chance))
    print("\n".join(report(outcomes, changes)))
    write(options.json, values(outcomes, changes) | {"pages": len(pairs), "clean": len(clean)})
    return int(not all(goal.reached for goal in goals(outcomes, changes)))


def texts(folders: dict[str, Path], chance: random.Random) -> list[str]:
    """Return segments in other languages, long enough to tell which."""
    pages = [file for folder in folders.values() for file in sorted(folder.rglob("*.md"))]
    found: list[str] = []
    for file in chance.sample(pages, min(len(pages), 80)):
        segments = document(file.read_text(encoding="utf-8")).segments
        found += [one.text for one in segments if letters(own_words(one.text)) >= 25]
    return found[:MANY]


def write(out: Path | None, data: dict[str, object]) -> None:
    """Write the result for programs."""
    if out:
        out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
