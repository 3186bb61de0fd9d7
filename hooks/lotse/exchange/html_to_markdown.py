"""Turn an editor's HTML into our Markdown, word for word.

markdownify was the first choice; it escapes neither for Python-Markdown's definition lists, attribute lists and admonitions
nor for our fact references, cannot move white space out of emphasis and has no place to say what is lost. So the HTML is
cleaned by nh3, read by Beautiful Soup, and written here.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from lotse.exchange.html_elements import HEADINGS, attribute_list, cleaned, inside_emphasis, is_block, left_out
from lotse.exchange.html_words import Host, Picture, Words
from lotse.exchange.integreat_report import Kind
from lotse.exchange.markdown_text import BREAK, code, indented, one_line, paragraphs

__all__ = ["Host", "Picture", "to_markdown"]


class Block(NamedTuple):
    """One block of Markdown, and what it is."""

    text: str
    kind: str = "text"


NOTHING = Block("&#160;")  # begins a list item whose first block cannot stand behind a list marker


def to_markdown(html: str, host: Host) -> str:
    """Return a page's HTML as Markdown without raw HTML; what has no counterpart is noted."""
    soup = BeautifulSoup(cleaned(html), "html.parser")
    for kind, what in left_out(html, soup):
        host.note(kind, what)
    return "\n\n".join(block.text for block in _Writer(host).blocks(soup))


class _Writer(Words):
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
        if node.name in ("strong", "b", "em", "i"):
            self._host.note(Kind.LOOKS, "emphasis around whole paragraphs")
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
