"""Turn an editor's HTML into our Markdown, word for word.

markdownify was the first choice; it escapes neither for Python-Markdown's definition lists, attribute lists and admonitions
nor for our fact references, cannot move white space out of emphasis and has no place to say what is lost. So the HTML is
cleaned by nh3, read by Beautiful Soup, and written here.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, Protocol

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from lotse.exchange.html_elements import (
    BLOCKS,
    EMBEDS,
    FIELDS,
    HEADINGS,
    TAGS,
    attribute_list,
    cleaned,
    file_name,
    inside_emphasis,
    is_block,
)
from lotse.exchange.integreat_report import Kind
from lotse.exchange.markdown_text import (
    BREAK,
    EMPHASIS,
    LINK,
    PICTURE,
    STRONG,
    code,
    destination,
    edges,
    escaped,
    indented,
    one_line,
    paragraphs,
)

WITHOUT_MEANING = {
    "del": "crossed out",
    "s": "crossed out",
    "strike": "crossed out",
    "sub": "subscript",
    "sup": "superscript",
    "u": "underlined",
    "mark": "marked",
}


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


class Block(NamedTuple):
    """One block of Markdown, and what it is."""

    text: str
    kind: str = "text"


NOTHING = Block("&#160;")  # begins a list item whose first block cannot stand behind a list marker


def to_markdown(html: str, host: Host) -> str:
    """Return a page's HTML as Markdown without raw HTML; what has no counterpart is noted."""
    for name in re.findall(r"<([A-Za-z][\w-]*)", html):
        if name.lower() not in TAGS:
            host.note(Kind.ELEMENT, f"<{name.lower()}>")
    soup = BeautifulSoup(cleaned(html), "html.parser")
    _note_looks(soup, host)
    return "\n\n".join(block.text for block in _Writer(host).blocks(soup))


def _note_looks(soup: BeautifulSoup, host: Host) -> None:
    for tag in soup.find_all(True):
        if tag.name in WITHOUT_MEANING:
            host.note(Kind.LOOKS, WITHOUT_MEANING[tag.name])
        if tag.name in FIELDS:
            host.note(Kind.ELEMENT, f"<{tag.name}>")
        for part in str(tag.get("style") or "").split(";") if tag.name != "img" else ():
            if part.strip():
                host.note(Kind.LOOKS, part.split(":")[0].strip())
        if tag.get("title"):
            host.note(Kind.TOOLTIP, str(tag["title"]))
        if (tag.get("dir") or tag.get("lang")) and tag.name not in {"p", *HEADINGS}:
            host.note(Kind.LOOKS, f"dir or lang of <{tag.name}>")


class _Writer:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._in_link: list[str] | None = None  # pictures met inside the link being written

    # Blocks

    def blocks(self, parent: Tag) -> list[Block]:
        """Return the blocks inside an element; words between them are paragraphs of their own."""
        made: list[Block] = []
        words: list[PageElement] = []
        for node in parent.children:
            if is_block(node):
                made += self._paragraphs(words)
                made += self._block(node) if isinstance(node, Tag) else ()
                words = []
            else:
                words.append(node)
        made += self._paragraphs(words)
        self._note_joined(made)
        return made

    def _note_joined(self, made: list[Block]) -> None:
        if any(one.kind == other.kind == "ol" for one, other in pairwise(made)):
            self._host.note(Kind.LIST, "two numbered lists, one directly after the other, are one now")

    def _paragraphs(self, words: Iterable[PageElement]) -> list[Block]:
        return [Block(text) for text in paragraphs(self.inline(words))]

    def _block(self, node: Tag) -> list[Block]:
        if node.name in HEADINGS:
            return self._heading(node)
        if node.name in ("ul", "ol"):
            return self._list(node)
        writer = {
            "p": self._paragraph,
            "table": self._table,
            "blockquote": self._quote,
            "pre": self._code,
            "dl": self._definitions,
            "hr": self._rule,
            "summary": self._summary,
        }
        return writer.get(node.name, self.blocks)(node)

    def _paragraph(self, node: Tag) -> list[Block]:
        if any(is_block(child) for child in node.children):
            return self.blocks(node)
        return [Block(block.text + attribute_list(node, "\n")) for block in self._paragraphs(node.children)]

    def _heading(self, node: Tag) -> list[Block]:
        text = re.sub(
            r"#+$", lambda match: r"\#" * len(match.group()), one_line(self.inline(inside_emphasis(node).children))
        )
        return [Block(f"{HEADINGS[node.name]} {text}{attribute_list(node, ' ')}", "heading")] if text else []

    def _summary(self, node: Tag) -> list[Block]:
        text = one_line(self.inline(node.children))
        return [Block(f"**{text}**")] if text else []

    def _rule(self, node: Tag) -> list[Block]:
        return [Block("---", "rule")]

    def _quote(self, node: Tag) -> list[Block]:
        text = "\n\n".join(block.text for block in self.blocks(node))
        return (
            [Block(re.sub(r"^(?=.)", "> ", text, flags=re.MULTILINE).replace("\n\n", "\n>\n"), "quote")] if text else []
        )

    def _code(self, node: Tag) -> list[Block]:
        text = "  \n".join(filter(None, (code(line.strip()) for line in node.get_text().splitlines())))
        return [Block(text)] if text else []

    def _definitions(self, node: Tag) -> list[Block]:
        lines: list[str] = []
        for child in node.find_all(["dt", "dd"]):
            if child.name == "dt":
                lines += ["", " ".join(paragraphs(self.inline(child.children).replace(BREAK, " ")))]
            elif blocks := self.blocks(child):
                lines += [":   " + indented("\n\n".join(block.text for block in blocks))]
        text = re.sub(r"(\A|\n\n)(?=:   )", rf"\1{NOTHING.text}\n", "\n".join(lines).strip("\n"))
        return [Block(text, "dl")] if text else []

    # Lists

    def _list(self, node: Tag) -> list[Block]:
        items = self._items(node)
        if not items:
            return []
        start = int(str(node.get("start"))) if str(node.get("start") or "").isdigit() else 1
        loose = any(_loose(blocks) for blocks in items)
        markers = [f"{start + number}. " if node.name == "ol" else "- " for number in range(len(items))]
        texts = [marker + indented(_joined(blocks, loose)) for marker, blocks in zip(markers, items, strict=True)]
        return [Block(("\n\n" if loose else "\n").join(texts), node.name)]

    def _items(self, node: Tag) -> list[list[Block]]:
        """Return the blocks of each item; an item that holds nothing but a list goes to the one before it."""
        items: list[list[Block]] = []
        for child in node.children:
            blocks = self._item(child)
            only_lists = bool(blocks) and all(block.kind in ("ul", "ol") for block in blocks)
            if only_lists and items:
                items[-1] += blocks
            elif only_lists and isinstance(child, Tag):
                inner = child.find(["ul", "ol"]) if child.name == "li" else child
                items += self._items(inner) if isinstance(inner, Tag) and len(blocks) == 1 else [[NOTHING, *blocks]]
            elif blocks:
                items.append(blocks if blocks[0].kind in ("text", "heading") else [NOTHING, *blocks])
        return items

    def _item(self, node: PageElement) -> list[Block]:
        if isinstance(node, Tag):
            return (
                self.blocks(node)
                if node.name == "li"
                else (self._block(node) if is_block(node) else self._paragraphs([node]))
            )
        return self._paragraphs([node])

    # Tables

    def _table(self, node: Tag) -> list[Block]:
        rows = [row for row in ([cell for cell in line.find_all(["td", "th"])] for line in node.find_all("tr")) if row]
        if (
            not rows
            or max(map(len, rows)) == 1
            or any(
                is_block(inner) and inner.name != "p" for row in rows for cell in row for inner in cell.find_all(True)
            )
        ):
            self._host.note(Kind.TABLE, "a table that only arranges blocks became a column of them")
            return [block for row in rows for cell in row for block in self.blocks(cell)]
        if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in rows for cell in row):
            self._host.note(Kind.TABLE, "a table's joined cells stand apart")
        if any(cell.name == "td" for cell in rows[0]):
            self._host.note(Kind.TABLE, "a table without a header row: its first row became one")
        caption = node.find("caption")
        above = self._paragraphs(caption.children) if isinstance(caption, Tag) else []
        return [*above, Block("\n".join(self._rows(rows)), "table")]

    def _rows(self, rows: list[list[Tag]]) -> Iterator[str]:
        width = max(map(len, rows))
        for number, row in enumerate(rows):
            cells = [one_line(self.inline(cell.children)) for cell in row] + [""] * (width - len(row))
            yield f"| {' | '.join(cells)} |"
            if number == 0:
                yield f"|{' --- |' * width}"

    # Words

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
        around = BREAK if node.name in BLOCKS else ""
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


def _loose(blocks: list[Block]) -> bool:
    """Tell whether an item needs blank lines: it is more than words, or words and one list."""
    return (
        blocks[0].kind != "text"
        or "\n\n" in blocks[-1].text
        or len(blocks) > 2
        or (len(blocks) == 2 and blocks[1].kind not in ("ul", "ol"))
    )


def _joined(blocks: list[Block], loose: bool) -> str:
    return ("\n\n" if loose else "\n").join(block.text for block in blocks)
