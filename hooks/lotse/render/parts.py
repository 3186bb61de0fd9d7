"""Fill in what a page asks for by name and what is made from facts: `[[directory]]`, `[[form:hate-incident]]`.

A part stands alone in its paragraph. It is written in the reader's words, whatever the language of the page around it, and
goes the way of all of a page's HTML: into the rich page, the light one, the pack, the single file. A part that a script
makes more of names it: `data-script="directory"` loads assets/directory.js. Without the script it says the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from lotse.model import Page, Portal
from lotse.render.cards import Cards
from lotse.render.words import Words

PART = re.compile(r'<p>\s*<span data-fact="([a-z]+)(?::([a-z0-9,-]+))?"></span>\s*</p>')
SCRIPT = re.compile(r'data-script="([a-z-]+)"')


@dataclass(frozen=True, slots=True)
class Kit:
    """What parts are made with; `link` returns a link to a page (by path) as seen from another."""

    portal: Portal
    words: Words
    cards: Cards
    templates: Environment
    pages: Mapping[str, Page]
    link: Callable[[str, str], Markup]


Part = Callable[[Kit, Page, str], Markup]  # from what stands after the colon to the part's HTML on a page

MAKERS: Mapping[str, Part] = {}


def fill_parts(html: str, page: Page, kit: Kit, makers: Mapping[str, Part] = MAKERS) -> str:
    """Return a page's HTML with its parts."""
    if "data-fact=" not in html:
        return html
    return PART.sub(lambda match: _part(match, page, kit, makers), html)


def scripts_of(html: str) -> list[str]:
    """Return the names of the scripts that a page's parts ask for."""
    return list(dict.fromkeys(SCRIPT.findall(html)))


def _part(match: re.Match[str], page: Page, kit: Kit, makers: Mapping[str, Part]) -> str:
    make = makers.get(match[1])
    if make is None:
        return match[0]
    html, reader = make(kit, page, match[2] or ""), kit.words.language
    if page.language == reader.tag:
        return html
    return Markup('<div lang="{}" dir="{}">{}</div>').format(reader.tag, reader.dir, html)
