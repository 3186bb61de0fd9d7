"""Write the words of an HTML element as inline Markdown: text, emphasis, links, pictures."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from lotse.exchange.html_elements import BLOCKS, EMBEDS, FIELDS, file_name
from lotse.exchange.integreat_report import Kind
from lotse.exchange.markdown_text import BREAK, EMPHASIS, LINK, PICTURE, STRONG, code, destination, edges, escaped


class Picture(NamedTuple):
    """Where a picture is: `address` is empty for decoration; only an `embedded` one may become an image of the page."""

    address: str
    embedded: bool = False


class Host(Protocol):
    """What the page around the HTML knows."""

    def link(self, href: str) -> str:
        """Return the address to write for a link, or "" to keep its words alone."""

    def picture(self, tag: Tag) -> Picture:
        """Return where the picture of an `img` element is."""

    def note(self, kind: Kind, what: str) -> None:
        """Take down what cannot be carried over."""


class Words:
    """Writes words; links and pictures ask the page around them."""

    def __init__(self, host: Host) -> None:
        """Begin with no link open."""
        self._host = host
        self._in_link: list[str] | None = None  # pictures met inside the link being written

    def inline(self, nodes: Iterable[PageElement]) -> str:
        """Return nodes as inline Markdown, with marks (see markdown_text)."""
        return "".join(map(self._inline, nodes))

    def _inline(self, node: PageElement) -> str:
        if isinstance(node, NavigableString):
            return escaped(str(node))
        if not isinstance(node, Tag):
            return ""
        if node.name in EMBEDS:
            return self._embed(node)
        writer = {
            "a": self._link,
            "img": self._picture,
            "br": lambda _: BREAK,
            "code": lambda tag: code(tag.get_text()),
            "strong": self._strong,
            "b": self._strong,
        }
        writer |= {"em": self._emphasis, "i": self._emphasis}
        if node.name in writer:
            return writer[node.name](node)
        around = BREAK if node.name in BLOCKS else " " if node.name in FIELDS else ""
        return around + self.inline(node.children) + around

    def _strong(self, node: Tag) -> str:
        return _marked(self.inline(node.children).replace(STRONG[0], "").replace(STRONG[1], ""), STRONG)

    def _emphasis(self, node: Tag) -> str:
        inner = self.inline(node.children).replace(EMPHASIS[0], "").replace(EMPHASIS[1], "")
        if STRONG[0] in inner:
            self._host.note(Kind.LOOKS, "emphasis around bold words")
            return inner
        return _marked(inner, EMPHASIS)

    def _link(self, node: Tag) -> str:
        outer, self._in_link = self._in_link, []
        before, words, after = edges(self.inline(node.children))
        pictures, self._in_link = self._in_link, outer
        target = self._host.link(str(node["href"])) if node.get("href") else ""
        before += " " + " ".join(pictures) + " " if pictures else ""
        if not target:
            return before + words + after
        if not words:
            words, before, after = self._link_words(target, pictures), before + " ", " " + after
        return f"{before}{LINK}[{words.replace(BREAK, ' ')}]({destination(target)}){after}"

    def _link_words(self, target: str, pictures: list[str]) -> str:
        if pictures:
            return pictures[0][2 : pictures[0].index("](")]
        self._host.note(Kind.EMPTY_LINK, target)
        return escaped(re.sub(r"^(mailto|tel|sms):", "", target))

    def _picture(self, node: Tag) -> str:
        address, embedded = self._host.picture(node)
        if not address:
            return " "
        alt = escaped(str(node.get("alt") or "")).strip()
        if embedded:
            return f"{PICTURE}[{alt}]({destination(address)})"
        link = f"{LINK}[{alt or escaped(file_name(address))}]({destination(address)})"
        if self._in_link is None:
            return f" {link} "
        self._in_link.append(link)
        return " "

    def _embed(self, node: Tag) -> str:
        source = node.find("source")
        address = str(
            node.get("src") or node.get("data") or (source.get("src") if isinstance(source, Tag) else "") or ""
        )
        self._host.note(Kind.EMBED, f"<{node.name}> {address}".strip())
        target = self._host.link(address) if address else ""
        words = escaped(str(node.get("title") or address))
        return (f" {LINK}[{words}]({destination(target)}) " if target else "") + self.inline(node.children)


def _marked(inner: str, marks: tuple[str, str]) -> str:
    before, words, after = edges(inner)
    return before + marks[0] + re.sub(f"{BREAK}+", BREAK, words) + marks[1] + after if words else before + after
