"""Measure what of an imported page's words and links arrives: in our Markdown while importing, on built pages afterwards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lotse.exchange.integreat_source import SourcePage, address_slugs
from lotse.exchange.integreat_stamp import address_key, read_stamps
from lotse.render.markdown import raw_tags

# Elements inside a line: the words to their left and right may be parts of one word.
INSIDE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
    ),
    *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
SILENT = {"script", "style"}
ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Reading(HTMLParser):
    """The words and links of a piece of HTML in the order a reader meets them."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._silent = 0
        self.links: list[str] = []

    @classmethod
    def of(cls, html: str) -> "Reading":
        """Return the reading of some HTML."""
        reading = cls()
        reading.feed(html)
        reading.close()
        return reading

    @property
    def words(self) -> list[str]:
        """Return the words: what stands between white space."""
        return CONTROL.sub("", "".join(self._text)).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down a link; part words at everything that is not inside a line."""
        self._silent += tag in SILENT
        self._text.append("" if tag in INSIDE else " ")
        self.links += [
            value.strip() for name, value in attrs if tag == "a" and name == "href" and value and value.strip()
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read `<br/>` like `<br>`."""
        self._text.append("" if tag in INSIDE else " ")

    def handle_endtag(self, tag: str) -> None:
        """Part words at the end of a block."""
        self._silent = max(0, self._silent - (tag in SILENT))
        self._text.append("" if tag in INSIDE else " ")

    def handle_data(self, data: str) -> None:
        """Take down words."""
        self._text.append("" if self._silent else data)


@dataclass(slots=True)
class Fidelity:
    """What of the words and links upstream stands on the built pages; the lists name what does not."""

    pages: int = 0
    words: int = 0
    kept: int = 0
    links: int = 0
    missing_pages: list[str] = field(default_factory=list)
    lost_words: list[str] = field(default_factory=list)
    lost_links: list[str] = field(default_factory=list)
    raw_html: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Return the share of the words that arrived, in order."""
        return self.kept / self.words if self.words else 1.0


def measure(answers: Mapping[str, Sequence[SourcePage]], content: Path, site: Path) -> Fidelity:
    """Return how much of the API's pages stands on the built pages of a project's site.

    Pages are compared one by one: the words in order, every link, and the Markdown for raw HTML. A link to an imported page
    counts as kept where the built page links to that page; links without an address a browser can follow do not count.
    """
    found = Fidelity()
    files = {tag: {stamp.address: path for path, stamp in read_stamps(content / tag).items()} for tag in answers}
    for tag, pages in answers.items():
        for page in pages:
            path = files[tag].get(address_key(tag, page.slugs))
            built = site / tag / path.replace(".md", ".html") if path else None
            if path is None or built is None or not built.is_file():
                found.missing_pages.append(f"{tag}/{'/'.join(page.slugs)}")
                continue
            _measure_page(page, content / tag / path, built, files, found)
    return found


def lost_words(upstream: Sequence[str], here: Sequence[str]) -> list[str]:
    """Return the runs of words that do not stand `here` in the order they have upstream; [] costs one pass."""
    remaining = iter(here)
    if all(word in remaining for word in upstream):
        return []
    matcher = SequenceMatcher(None, upstream, here, autojunk=False)
    return [
        " ".join(upstream[start:end])
        for kind, start, end, _, _ in matcher.get_opcodes()
        if kind in ("delete", "replace")
    ]


def same_address(href: str) -> str:
    """Return an address in the form in which two spellings of it are equal."""
    return unquote(href.strip())


def _measure_page(
    page: SourcePage, markdown: Path, built: Path, files: Mapping[str, Mapping[str, str]], found: Fidelity
) -> None:
    article = ARTICLE.search(built.read_text(encoding="utf-8"))
    here, upstream = Reading.of(article.group() if article else ""), Reading.of(page.content)
    name = f"{page.language}/{'/'.join(page.slugs)}"
    lost = lost_words(upstream.words, here.words)
    found.pages += 1
    found.words += len(upstream.words)
    found.kept += len(upstream.words) - sum(len(run.split()) for run in lost)
    found.lost_words += [f"{name}: {run}" for run in lost]
    there = {same_address(href) for href in here.links} | {
        same_address(urljoin(built.as_uri(), href)) for href in here.links if not urlsplit(href).scheme
    }
    wanted = [href for href in upstream.links if urlsplit(href).scheme in ("tel", "mailto", "http", "https")]
    found.links += len(wanted)
    found.lost_links += [f"{name}: {href}" for href in wanted if not there & set(_targets(href, built, page, files))]
    text = FRONT_MATTER.sub("", markdown.read_text(encoding="utf-8"), count=1)
    found.raw_html += [f"{name}: {line}" for line in text.splitlines() if raw_tags(line)]


def _targets(href: str, built: Path, page: SourcePage, files: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield the addresses that count as a link's target: its own, and the built page it was made to lead to."""
    yield same_address(href)
    slugs = address_slugs(urlsplit(href).path)
    if len(slugs) > 2 and slugs[1] in files:
        path = files[slugs[1]].get(address_key(slugs[1], slugs[2:]))
        top = built.parents[len(Path(files[page.language][address_key(page.language, page.slugs)]).parts) - 1]
        if path:
            yield same_address((top / path.replace(".md", ".html")).as_uri())
