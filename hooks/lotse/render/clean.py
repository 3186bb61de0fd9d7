"""Clean the HTML that Markdown makes: a short allow-list; everything else is somebody's raw HTML and goes."""

import re
from collections import Counter
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

NAMES = (
    "a abbr b bdi blockquote br code dd details div dl dt em h1 h2 h3 h4 h5 h6 hr i img li mark ol p pre s small span "
    "strong sub summary sup table tbody td th thead tr u ul"
)
TAGS = frozenset(NAMES.split())
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "span": {"data-fact"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel", "sms"}
# The ids our own documents use: a heading "Save" must not stand in for the button.
RESERVED = frozenset(
    {"choose", "exit", "full", "lite", "main", "menu", "run", "save", "save-place", "saved", "theme", "words"}
    | {f"search-{part}" for part in ("broken", "found", "link", "place", "results", "without")}
)
ADDRESSES = frozenset({"href", "src"})
FACT = re.compile(r"[a-z0-9][a-z0-9-]*(?::[a-z0-9,-]+)?")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
HOST = re.compile(r"[/\\]{2}")
IMAGE = re.compile(r"<img[^>]*>")
SRC = re.compile(r' src="([^"]*)"')
ALT = re.compile(r' alt="([^"]*)"')
UNSEEN = re.compile(r"[\x00-\x20]+")


def cleaned(html: str) -> str:
    """Return HTML without anything an editor may not write (scripts, frames, forms, styles, event handlers).

    A picture from another host becomes a link: loading it would tell that host who reads what.
    """
    clean = _CLEANER.clean(html)
    return IMAGE.sub(_linked, clean) if "<img" in clean else clean


def scheme(address: str) -> str:
    """Return the scheme of an address as browsers read it (without blanks, small), "//" for another host, "" for none."""
    bare = UNSEEN.sub("", address)
    if HOST.match(bare):
        return "//"
    match = SCHEME.match(bare)
    return match.group().lower() if match else ""


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id" and value in RESERVED:
        return None
    if attribute == "data-fact" and not FACT.fullmatch(value):
        return None
    return None if attribute == "href" and scheme(value) not in SCHEMES | {""} else value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, attribute_filter=_kept
)


def _linked(match: re.Match[str]) -> str:
    """Return a picture as it is where it lies beside the page; else a link to it, or only its words."""
    image = match.group()
    found, words = SRC.search(image), ALT.search(image)
    address = UNSEEN.sub("", unescape(found.group(1))) if found else ""
    where = scheme(address)
    if not where:
        return image
    if where not in ("//", "http", "https"):
        return words.group(1) if words else ""
    full = escape(address if where != "//" else f"https:{address}".replace("\\", "/"))
    return f'<a href="{full}">{(words and words.group(1)) or full}</a>'


class Removed(NamedTuple):
    """Something the cleaning takes away: a tag, or an attribute of a tag that stays (with its value if an address)."""

    tag: str
    attribute: str = ""
    value: str = ""


def removed(html: str) -> Counter[Removed]:
    """Return what `cleaned` takes away from some HTML, and how often."""
    gone = _inventory(html) - _inventory(cleaned(html))
    for item in list(gone):
        if item.tag.startswith("/") and Removed(item.tag[1:]) in gone:
            del gone[item]
    return gone


def _inventory(html: str) -> Counter[Removed]:
    parser = _Inventory(convert_charrefs=True)
    parser.feed(html)
    parser.close()
    return parser.found


class _Inventory(HTMLParser):
    """Counts tags and attributes; tags that may not stay are counted without their attributes."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: Counter[Removed] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}  # browsers take the first of two
        if tag == "img" and scheme(values.get("src", "")):
            self.found[Removed(tag, "src", values["src"])] += 1
            return
        self.found[Removed(tag)] += 1
        for name, value in values.items() if tag in TAGS else ():
            self.found[Removed(tag, name, UNSEEN.sub("", value) if name in ADDRESSES else "")] += 1

    def handle_endtag(self, tag: str) -> None:
        self.found[Removed(f"/{tag}")] += tag not in TAGS

    def handle_decl(self, decl: str) -> None:
        self.found[Removed("!")] += 1

    def unknown_decl(self, data: str) -> None:
        self.found[Removed("!")] += 1

    def handle_pi(self, data: str) -> None:
        self.found[Removed("?")] += 1
