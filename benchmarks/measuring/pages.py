"""The pages to build: the same ones in as many languages as wanted."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale

# Tags that Lotse, Material and static-i18n all know, in the order in which they join.
LANGUAGES = (
    "de",
    "en",
    "ar",
    "fr",
    "uk",
    "tr",
    "fa",
    "ru",
    "es",
    "it",
    "pl",
    "ro",
    "bg",
    "hr",
    "hu",
    "cs",
    "sv",
    "nl",
    "pt",
    "el",
)


@dataclass(frozen=True)
class Corpus:
    """Pages in several languages below one folder, `<tag>/<path>`; the first language is their source."""

    folder: Path
    tags: Sequence[str]

    @cached_property
    def paths(self) -> dict[str, list[str]]:
        """Return by language the sorted paths of the pages written in it."""
        return {
            tag: sorted(file.relative_to(self.folder / tag).as_posix() for file in (self.folder / tag).rglob("*.md"))
            for tag in self.tags
        }

    @cached_property
    def shown(self) -> list[str]:
        """Return the paths every language shows: translations, and the source's pages where there is none."""
        return sorted({path for paths in self.paths.values() for path in paths})

    @cached_property
    def typical(self) -> str:
        """Return the page of median length among those every language has translated."""
        common = set.intersection(*map(set, self.paths.values())) - {"index.md"}
        by_length = sorted(common, key=lambda path: ((self.folder / self.tags[0] / path).stat().st_size, path))
        return by_length[len(by_length) // 2]


def usable(folder: Path, source: str) -> list[str]:
    """Return the languages a folder has pages in and every stack can build, the source first; empty without the source."""
    found = [tag for tag in LANGUAGES if any((folder / tag).rglob("*.md"))]
    return [source, *(tag for tag in found if tag != source)] if source in found else []


def multiply(folder: Path, real: Sequence[str], number: int, into: Path) -> Corpus:
    """Copy pages to `number` languages: real translations first, then copies of these in turn.

    Each copied page says its language in a last line: equal texts in several languages would be rendered once and
    taken from a cache afterwards, which no real portal offers.
    """
    tags = [*real, *(tag for tag in LANGUAGES if tag not in real)][:number]
    for position, tag in enumerate(tags):
        shutil.copytree(folder / real[position % len(real)], into / tag)
        if tag not in real:
            for page in (into / tag).rglob("*.md"):
                append(page, f"{autonym(tag)} ({tag})")
    return Corpus(into, tags)


def append(page: Path, sentence: str) -> None:
    """Add a paragraph at the end of a page."""
    page.write_text(f"{page.read_text(encoding='utf-8').rstrip()}\n\n{sentence}\n", encoding="utf-8")


def fill(corpus: Corpus, into: Path) -> None:
    """Copy all languages, each with the source's pages where it has no translation: for stacks without fallback."""
    for tag in corpus.tags:
        shutil.copytree(corpus.folder / corpus.tags[0], into / tag)
        shutil.copytree(corpus.folder / tag, into / tag, dirs_exist_ok=True)


def autonym(tag: str) -> str:
    """Return a language's own name (CLDR)."""
    return Locale.parse(tag).get_display_name() or tag


def direction(tag: str) -> str:
    """Return the writing direction of a language (CLDR)."""
    return "rtl" if Locale.parse(tag).character_order == "right-to-left" else "ltr"


def front_matter(text: str, old: str, new: str) -> str:
    """Rename a field of a page's front matter."""
    return re.sub(rf"^{old}:", f"{new}:", text, count=1, flags=re.MULTILINE)
