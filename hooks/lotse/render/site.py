"""Write the pages of one language."""

import posixpath
import re
from collections.abc import Collection
from functools import cached_property
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment
from markupsafe import Markup, escape

from lotse.model import Page, Portal
from lotse.render import times
from lotse.render.cards import Cards
from lotse.render.languages import A_TO_Z, Switch, absolute, alternates, site_path
from lotse.render.markdown import MarkdownRenderer
from lotse.render.navigation import HOME, Menu, Tree, relative
from lotse.render.words import Words

LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
FOREIGN = re.compile(r"https?:")
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


class LanguageSite:
    """All pages a reader of one language sees; `built` are the languages the whole site will have."""

    def __init__(
        self, portal: Portal, tag: str, built: Collection[str], environment: Environment, markdown: MarkdownRenderer
    ) -> None:
        """Prepare what the pages of `tag` share."""
        self.portal, self.language, self._built = portal, portal.register.languages[tag], built
        self.pages = portal.shown(tag)
        self.words = Words(portal, tag)
        self._markdown = markdown
        self._cards = Cards(portal, self.words, environment)
        self._tree = Tree(self.pages, portal.traits)
        self._menu = Menu(self._tree, self.pages, self.words)
        self._switch = Switch(portal, self.words, built)
        self._page_template = environment.get_template("page.html")
        self._list_template = environment.get_template("a-z.html")

    def document(self, path: str, body: str) -> str:
        """Return the whole HTML document of a page around its body (what `body` returned)."""
        page = self.pages[path]
        real = self.portal.register.languages[page.language]
        context = self._frame(page) | {
            "page": page,
            "written": real,
            "foreign": real.tag != self.language.tag,
            "spoken": self.words.name_of(real.tag),
            "body": Markup(body),
            "trail": self._menu.trail(path),
            "children": [self._child(child, page) for child in self._tree.children(path)],
            "checked": times.day(page.checked, self.language.cldr) if page.checked else "",
            "overdue": bool(page.checked) and self.portal.settings.overdue(page.checked),
            "until": times.day(page.until, self.language.cldr) if page.until else "",
            "edit": self._edit(page),
            "mistake": self._mistake(page),
        }
        return self._page_template.render(context)

    def listing(self) -> str:
        """Return the document that lists every page from A to Z."""
        home = self.pages.get(HOME)
        stand_in = Page(self.language.tag, "a-z.md", "", "a-z", self.words.plain("Pages from A to Z"), "", 1)
        ordered = sorted(
            (path for path in self.pages if path != HOME), key=lambda path: self.pages[path].title.casefold()
        )
        entries = [self._menu.link_from(path, A_TO_Z) for path in ordered]
        trail = [self._menu.link_from(HOME, A_TO_Z)] if home else []
        return self._list_template.render(
            self._frame(stand_in) | {"page": stand_in, "entries": entries, "trail": trail}
        )

    def body(self, page: Page) -> Markup:
        """Return a page's HTML with links to built pages, foreign ones marked, and facts filled in."""
        html = self._markdown.html(page.body)
        html = LINK.sub(lambda match: self._link(match, page), html)
        html = TABLE.sub(r'<div class="table" tabindex="0"><table>\1</table></div>', html)
        return Markup(self._cards.fill(html, page.language))

    def _frame(self, page: Page) -> dict[str, object]:
        """Return what every document has: head, header, menu and footer."""
        up = "../" * page.path.count("/")
        links = alternates(self.portal, page, self.language.tag, self._built) if page.path in self.pages else []
        return {
            "_": self.words,
            "language": self.language,
            "portal": self._shared,
            "base": up,
            "root": up + "../",
            "canonical": self._canonical(page),
            "alternates": [] if page.language != self.language.tag else links,
            "indexed": self.language.published,
            "switch": self._switch.items(page),
            "menu": self._menu.branch(page.path) if page.path in self.pages else self._menu.top(A_TO_Z),
            "home": up + "index.html",
        }

    @cached_property
    def _shared(self) -> dict[str, object]:
        facts = self.portal.facts
        said = {
            key: self.words.mark(self.words.fact(f"portal.{key}", getattr(facts, key)))
            for key in ("name", "claim", "notice")
        }
        calls = [(facts.channels[key], self._cards.call(key)) for key in facts.emergency if key in facts.channels]
        return said | {
            "plain_name": self.words.fact("portal.name", facts.name).text,
            "emergency": [(self._cards.name(channel), address) for channel, address in calls if address],
        }

    def _child(self, path: str, page: Page) -> dict[str, object]:
        child, traits = self.pages[path], self.portal.traits[path]
        return {
            "link": self._menu.link(path, page.path),
            "icon": traits.icon,
            "summary": child.summary,
            "language": self.portal.register.languages[child.language],
        }

    def _link(self, match: re.Match[str], page: Page) -> str:
        """Point a Markdown link at the built page, and mark it where that page is in another language."""
        href, rest, text = match.groups()
        if FOREIGN.match(href):
            return f'<a href="{href}"{rest} rel="noopener noreferrer">{text}</a>'
        path, hash_, anchor = href.partition("#")
        if not path.endswith(".md"):
            return match.group(0)
        target = self.pages.get(resolve(page.path, path))
        if target is None:
            return text  # check_links has reported it; with --keep-going the words stay
        new = f"{escape(relative(target.href, page.href))}{hash_}{anchor}"
        if target.language == page.language:
            return f'<a href="{new}"{rest}>{text}</a>'
        return f'<a href="{new}" hreflang="{target.language}"{rest}>{text}</a> {self._tongue(page, target)}'

    def _tongue(self, page: Page, target: Page) -> Markup:
        """Return the name of the language a link leads to, in the reader's words even inside a foreign page."""
        own = Markup(' lang="{}" dir="{}"').format(self.language.tag, self.language.dir)
        name = self.words.name_of(target.language)
        return Markup('<small class="tongue"{}>{}</small>').format(
            own if page.language != self.language.tag else "", name
        )

    def _canonical(self, page: Page) -> str:
        start = site_path(self.language.tag, page)
        return absolute(self.portal.settings.site_url, site_path(page.language, page), start)

    def _edit(self, page: Page) -> str:
        return (
            self.portal.settings.edit_url.rstrip("/") + "/" + quote(page.file) if self.portal.settings.edit_url else ""
        )

    def _mistake(self, page: Page) -> str:
        """Return a mailto: link to the editors that names the page."""
        mails = (
            channel.addresses.get("mail") for channel in self.portal.facts.channels.values() if "site" in channel.needs
        )
        address = next((mail[0] for mail in mails if mail), "")
        return (
            f"mailto:{address}?"
            + urlencode({"subject": f"{page.title} ({site_path(self.language.tag, page)})"}, quote_via=quote)
            if address
            else ""
        )


def resolve(start: str, target: str) -> str:
    """Return the path a relative link leads to from a page, like "safety/fire.md"; "" where it leaves the folder."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(start), unquote(target)))
    return "" if path.startswith("..") else path
