"""Weigh every page of a built site: the bytes of a first visit, compressed as a good host sends them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urljoin, urlsplit

import brotli
from benchmarks.measuring.loads import Document, Load, css_loads, embedded_fonts

from lotse.parallel import cores, in_processes

KINDS = ("html", "css", "js", "images", "fonts", "other")
RENDITIONS = ("lite", "rich", "other")
STORED = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".woff", ".woff2", ".zip", ".mp3", ".mp4", ".pdf"}
LONG = 1500  # words; longer pages have a budget of their own
ALONE = {"guide.html", "share.html", "404.html", "verify.html"}  # pages that need no lite page
NOWHERE = "http://site.invalid/"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it and everything it loads at once weigh in bytes, and what is not as it should be.

    `scripts`: the bytes of all its JavaScript, inline included; `js` are the files alone. `elsewhere`: addresses on
    other hosts, which are not weighed. `missing`: own addresses without a file.
    """

    path: str
    rendition: str
    words: int
    requests: int
    html: int
    css: int
    js: int
    images: int
    fonts: int
    other: int
    scripts: int
    font_files: int
    elsewhere: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        """Return the bytes of the whole first visit."""
        return sum(getattr(self, kind) for kind in KINDS)


class Site:
    """A built site in a folder, and the weights of its files, each found once."""

    def __init__(self, folder: Path) -> None:
        """Find out the address the site was built for; `folder` must exist."""
        self.folder = folder.resolve()
        self.paths = sorted(file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*.html"))
        self.lite_folders = {path.split("/lite/")[0] for path in self.paths if "/lite/" in path}
        self.address = next(filter(None, map(self._address, self.paths)), NOWHERE)
        self.packed = cache(self._packed)
        self.inside = cache(self._inside)

    def _address(self, path: str) -> str:
        """Return the site's address as the canonical address of a page tells it, "" where the page does not."""
        address = Document((self.folder / path).read_text(encoding="utf-8", errors="replace")).canonical
        for end in (path, path.removesuffix("index.html")):
            if end and address.endswith("/" + end):
                return address.removesuffix(end)
        return ""

    def rendition(self, path: str) -> str:
        """Return which kind of page one is: lite, rich, or other (chooser, not found, single file, and the like)."""
        if "/lite/" in f"/{path}":
            return "lite"
        top = path.partition("/")[0]
        alone = Path(path).name in ALONE or top == "status"
        return "other" if alone or (self.lite_folders and top not in self.lite_folders) else "rich"

    def without_lite(self) -> list[str]:
        """Return the rich pages of a site with a lite rendition that lack their lite page."""
        if not self.lite_folders:
            return []
        known = set(self.paths)
        rich = (path for path in self.paths if self.rendition(path) == "rich")
        return [path for path in rich if "/lite/".join(path.split("/", 1)) not in known]

    def page(self, path: str) -> Page:
        """Weigh one page."""
        data = (self.folder / path).read_bytes()
        document = Document(data.decode("utf-8", errors="replace"))
        basket = Basket(self, path)
        for load in document.loads:
            basket.put(load, path)
        basket.elsewhere |= {address for address in document.contacts if self.file(address, path) is None}
        inline = pressed("".join(document.scripts).encode()) if document.scripts else 0
        return Page(
            path,
            self.rendition(path),
            document.words,
            1 + basket.requests,
            pressed(data),
            **basket.bytes,
            scripts=basket.bytes["js"] + inline,
            font_files=basket.fonts + document.embedded_fonts,
            elsewhere=tuple(sorted(basket.elsewhere)),
            missing=tuple(sorted(basket.missing)),
        )

    def file(self, address: str, where: str) -> str | None:
        """Return the path of the file an address leads to from a page or stylesheet; None on another host."""
        url = urlsplit(urljoin(self.address + where, address))
        own = urlsplit(self.address)
        if url.netloc != own.netloc:
            return None
        path = unquote(url.path).removeprefix(own.path if own.path.endswith("/") else own.path + "/").lstrip("/")
        return f"{path}index.html" if path.endswith("/") or not path else path

    def _packed(self, path: str) -> int:
        return packed(self.folder / path)

    def _inside(self, path: str) -> tuple[tuple[Load, ...], int]:
        """Return what a stylesheet loads, and how many fonts it carries in itself."""
        text = (self.folder / path).read_text(encoding="utf-8", errors="replace")
        return tuple(css_loads(text)), embedded_fonts(text)


class Basket:
    """What one page loads, each file once."""

    def __init__(self, site: Site, page: str) -> None:
        """Begin with nothing but the page itself, which is not counted here."""
        self._site, self._seen = site, {page}
        self.bytes = dict.fromkeys(KINDS[1:], 0)
        self.requests = self.fonts = 0
        self.elsewhere: set[str] = set()
        self.missing: set[str] = set()

    def put(self, load: Load, where: str) -> None:
        """Add the heaviest of the files a browser may choose, and what that file loads itself."""
        own: list[str] = []
        for address in load.choices:
            if address.split(":", 1)[0] in ("data", "blob", "about"):
                continue
            path = self._site.file(address, where)
            if path is None:
                self.elsewhere.add(address)
            elif (self._site.folder / path).is_file():
                own.append(path)
            else:
                self._not_there(address, load)
        heaviest = max(own, key=self._site.packed, default="")
        if heaviest and heaviest not in self._seen:
            self._take(heaviest, load.kind)

    def _not_there(self, address: str, load: Load) -> None:
        """Count what a host without the file sends: its page for that."""
        if not load.implied:
            self.missing.add(address)
        self.requests += 1
        self.bytes[load.kind] += self._site.packed("404.html") if (self._site.folder / "404.html").is_file() else 0

    def _take(self, path: str, kind: str) -> None:
        self._seen.add(path)
        self.requests += 1
        self.bytes[kind] += self._site.packed(path)
        self.fonts += kind == "fonts"
        if kind == "css":
            loads, fonts = self._site.inside(path)
            self.fonts += fonts
            for load in loads:
                self.put(load, path)


def pressed(data: bytes) -> int:
    """Return how many bytes Brotli makes of some at its highest level."""
    return len(brotli.compress(data, quality=11))


def packed(file: Path) -> int:
    """Return how many bytes of a file are sent: compressed, unless its format is compressed already."""
    return file.stat().st_size if file.suffix.lower() in STORED else pressed(file.read_bytes())


def weigh(site: Site, jobs: int = 0) -> list[Page]:
    """Weigh all pages of a site on all cores, in the order of their paths."""
    jobs = jobs or cores()
    shares = [site.paths[start::jobs] for start in range(jobs)]
    pages: list[Page] = []
    for _, result in in_processes(lambda share: [site.page(path) for path in share], [s for s in shares if s], jobs):
        if isinstance(result, Exception):
            raise result
        pages += result or []
    return sorted(pages, key=lambda page: page.path)


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one rendition together: median, 95th percentile and maximum of a first visit, and the heaviest page."""

    name: str
    pages: int
    requests: int
    median: float
    p95: int
    maximum: int
    heaviest: str
    kinds: dict[str, float]  # medians


def groups(pages: Sequence[Page]) -> Iterator[Group]:
    """Yield the renditions a site has, long pages apart as well."""
    for name in RENDITIONS:
        mine = [page for page in pages if page.rendition == name]
        yield from together(name, mine)
        yield from together(f"{name}, over {LONG:,} words", [page for page in mine if page.words > LONG])


def together(name: str, pages: Sequence[Page]) -> Iterator[Group]:
    """Yield the group of some pages; nothing where there are none."""
    if pages:
        totals = sorted(page.total for page in pages)
        heaviest = max(pages, key=lambda page: page.total)
        kinds = {kind: float(median(getattr(page, kind) for page in pages)) for kind in KINDS}
        most = max(page.requests for page in pages)
        p95 = totals[math.ceil(0.95 * len(totals)) - 1]  # nearest rank
        yield Group(name, len(pages), most, float(median(totals)), p95, totals[-1], heaviest.path, kinds)
