"""The two versions of a small site that trials save and update: 24 pages of one language, built by the real build."""

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from os import environ
from pathlib import Path

from benchmarks.measuring.faults_host import Files
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
TAG = "de"
REGISTER = (
    f"source: {TAG}\nlanguages:\n  {TAG}: {{autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}}\n"
)
PAGE = "---\nid: {id}\ntitle: {title}\npriority: {priority}\nchecked: 2026-02-01\n---\n\n{body}\n"
SECTIONS = {
    "safety": ("index", "fire", "emergency", "violence"),
    "arrive": ("index", "office", "papers", "transport", "words", "money"),
    "health": ("index", "doctor", "pharmacy", "children", "teeth"),
    "work": ("index", "search", "rights", "permit", "school"),
    "home": ("index", "water", "rubbish"),
}
PAGES = ("index", *(f"{section}/{page}" for section, pages in SECTIONS.items() for page in pages))
ONLY_IN = {"A": ("home/keys",), "B": ("home/rent",)}
CHANGED = ("index", "safety/fire", "arrive/office", "arrive/money", "work/rights", "work/school", "home/water")
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ra", "se", "ti", "um", "ve", "wo", "za")
DAYS = {"A": "1772323200", "B": "1772409600"}  # SOURCE_DATE_EPOCH: 1 and 2 March 2026
SPACE = re.compile(r"\s+")
NOT_TEXT = ("script", "style", "#save-place", "#save", ".save", "#search-place", "#search-found")  # scripts write them


class NoSite(RuntimeError):
    """The small site could not be built; the text is what the build said."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the site: its files, and of each page below the language folder the texts it may show."""

    name: str
    files: Files
    texts: Mapping[str, frozenset[str]]

    @property
    def pages(self) -> list[str]:
        """Return the addresses of the pages below the language folder."""
        return sorted(self.texts)


def build_versions(folder: Path) -> tuple[Version, Version]:
    """Build both versions below a folder with the code of this checkout; raises NoSite."""
    return build_version("A", folder / "a"), build_version("B", folder / "b")


def build_version(name: str, folder: Path) -> Version:
    """Build one version as a project of its own."""
    for part in ("hooks", "theme", "content/facts", f"locales/{TAG}"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "mkdocs.yml", folder)
    (folder / "locales" / "languages.yml").write_text(REGISTER, encoding="utf-8")
    for path in sorted((*PAGES, *ONLY_IN[name])):
        file = folder / "content" / TAG / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page_source(path, name), encoding="utf-8")
    settings = {"SOURCE_DATE_EPOCH": DAYS[name], "NO_MKDOCS_2_WARNING": "1", "LOTSE_KEEP_GOING": "1", "LOTSE_JOBS": "1"}
    settings |= {"PYTHONPATH": str(folder / "hooks")}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=environ | settings, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise NoSite(f"The small site could not be built:\n{done.stdout}{done.stderr}")
    return read_version(name, folder / "site")


def page_source(path: str, version: str) -> str:
    """Return a page's Markdown; pages that a version does not change are the same in both, byte for byte."""
    edition = version if path in CHANGED or path in ONLY_IN[version] else "A"
    luck = random.Random(f"{path}:{edition}")
    words = ["".join(luck.choices(SYLLABLES, k=luck.randint(1, 4))) for _ in range(160)]
    paragraphs = [" ".join(words[start : start + 40]).capitalize() + "." for start in range(0, len(words), 40)]
    body = "\n\n".join((f"Edition {edition} of {path}.", *paragraphs))
    priority = "safety" if path.startswith("safety/") else "ordinary"
    return PAGE.format(id=path.replace("/", "-"), title=f"Page {path.replace('/', ' ')}", priority=priority, body=body)


def read_version(name: str, site: Path) -> Version:
    """Return the version a built site is."""
    files = {file.relative_to(site).as_posix(): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()}
    if f"{TAG}/pack/manifest.json" not in files or "sw.js" not in files:
        raise NoSite("The built site has no language pack or no service worker.")
    lite = f"{TAG}/lite/"
    pages = [path.removeprefix(lite) for path in files if path.startswith(lite) and path.endswith(".html")]
    own = [page for page in pages if page != "saved.html"]  # made by its script in the browser
    texts = {page: frozenset(_texts(files, page)) for page in own}
    return Version(name, files, texts)


def _texts(files: Files, page: str) -> list[str]:
    found = [files[address] for address in (f"{TAG}/lite/{page}", f"{TAG}/{page}") if address in files]
    return [main_text(html.decode("utf-8")) for html in found]


def main_text(html: str) -> str:
    """Return the words a reader sees in the main part of a document, as the judge's script collects them."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.find("main") or soup.body or soup
    for part in main.select(",".join(NOT_TEXT)):
        part.decompose()
    return SPACE.sub(" ", main.get_text()).strip()
