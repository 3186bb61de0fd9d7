"""Turn a page's rich HTML into the least HTML that says the same: the lite rendition counts every byte.

What comes in is well-formed: nh3's output and our own templates. What goes out is valid HTML again, without what only the
rich page uses, and without what HTML lets one leave out (end tags, quotes: html.spec.whatwg.org, "Writing HTML documents").
"""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
# A link that shows one isolated text (a number, an address): the link can carry the direction itself.
ISOLATED_LINK = re.compile(r"<a ([^<>]*)><bdi dir=\"([a-z]+)\">([^<]*)</bdi></a>")
SPACE = re.compile(r"[ \t\n\r\f]+")
AMPERSAND = re.compile(r"&(?=[A-Za-z#]|$)")
UNQUOTED = re.compile(r"[^\s\"'=<>`]*[^\s\"'=<>`/]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
OTHER_LANGUAGE = re.compile(r"\.\./([A-Za-z0-9-]+)/(.+\.html)")  # a page as it is linked from this language's pages
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)

KEPT: Mapping[str, tuple[str, ...]] = {
    "a": ("href", "hreflang"),
    "abbr": ("title",),
    "img": ("src", "alt", "width", "height"),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
VOID = {"br", "hr", "img", "source"}
INLINE_NAMES = "a abbr b bdi code em i img mark s small span strong sub sup u"
INLINE = {"", *INLINE_NAMES.split()}
RENAMED = {"strong": "b"}  # no reader hears the difference
EMPTY = {"div", "dl", "ol", "p", "ul"}  # say nothing where nothing is in them
GONE = {"thead", "tbody", "picture", "source"}  # a table's first row of headings says as much
BOXES = {"card", "admonition"}
BOX_TITLES = {"card-name", "admonition-title"}
AFTER_P = (
    "address article aside blockquote details div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section table ul /"
)
# An end tag is left out where one of these follows, or where the parent ends ("/").
ENDS: Mapping[str, set[str]] = {
    "p": set(AFTER_P.split()),
    "li": {"li", "/"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd", "/"},
    "td": {"td", "th", "/"},
    "th": {"td", "th", "/"},
    "tr": {"tr", "/"},
}


class Picture(NamedTuple):
    """A picture of a page: its path below the language folder, its words, and the language and direction around it."""

    path: str
    alt: str
    essential: bool
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of HTML stands: its address and language, the pages there are, the anchors links lead to.

    `picture` returns the HTML that stands for a picture.
    """

    url: str
    lang: str
    dir: str
    pages: Collection[str]
    anchors: Collection[str]
    picture: Callable[[Picture], str]


class Token(NamedTuple):
    """A tag or, with an empty name, a text; `html` is what is written."""

    name: str
    html: str
    end: bool = False


class _Open(NamedTuple):
    """An element that is open: its name, its end as written, and the language and direction inside."""

    name: str
    close: tuple[Token, ...]
    lang: str
    dir: str


def lite_html(html: str, place: Place) -> str:
    """Return the lite form of a page's HTML; words and their order stay."""
    return _written(_without_space(_Rewriter(place).tokens(html)))


def text(words: str) -> str:
    """Return words as HTML text with as few references as HTML and the placeholders of the frame allow."""
    return AMPERSAND.sub("&amp;", words).replace("<", "&lt;").replace("{", "&#123;")


def attribute(name: str, value: str) -> str:
    """Return an attribute, without quotes where HTML can do without."""
    up, rest = ("{up}", value[4:]) if value.startswith("{up}") else ("", value)
    safe = up + AMPERSAND.sub("&amp;", rest).replace("{", "&#123;")
    return f" {name}={safe}" if UNQUOTED.fullmatch(rest) else " {}='{}'".format(name, safe.replace("'", "&#39;"))


class _Rewriter:
    """Reads rich HTML once and yields the tokens of its lite form."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._open = [_Open("", (), place.lang, place.dir)]
        self._last = ""  # the element that has begun and is still empty

    def tokens(self, html: str) -> Iterator[Token]:
        html, end = ISOLATED_LINK.sub(r'<a \1 dir="\2">\3</a>', html), 0
        for tag in TAG.finditer(html):
            if tag.start() > end:
                yield self._text(html[end : tag.start()])
            end = tag.end()
            yield from self._end() if tag[1] else self._start(tag[2], tag[3], html[end : end + 200])
        if end < len(html):
            yield self._text(html[end:])

    def _text(self, html: str) -> Token:
        words = html if any(element.name == "pre" for element in self._open) else SPACE.sub(" ", html)
        self._last = "" if words.strip() else self._last
        return Token("", text(unescape(words)))

    def _start(self, name: str, rest: str, ahead: str) -> Iterable[Token]:
        given = {key: unescape(value) for key, value in ATTRIBUTE.findall(rest)}
        above, before, self._last = self._open[-1], self._last, name
        name = RENAMED.get(name, name)
        if name == "img":
            self._last = ""
            return self._picture(given)
        lang, dir_ = given.get("lang", above.lang), given.get("dir", above.dir)
        opened = tuple(self._opened(name, given, before, ahead))
        if name not in VOID:
            close = tuple(Token(token.name, f"</{token.name}>", True) for token in reversed(opened))
            self._open.append(_Open(name, close, lang, dir_))
        if not opened:
            self._last = before
        return opened

    def _opened(self, name: str, given: Mapping[str, str], before: str, ahead: str) -> Iterator[Token]:
        """Yield the tags an element becomes: itself, a box, or nothing where only the rich page needs it."""
        classes = set(given.get("class", "").split())
        rest = "".join(attribute(key, value) for key, value in self._attributes(name, given))
        if not self._needed(name, rest, classes, before, ahead):
            return
        yield Token(name, f"<{name}{' class=c' if classes & BOXES else ''}{rest}>")
        if classes & BOX_TITLES:
            yield Token("b", "<b>")

    def _needed(self, name: str, rest: str, classes: set[str], before: str, ahead: str) -> bool:
        if name == "bdi":
            shown = ahead.partition("<")[0]
            return bool(rest) and not (self._open[-1].dir == "ltr" and not RIGHT_TO_LEFT.search(shown))
        if rest or name not in ("span", "div", "p"):
            return name not in GONE
        if name == "p":
            return before not in ("li", "dd", "td")
        return name == "div" and "table" not in classes and self._open[-1].name != "dl"

    def _attributes(self, name: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        above = self._open[-1]
        for key in KEPT.get(name, ()):
            if key in given:
                yield key, self._address(given[key]) if key in ("href", "src") else given[key]
        if "id" in given and given["id"] in self._place.anchors:
            yield "id", given["id"]
        if given.get("lang", above.lang) != above.lang:
            yield "lang", given["lang"]
        if given.get("dir", above.dir) != above.dir:
            yield "dir", given["dir"]

    def _address(self, href: str) -> str:
        """Point a link to a file into the language folder; pages lie side by side with this one."""
        path = href.partition("#")[0]
        if SCHEME.match(href):
            return href
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self._place.url), path))
        if found := OTHER_LANGUAGE.fullmatch(target):
            return f"{{up}}../{found[1]}/lite/{found[2]}{href[len(path) :]}"
        return href if target in self._place.pages or target.startswith("..") else f"{{up}}{target}{href[len(path) :]}"

    def _picture(self, given: Mapping[str, str]) -> Iterable[Token]:
        alt = given.get("alt", "").strip()
        if not alt:
            return ()  # nothing is lost: it decorates
        if any(element.name == "a" for element in self._open):
            return (Token("", text(alt)),)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self._place.url), given.get("src", "")))
        essential, around = "essential" in given.get("class", "").split(), self._open[-1]
        lang, dir_ = given.get("lang", around.lang), given.get("dir", around.dir)
        return (Token("img", self._place.picture(Picture(unquote(path), alt, essential, lang, dir_))),)

    def _end(self) -> Iterable[Token]:
        self._last = ""
        return self._open.pop().close


def _without_space(tokens: Iterable[Token]) -> list[Token]:
    """Return tokens without the space that browsers do not show (beside blocks, and doubled) and without empty blocks."""
    kept: list[Token] = []
    space, raw = True, False  # whether what is written so far ends in space; whether space is text (in <pre>)
    for token in tokens:
        if token.name not in INLINE:
            raw = token.name == "pre" and not token.end
            _trim(kept)
            _put(kept, token)
            space = True
        elif token.name:
            kept.append(token)
            space = space and token.name != "img"
        elif html := token.html.lstrip(" ") if space and not raw else token.html:
            kept.append(token._replace(html=html))
            space = html.endswith(" ") and not raw
    _trim(kept)
    return kept


def _put(kept: list[Token], token: Token) -> None:
    """Write a block's tag, or take back its start where nothing followed."""
    if token.end and token.name in EMPTY and kept and kept[-1].html == f"<{token.name}>":
        kept.pop()
    else:
        kept.append(token)


def _trim(kept: list[Token]) -> None:
    """Take away the space at the end of what is written so far, also inside inline elements that end there."""
    for number in range(len(kept) - 1, -1, -1):
        token = kept[number]
        if not token.name:
            kept[number] = token._replace(html=token.html.rstrip(" "))
            return
        if not (token.end and token.name in INLINE):
            return


def _written(tokens: list[Token]) -> str:
    """Return tokens as HTML without the end tags that follow from what comes next."""
    out: list[str] = []
    tokens = [token for token in tokens if token.html]
    for token, after in zip(tokens, [*tokens[1:], Token("", "", True)], strict=True):
        follows = "/" if after.end else after.name
        if not (token.end and follows in ENDS.get(token.name, ())):
            out.append(token.html)
    return "".join(out)
