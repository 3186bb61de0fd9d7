"""Write the pages of one language."""

import posixpath
import re
from collections.abc import Collection
from functools import cached_property
from html import unescape
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment
from markupsafe import Markup, escape

from lotse.model import Page, Portal
from lotse.render import times
from lotse.render.cards import Cards
from lotse.render.freshness import Freshness
from lotse.render.images import Picture, Pictures, with_pictures
from lotse.render.languages import A_TO_Z, SAVED, SEARCH, Switch, absolute, alternates, site_path
from lotse.render.markdown import MarkdownRenderer
from lotse.render.navigation import HOME, Menu, Tree, relative
from lotse.render.parts import Kit, fill_parts, scripts_of
from lotse.render.webmanifest import web_manifest
from lotse.render.words import Said, Words

LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
FOREIGN = re.compile(r"https?:")
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


class LanguageSite:
    """All pages a reader of one language sees; `built` are the languages the whole site will have."""

    def __init__(
        self,
        portal: Portal,
        tag: str,
        built: Collection[str],
        environment: Environment,
        markdown: MarkdownRenderer,
        pictures: Pictures | None = None,
    ) -> None:
        """Prepare what the pages of `tag` share."""
        self.portal, self.language, self._built = portal, portal.register.languages[tag], built
        self.pages = portal.shown(tag)
        self.words = Words(portal, tag)
        self._markdown = markdown
        self._pictures, self._files = pictures or Pictures(), portal.files(tag)
        self._cards = Cards(portal, self.words, environment)
        self._tree = Tree(self.pages, portal.traits)
        self._menu = Menu(self._tree, self.pages, self.words)
        self._switch = Switch(portal, self.words, built)
        self._freshness = Freshness(portal, self.words, built)
        self._kit = Kit(portal, self.words, self._cards, environment, self.pages, self._menu.link)
        self._page_template = environment.get_template("page.html")
        self._list_template = environment.get_template("a-z.html")
        self._saved_template = environment.get_template("saved.html")
        self._search_template = environment.get_template("search.html")

    def document(self, path: str, body: str) -> str:
        """Return the whole HTML document of a page around its body (what `body` returned)."""
        page = self.pages[path]
        own = {"body": Markup(body), "part_scripts": scripts_of(body)}
        return self._page_template.render(self.frame(page) | self.own_part(path) | own)

    def own_part(self, path: str) -> dict[str, object]:
        """Return what a page shows around its body in every rendition, for a template."""
        page = self.pages[path]
        real = self.portal.register.languages[page.language]
        return {
            "page": page,
            "written": real,
            "foreign": real.tag != self.language.tag,
            "spoken": self.words.name_of(real.tag),
            "notices": list(self._freshness.lines(page)),
            "trail": self._menu.trail(path),
            "children": [self._child(child, page) for child in self._tree.children(path)],
            "checked": times.day(page.checked, self.language.cldr) if page.checked else "",
            "overdue": bool(page.checked) and self.portal.settings.overdue(page.checked),
            "until": times.day(page.until, self.language.cldr) if page.until else "",
            "edit": self._edit(page),
            "mistake": self._mistake(page),
            "exit": self.portal.settings.exit_url if self.portal.traits[path].priority == "safety" else "",
        }

    def listing(self) -> str:
        """Return the document that lists every page from A to Z."""
        page = self.stand_in(A_TO_Z, "Pages from A to Z")
        trail = [self._menu.link_from(HOME, A_TO_Z)] if HOME in self.pages else []
        return self._list_template.render(self.frame(page) | {"page": page, "entries": self.entries(), "trail": trail})

    def saved(self) -> str:
        """Return the document that shows what is saved on the device."""
        page = self.stand_in(SAVED, "What is saved here")
        return self._saved_template.render(self.frame(page) | {"page": page})

    def search(self) -> str:
        """Return the document of the search."""
        page = self.stand_in(SEARCH, "Search")
        own = {"page": page, "sections": self.sections(), "exit": self.portal.settings.exit_url}
        return self._search_template.render(self.frame(page) | own)

    def sections(self) -> list[Markup]:
        """Return links to the pages below the home page, in reading order, as seen from the language folder."""
        return [self._menu.link_from(path, SEARCH) for path in self._tree.children(HOME)]

    def stand_in(self, url: str, title: str) -> Page:
        """Return a page no editor wrote; `title` is a message of the interface."""
        name = url.removesuffix(".html")
        return Page(self.language.tag, f"{name}.md", "", name, self.words.plain(title), "", 1)

    def entries(self) -> list[Markup]:
        """Return links to every page but the home page, from A to Z."""
        ordered = sorted(
            (path for path in self.pages if path != HOME), key=lambda path: self.pages[path].title.casefold()
        )
        return [self._menu.link_from(path, A_TO_Z) for path in ordered]

    def body(self, page: Page) -> Markup:
        """Return a page's HTML with links to built pages, foreign ones marked, pictures sized and facts filled in."""
        html = self._markdown.html(page.body)
        html = LINK.sub(lambda match: self._link(match, page), html)
        html = TABLE.sub(r'<div class="table" tabindex="0"><table>\1</table></div>', html)
        html = with_pictures(html, lambda address: self._picture(address, page))
        html = fill_parts(html, page, self._kit)
        return Markup(self._freshness.html(html, page, self._cards.fill))

    def web_manifest(self) -> str:
        """Return the language's `manifest.webmanifest`."""
        facts, said = self.portal.facts, self.words.fact
        name, claim = said("portal.name", facts.name).text, said("portal.claim", facts.claim).text
        return web_manifest(name, claim, self.language, self.portal.settings.site_url, f"{self.language.tag}/")

    def frame(self, page: Page) -> dict[str, object]:
        """Return what every document has: head, header, menu and footer."""
        up = "../" * page.path.count("/")
        links = alternates(self.portal, page, self.language.tag, self._built) if page.path in self.pages else []
        return {
            "_": self.words,
            "language": self.language,
            "portal": self.shared,
            "base": up,
            "root": up + "../",
            "canonical": self._canonical(page),
            "alternates": [] if page.language != self.language.tag else links,
            "indexed": self.language.published,
            "switch": self._switch.items(page),
            "menu": self._menu.branch(page.path) if page.path in self.pages else self._menu.top(A_TO_Z),
            "home": up + "index.html",
            "lite": f"{up}lite/{page.href if page.path in self.pages or page.url in (A_TO_Z, SAVED, SEARCH) else 'index.html'}",
            "described": self._described(page),
        }

    @cached_property
    def shared(self) -> dict[str, object]:
        """Return what every document says about the portal: name, claim, notice, emergency numbers."""
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

    def _described(self, page: Page) -> Said:
        """Return what search engines may show of a page: its summary, else what the portal is."""
        if page.summary:
            return Said(page.summary, self.portal.register.languages[page.language])
        return self.words.fact("portal.claim", self.portal.facts.claim)

    def _picture(self, address: str, page: Page) -> Picture | None:
        path = resolve(page.path, unescape(address))
        tag = self._files.get(path)
        return self._pictures.of(self.portal.root / "content" / tag / path) if tag else None

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
        subject = urlencode({"subject": f"{page.title} ({site_path(self.language.tag, page)})"}, quote_via=quote)
        return f"mailto:{self.editors}?{subject}" if self.editors else ""

    @cached_property
    def editors(self) -> str:
        """Return the mail address for what concerns the site itself, "" where there is none."""
        channels = self.portal.facts.channels.values()
        mails = (channel.addresses.get("mail") for channel in channels if "site" in channel.needs)
        return next((mail[0] for mail in mails if mail), "")


def resolve(start: str, target: str) -> str:
    """Return the path a relative link leads to from a page, like "safety/fire.md"; "" where it leaves the folder."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(start), unquote(target)))
    return "" if path.startswith("..") else path
