"""The HTML elements an imported page may hold, and what they are to its words."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from lotse.exchange.integreat_report import Kind

HEADINGS = {f"h{rank}": "#" * max(rank, 2) for rank in range(1, 7)}
EMBEDS = {"audio", "embed", "iframe", "object", "video"}
FIELDS = {"button", "form", "input", "select", "textarea"}
BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
    ),
    *(
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ),
    *HEADINGS,
}
WORDS = {
    *(
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "caption",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
    ),
    *(
        "legend",
        "mark",
        "option",
        "q",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "track",
        "tt",
        "u",
        "var",
        "wbr",
    ),
}
TAGS = BLOCKS | WORDS | EMBEDS | FIELDS
DROPPED = {"script", "style"}
ATTRIBUTES = {
    "*": {"dir", "lang", "style", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
} | {name: {"src", "data"} for name in EMBEDS | {"source"}}
WITHOUT_MEANING = {
    "del": "crossed out",
    "s": "crossed out",
    "strike": "crossed out",
    "sub": "subscript",
    "sup": "superscript",
    "u": "underlined",
    "mark": "marked",
}


def cleaned(html: str) -> str:
    """Return well-formed HTML of the elements this module knows; links keep every scheme, for `Host.link` decides."""
    schemes = {scheme.lower() for scheme in re.findall(r"=\s*[\"']?\s*([A-Za-z][A-Za-z0-9+.-]*):", html)}
    return nh3.clean(
        html, tags=TAGS, clean_content_tags=DROPPED, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None
    )


def left_out(html: str, soup: BeautifulSoup) -> Iterator[tuple[Kind, str]]:
    """Yield what of a page has no place in Markdown: unknown elements, looks, form fields, tooltips."""
    names = (name.lower() for name in re.findall(r"<([A-Za-z][\w-]*)", html))
    yield from ((Kind.ELEMENT, f"<{name}>") for name in names if name not in TAGS - FIELDS)
    for tag in soup.find_all(True):
        if tag.name in WITHOUT_MEANING:
            yield Kind.LOOKS, WITHOUT_MEANING[tag.name]
        if tag.get("title"):
            yield Kind.TOOLTIP, str(tag["title"])
        if (tag.get("dir") or tag.get("lang")) and tag.name not in {"p", *HEADINGS}:
            yield Kind.LOOKS, f"dir or lang of <{tag.name}>"
        styles = str(tag.get("style") or "").split(";") if tag.name != "img" else []
        yield from ((Kind.LOOKS, part.split(":")[0].strip()) for part in styles if part.strip())


def is_block(node: PageElement) -> bool:
    """Tell whether a node stands in the column of blocks: emphasis around whole paragraphs does, too."""
    if not isinstance(node, Tag):
        return False
    return node.name in BLOCKS or (
        node.name != "a" and any(isinstance(inner, Tag) and inner.name in BLOCKS for inner in node.descendants)
    )


def inside_emphasis(node: Tag) -> Tag:
    """Return the element with a heading's words: headings are bold already."""
    children = [child for child in node.children if isinstance(child, Tag) or str(child).strip()]
    if len(children) == 1 and isinstance(children[0], Tag) and children[0].name in ("strong", "b"):
        return inside_emphasis(children[0])
    return node


def attribute_list(node: Tag, before: str) -> str:
    """Return the attribute list (attr_list extension) that keeps an element's language and direction."""
    found = [
        f'{name}="{value}"'
        for name in ("lang", "dir")
        if re.fullmatch(r"[A-Za-z0-9-]+", value := str(node.get(name) or ""))
    ]
    return f"{before}{{: {' '.join(found)} }}" if found else ""


def file_name(address: str) -> str:
    """Return what a picture is called where it has no description."""
    return unquote(urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1]) or address
