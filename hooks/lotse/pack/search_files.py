"""The scripts of a language's search: its index with the words of the interface, and the text of all pages for snippets."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from lotse.pack.chunks import LIMIT, compact
from lotse.render.lite import LitePage
from lotse.render.lite_html import INLINE_NAMES
from lotse.render.search_words import search_words
from lotse.render.site import LanguageSite
from lotse.search.page_text import section_names
from lotse.search.site_index import search_script

INDEX, TEXTS = "search/index.js", "search/text.js"
INLINE = re.compile(f"</?(?:{INLINE_NAMES.replace(' ', '|')})(?![a-z0-9])[^>]*>")
BLOCK = re.compile("<[^>]*>")
LINES = re.compile(r"\s*\n\s*")
PIECE = 4096  # characters between two places where the index may be cut


def search_files(site: LanguageSite, pages: Iterable[LitePage]) -> dict[str, str]:
    """Return the scripts of the search below <tag>/, by path."""
    return {INDEX: _said(site) + search_script(site), TEXTS: texts(pages)}


def texts(pages: Iterable[LitePage]) -> str:
    """Return the script with the text of every page by its address, its blocks on lines of their own."""
    by_url = {page.url: _text(page.main) for page in sorted(pages, key=lambda page: page.url)}
    return f"self.lotseTexts={_literal(by_url)};\n"


def _text(html: str) -> str:
    """Return the words of a light page; theme/sw.js does the same."""
    return LINES.sub("\n", unescape(BLOCK.sub("\n", INLINE.sub("", html)))).strip()


def search_chunks(scripts: Mapping[str, str]) -> list[bytes]:
    """Return the scripts as chunks of the language pack: each is `{"scripts": {path: piece, …}}`, the pieces in order.

    Where a script is cut depends on its text at that place alone: a change elsewhere moves no other cut.
    """
    return [compact({"scripts": {path: piece}}) for path, text in sorted(scripts.items()) for piece in _pieces(text)]


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces of a text, each small enough for a chunk; zlib stands in for Brotli, which packs better."""
    start = 0
    while start < len(text):
        end = _end(text, start)
        yield text[start:end]
        start = end


def _end(text: str, start: int) -> int:
    """Return where the piece that begins at `start` ends: at the place after the 32 characters with the least check sum."""
    longest = _longest(text, start)
    if longest == len(text):
        return longest
    places = range((start + longest) // 2, longest)
    return min(places, key=lambda place: zlib.crc32(text[place - 32 : place].encode()))


def _longest(text: str, start: int) -> int:
    """Return the furthest end of a piece within the limit, in steps of PIECE."""
    packer, size, end = zlib.compressobj(9), 0, start
    while end < len(text):
        size += len(packer.compress(text[end : end + PIECE].encode()) + packer.flush(zlib.Z_SYNC_FLUSH))
        if size > LIMIT and end > start:
            return end
        end += PIECE
    return len(text)


def _said(site: LanguageSite) -> str:
    """Return the script with the words of the interface: those of the box, the sections, the other languages."""
    languages = {tag: site.words.name_of(tag) for tag in sorted({page.language for page in site.pages.values()})}
    words = {**search_words(site.words), "names": section_names(site), "languages": languages}
    return f"self.lotseSaid={_literal(words)};\n"


def _literal(value: object) -> str:
    """Return JSON that may also stand inside a page."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
