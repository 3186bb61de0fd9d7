"""The tree of pages, and the part of it that one page shows.

A page shows its own branch only: the whole tree on every page costs pages squared (stock Material: 135 of 155 KB a page).
"""

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from lotse.model import Page
from lotse.render.words import Words

HOME = "index.md"
WINDOW = 40  # siblings shown at once; more would make flat folders cost pages squared


def relative(target: str, start: str) -> str:
    """Return the address of one page as seen from another, both below the language folder."""
    folder, name = posixpath.split(target)
    way = _way(folder, posixpath.dirname(start))
    return f"{way}/{name}" if way != "." else name


@cache
def _way(folder: str, start: str) -> str:
    return posixpath.relpath(folder or ".", start or ".")


class Tree:
    """Pages as parents and children; the tree is the same in every language that shows the same pages."""

    def __init__(self, pages: Mapping[str, Page], traits: Mapping[str, Page]) -> None:
        """Build the tree of `pages`; order comes from `traits` (the source language's pages)."""
        self._pages = pages
        self._children: dict[str, list[str]] = defaultdict(list)
        for path in sorted(pages, key=lambda path: (traits[path].order, path)):
            if path != HOME:
                self._children[self.parent(path)].append(path)

    def parent(self, path: str) -> str:
        """Return the nearest index page above a page, the home page at last."""
        folder = posixpath.dirname(path)
        if posixpath.basename(path) == HOME:
            folder = posixpath.dirname(folder)
        while folder:
            if f"{folder}/{HOME}" in self._pages:
                return f"{folder}/{HOME}"
            folder = posixpath.dirname(folder)
        return HOME

    def children(self, path: str) -> Sequence[str]:
        """Return the pages directly below a page, in reading order."""
        return self._children.get(path, ())

    def trail(self, path: str) -> list[str]:
        """Return the pages above a page, the home page first; empty for the home page."""
        above: list[str] = []
        while path != HOME:
            path = self.parent(path)
            above.append(path)
        return above[::-1]


class Menu:
    """Writes links and menus in one language; menus of pages in one folder are alike and made once."""

    def __init__(self, tree: Tree, pages: Mapping[str, Page], words: Words) -> None:
        """Prepare menus over a tree for the reader's words."""
        self._tree, self._pages, self._words = tree, pages, words
        self._made: dict[tuple[str, str, int], str] = {}
        self._titles = {path: self._title(page) for path, page in pages.items()}
        self._links = {path: (page.href, self._rest(page)) for path, page in pages.items()}

    def title(self, path: str) -> Markup:
        """Return a page's title as HTML, marked with its language where that is foreign."""
        return self._titles[path]

    def link(self, path: str, start: str) -> Markup:
        """Return a link to a page from another one."""
        return self.link_from(path, self._pages[start].href)

    def link_from(self, path: str, url: str) -> Markup:
        """Return a link to a page from an address below the language folder."""
        href, rest = self._links[path]
        return Markup(f'<a href="{escape(relative(href, url))}"{rest}')

    def trail(self, path: str) -> list[Markup]:
        """Return the links of the breadcrumb, the home page first."""
        return [self.link(above, path) for above in self._tree.trail(path)]

    def top(self, url: str) -> Markup:
        """Return the list of the sections for a page outside the tree."""
        links = [self.link_from(child, url) for child in self._tree.children(HOME)[:WINDOW]]
        return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(link) for link in links))

    def branch(self, path: str) -> Markup:
        """Return the nested list of the sections, open along the way to a page, the page itself marked as current."""
        opened = path if self._tree.children(path) else self._tree.parent(path)
        key = (opened, posixpath.dirname(path), self._window(opened, path))
        if key not in self._made:
            self._made[key] = self._list(HOME, {*self._tree.trail(opened), opened}, path)
        here = f'href="{escape(relative(self._pages[path].href, self._pages[path].href))}"'
        return Markup(self._made[key].replace(here, f'{here} aria-current="page"', 0 if path == HOME else 1))

    def _title(self, page: Page) -> Markup:
        language = self._words.language
        if page.language == language.tag:
            return Markup(escape(page.title))
        return Markup('<span lang="{}" dir="{}">{}</span> <small class="tongue">{}</small>').format(
            page.language, self._words.dir_of(page.language), page.title, self._words.name_of(page.language)
        )

    def _rest(self, page: Page) -> str:
        """Return a link from behind its address on: escaped once, written often."""
        foreign = f' hreflang="{escape(page.language)}"' if page.language != self._words.language.tag else ""
        return f"{foreign}>{self._titles[page.path]}</a>"

    def _window(self, opened: str, path: str) -> int:
        siblings = self._tree.children(opened)
        return siblings.index(path) // WINDOW if len(siblings) > WINDOW and path != opened else 0

    def _list(self, parent: str, opened: set[str], start: str) -> str:
        children = self._tree.children(parent)
        here = next((number for number, child in enumerate(children) if child == start or child in opened), 0)
        first = here // WINDOW * WINDOW
        items = [self._item(child, opened, start) for child in children[first : first + WINDOW]]
        if len(children) > WINDOW:
            more = Markup('<li><a href="{}">{}</a></li>').format(
                relative(self._pages[parent].href, self._pages[start].href), self._words("More pages in this section")
            )
            items.append(str(more))
        return f"<ul>{''.join(items)}</ul>" if items else ""

    def _item(self, path: str, opened: set[str], start: str) -> str:
        below = self._list(path, opened, start) if path in opened else ""
        return f"<li>{self.link(path, start)}{below}</li>"
