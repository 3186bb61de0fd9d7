"""The HTML elements an imported page may hold, and what they are to its words."""

import re
from urllib.parse import unquote, urlsplit

import nh3
from bs4 import Tag
from bs4.element import PageElement

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


def cleaned(html: str) -> str:
    """Return well-formed HTML of the elements this module knows; links keep every scheme, for `Host.link` decides."""
    schemes = {scheme.lower() for scheme in re.findall(r"=\s*[\"']?\s*([A-Za-z][A-Za-z0-9+.-]*):", html)}
    return nh3.clean(
        html, tags=TAGS, clean_content_tags=DROPPED, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None
    )


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
