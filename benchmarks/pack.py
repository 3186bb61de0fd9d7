"""Measure language packs: their bytes against the plain texts of their pages, and the sizes of their chunks.

Everything is weighed as Brotli 11 makes it. The pack is the manifest and all chunks but those of the search. The plain
text of a page is compressed alone, as if each page were sent in the leanest way there is. The goals: at most 0.98 of their
sum for the German pages of the corpus, and in every language at most 12,000 bytes for a chunk. Other ratios are for
comparison: a few pages do not pay for the frame and its words, and lone English texts are small because Brotli's own
dictionary is largely English.

Without --site the pages are those of the district of Augsburg (../shared/corpus, read as scripts/import_integreat.py
imports it). Their plain texts are what the API answered: the title, a line break, and the text of `content` by Beautiful
Soup's get_text(" ") with every run of white space made one space. For the 238 German pages that gives 169,584 bytes.
The lite pages in the pack say more: addresses of links, the way up, the pages below, when a page was checked. The home
page the import adds, the list from A to Z and the page of what is saved are in the pack, not among the plain texts.

With --site the pages are those of a built site; the plain text is that of the rich page's <article>.

Examples:
  python3 benchmarks/pack.py
  python3 benchmarks/pack.py --site site --language ar --json pack.json

Exit status: 0 the goals are reached, 1 one is missed, 2 misuse.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks"), str(ROOT / "scripts")]
if find_spec("brotli") is None or find_spec("bs4") is None:  # a bare Python: go on in our own .venv
    import _venv

    _venv.enter()

import brotli  # noqa: E402
from bs4 import BeautifulSoup  # noqa: E402

from lotse.exchange.integreat import Fetcher, Order, import_region  # noqa: E402
from lotse.pack.language_pack import about, language_pack  # noqa: E402
from lotse.read.portal import read_portal  # noqa: E402
from lotse.render.environment import template_environment  # noqa: E402
from lotse.render.lite import LiteSite  # noqa: E402
from lotse.render.markdown import MarkdownRenderer  # noqa: E402
from lotse.render.minify import published  # noqa: E402
from lotse.render.offline_words import offline_words  # noqa: E402
from lotse.render.site import LanguageSite  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "integreat-lkaugsburg"
TAGS = ("de", "en")
OFFLINE = "assets/offline.js"
REGISTER = """\
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, cldr: en_GB, status: published}
"""
RATIO, CHUNK = 0.98, 12_000
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Weighed:
    """The bytes of one language's pack; `chunks` are all but those of the search."""

    language: str
    pages: int
    plain: int
    manifest: int
    chunks: Sequence[int]
    first: int
    search: int
    goal: float | None = None

    @property
    def total(self) -> int:
        """Return what the goal is about: the pack without the search."""
        return self.manifest + sum(self.chunks)

    @property
    def ratio(self) -> float:
        """Return the pack's part of the plain texts."""
        return self.total / self.plain

    @property
    def missed(self) -> bool:
        """Tell whether a goal is missed."""
        return max(self.chunks) > CHUNK or (self.goal is not None and self.ratio > self.goal)

    def __str__(self) -> str:
        """Return the figures as a line of Markdown."""
        sizes = f"{round(median(self.chunks)):,} | {max(self.chunks):,}"
        figures = f"{self.pages} | {self.plain:,} | {self.total:,} | {self.ratio:.3f} | {len(self.chunks)} | {sizes}"
        return f"| {self.language} | {figures} | {self.manifest:,} | {self.first:,} | {self.search:,} |"


def main() -> int:
    """Measure, report, and tell whether the goals are reached."""
    parser = arguments()
    options = parser.parse_args()
    if options.json and not options.json.resolve().parent.is_dir():
        parser.error(f"There is no folder {options.json.parent} to write {options.json.name} into.")
    given = of_site(parser, options) if options.site else of_corpus(parser, options)
    goals = {} if options.site else {TAGS[0]: RATIO}
    weighed = [weigh(tag, files, texts, goals.get(tag)) for tag, files, texts in given]
    print("| | pages | plain texts | pack | ratio | chunks | median | largest | manifest | first visit | search |")
    print("|---|" + "---:|" * 10)
    print("\n".join(map(str, weighed)))
    if options.json:
        values = [asdict(one) | {"total": one.total, "ratio": round(one.ratio, 4)} for one in weighed]
        options.json.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return int(any(one.missed for one in weighed))


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="a built site; without it the corpus")
    parser.add_argument("--language", metavar="TAG", help="measure this language only")
    parser.add_argument(
        "--json", type=Path, metavar="OUT", help="write the figures as JSON, with the size of every chunk"
    )
    return parser


def weigh(tag: str, files: Mapping[str, bytes], texts: Sequence[str], goal: float | None) -> Weighed:
    """Return what a pack weighs beside the plain texts of its pages."""
    listed = json.loads(files["manifest.json"])["list"]
    sizes = [compressed(files[f"{name}.json"]) for name, *_ in listed["chunks"]]
    chunks = [size for number, size in enumerate(sizes) if number not in listed["search"]]
    first = compressed(files["manifest.json"]) + sum(sizes[number] for number in listed["first"])
    plain = sum(compressed(text.encode()) for text in texts)
    search = sum(sizes) - sum(chunks)
    return Weighed(tag, len(texts), plain, compressed(files["manifest.json"]), chunks, first, search, goal)


def compressed(data: bytes) -> int:
    """Return how many bytes Brotli 11 makes of some."""
    return len(brotli.compress(data, quality=11))


def of_site(
    parser: argparse.ArgumentParser, options: argparse.Namespace
) -> Iterator[tuple[str, Mapping[str, bytes], Sequence[str]]]:
    """Yield language, pack and plain texts of the languages of a built site."""
    folders = [file.parent.parent for file in sorted(options.site.glob("*/pack/manifest.json"))]
    wanted = [folder for folder in folders if options.language in (None, folder.name)]
    if not wanted:
        parser.error(f"{options.site} has no language pack{f' in {options.language}' if options.language else ''}.")
    for folder in wanted:
        files = {file.name: file.read_bytes() for file in sorted((folder / "pack").glob("*.json"))}
        urls = [unquote(page[0]) for page in json.loads(files["manifest.json"])["list"]["pages"]]
        documents = [folder / url for url in urls if url not in ("a-z.html", "saved.html")]
        yield folder.name, files, [article(file.read_text(encoding="utf-8")) for file in documents]


def article(document: str) -> str:
    """Return the plain text of a rich page."""
    found = BeautifulSoup(document, "html.parser").find("article")
    return SPACE.sub(" ", found.get_text(" ")) if found else ""


def of_corpus(
    parser: argparse.ArgumentParser, options: argparse.Namespace
) -> Iterator[tuple[str, Mapping[str, bytes], Sequence[str]]]:
    """Yield language, pack and plain texts of the languages of the corpus."""
    if not CORPUS.is_dir():
        parser.error(f"There is no {CORPUS}; name a built site with --site.")
    if options.language not in (None, *TAGS):
        parser.error(f"The corpus has {' and '.join(TAGS)}.")
    with tempfile.TemporaryDirectory(prefix="lotse-pack-") as folder:
        import_corpus(Path(folder))
        for tag in TAGS if options.language is None else [options.language]:
            pages = json.loads((CORPUS / tag / "pages.json").read_text(encoding="utf-8"))
            yield tag, corpus_pack(Path(folder), tag), [plain_text(page) for page in pages]


def import_corpus(folder: Path) -> None:
    """Make a project of the corpus' pages and this project's words and facts."""
    shutil.copytree(ROOT / "locales", folder / "locales")
    shutil.copytree(ROOT / "content" / "facts", folder / "content" / "facts")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "locales" / "languages.yml").write_text(REGISTER, encoding="utf-8")
    order = Order(str(CORPUS), "lkaugsburg", TAGS, folder / "content", False, "")
    import_region(order, Fetcher(20.0, lambda: 0.0))


def corpus_pack(folder: Path, tag: str) -> dict[str, bytes]:
    """Return the files of a language's pack, made as a build makes it."""
    portal, _ = read_portal(folder, datetime.now(UTC).date())
    environment = template_environment(ROOT / "theme", portal.settings.icons)
    site = LanguageSite(portal, tag, TAGS, environment, MarkdownRenderer())
    lite = LiteSite(portal, tag, TAGS, environment, site)
    pages = [lite.page(path, site.body(page)) for path, page in site.pages.items()] + lite.extra_pages()
    assets = {OFFLINE: published(ROOT / "theme", OFFLINE).encode()}
    return language_pack(about(site), lite.frame, offline_words(site.words), pages, assets)


def plain_text(page: Mapping[str, str]) -> str:
    """Return a page of the corpus without its HTML."""
    return f"{page['title']}\n{SPACE.sub(' ', BeautifulSoup(page['content'], 'html.parser').get_text(' '))}"


if __name__ == "__main__":
    sys.exit(main())
