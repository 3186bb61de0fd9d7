"""The lite rendition: the same page, complete, in one request of about two kilobytes. Everything offline is made from it."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote

from jinja2 import Environment
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from lotse.model import Language, Portal
from lotse.read import source
from lotse.render.languages import A_TO_Z, SAVED, SEARCH
from lotse.render.lite_html import SPACE, Picture, Place, attribute, lite_html, text
from lotse.render.lite_picture import inline, size
from lotse.render.parts import scripts_of
from lotse.render.policy import policy
from lotse.render.site import LanguageSite, resolve

RUN = "<a id=run href={{up}}assets/{}.js hidden></a>"  # the script theme/lite/lite.js loads at once
PLACEHOLDER = re.compile(r"\{(title|about|tongue|up|url|switch|main|note)\}")


@dataclass(frozen=True, slots=True)
class LitePage:
    """A page as it is packed: `main` and `switch` contain `{up}`, the way to the language folder.

    `title` is plain text; `tongue` is "" or the attributes of a page that is really in another language; `switch` is ""
    where the frame's fits; `section` is the top folder, "" at the top.
    """

    url: str
    title: str
    tongue: str
    main: str
    switch: str
    priority: str
    section: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What all lite documents of a language have in common, and the language switch that fits most of them."""

    html: str
    switch: str


def assemble(frame: Frame, page: LitePage, up: str, note: str = "") -> str:
    """Return the document of a page; `up` leads from it to the language folder, `note` is HTML above the text."""
    place = {"up": up, "url": page.url}
    parts = {
        "title": text(page.title),
        "about": text(page.title).replace('"', "&quot;"),
        "tongue": page.tongue,
        "switch": fill(page.switch or frame.switch, place),
        "main": fill(page.main, place),
        "note": note,
    }
    return fill(frame.html, place | parts)


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders replaced in one pass; theme/sw.js does the same."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), template)


class LiteSite:
    """The lite pages a reader of one language sees; `built` are the languages the whole site will have."""

    def __init__(
        self, portal: Portal, tag: str, built: Collection[str], environment: Environment, site: LanguageSite
    ) -> None:
        """Prepare what the pages of `tag` share; `site` makes the same pages' rich form."""
        self._portal, self._site, self._environment = portal, site, environment
        self._language, self._words, self._files = site.language, site.words, portal.files(tag)
        self._languages = [
            language
            for other, language in portal.register.languages.items()
            if other in built and (language.listed or other == tag)
        ]
        self._hrefs = {page.href for page in site.pages.values()} | {A_TO_Z, SAVED, SEARCH}
        self.frame = Frame(self._frame(), self._switch(""))

    def page(self, path: str, body: str) -> LitePage:
        """Return the lite form of a page from its body as `LanguageSite.body` made it."""
        page, traits = self._site.pages[path], self._portal.traits[path]
        real = self._portal.register.languages[page.language]
        own = self._site.own_part(path) | {"body": Markup(body)}
        return LitePage(
            url=page.href,
            title=page.title,
            tongue=_tongue(real) if real != self._language else "",
            main=_runner(body) + self._main("page", page.href, path, own),
            switch="" if self._everywhere(path) else self._switch(path),
            priority=str(traits.priority),
            section=path.partition("/")[0] if "/" in path else "",
        )

    def extra_pages(self) -> list[LitePage]:
        """Return the pages no editor writes: all pages from A to Z, what is saved on this device, the search."""
        a_to_z, saved = self._words.plain("Pages from A to Z"), self._words.plain("What is saved here")
        listing = self._main("listing", A_TO_Z, "", {"entries": self._site.entries()})
        ways = {"sections": self._site.sections(), "exit": self._portal.settings.exit_url}
        search = SPACE.sub(" ", self._render("search", **ways)).strip()
        return [
            LitePage(A_TO_Z, a_to_z, "", listing, "", "essential", ""),
            LitePage(SAVED, saved, "", RUN.format("offline") + self._main("saved", SAVED, "", {}), "", "essential", ""),
            LitePage(SEARCH, self._words.plain("Search"), "", search, "", "essential", ""),
        ]

    def document(self, page: LitePage) -> str:
        """Return the file `<tag>/lite/<url>`."""
        return assemble(self.frame, page, "../" * (page.url.count("/") + 1))

    def _main(self, template: str, url: str, path: str, values: dict[str, object]) -> str:
        anchors = {"exit", "saved", *self.anchors.get(path, ())}
        place = Place(url, self._language.tag, self._language.dir, self._hrefs, anchors, self._picture)
        return lite_html(self._render(template, **values), place)

    def _frame(self) -> str:
        style, script = cssmin(self._source("lite.css")), jsmin(self._source("lite.js"))
        site_url = self._portal.settings.site_url.rstrip("/")
        return self._render(
            "frame",
            rich=f"{site_url}/{self._language.tag}/{{url}}" if site_url else "{up}{url}",
            editors=self._site.editors,
            policy=policy([style], [script]),
            style=Markup(style),
            script=Markup(script),
        ).strip()

    def _render(self, template: str, **values: object) -> str:
        shared = {"_": self._words, "language": self._language, "portal": self._site.shared}
        return self._environment.get_template(f"lite/{template}.html").render(shared | values)

    def _source(self, name: str) -> str:
        assert self._environment.loader
        return self._environment.loader.get_source(self._environment, f"lite/{name}")[0]

    def _switch(self, path: str) -> str:
        """Return the links to a page in every language, or to that language's home; "" is a page that all have."""
        return " ".join(
            f"<a href={{up}}../{language.tag}/lite/{'{url}' if self._has(language.tag, path) else 'index.html'}"
            f"{attribute('lang', language.tag)}{attribute('dir', language.dir) if language.dir != self._language.dir else ''}>"
            f"{text(language.autonym)}</a>"
            for language in self._languages
        )

    def _everywhere(self, path: str) -> bool:
        return all(self._has(language.tag, path) for language in self._languages)

    def _has(self, tag: str, path: str) -> bool:
        return not path or path in self._portal.shown(tag)

    def _picture(self, picture: Picture) -> str:
        """Return what stands for a picture: itself, small, where an editor said so; else a link that says its size."""
        if picture.path not in self._files:
            return text(picture.alt)
        file = self._portal.root / "content" / self._files[picture.path] / picture.path
        small = inline(file) if picture.essential else None
        if small:
            parts = {"src": small.address, "alt": picture.alt, "width": str(small.width), "height": str(small.height)}
            return f"<img{''.join(attribute(key, value) for key, value in parts.items())}>"
        foreign = picture.lang != self._language.tag
        name = Markup(text(picture.alt))
        if foreign:
            name = Markup(f"<span lang={picture.lang} dir={picture.dir}>{name}</span>")
        label = self._words("Picture: {name}", name=name)
        own = _tongue(self._language) if foreign else ""
        address = attribute("href", "{up}" + quote(picture.path))
        return f"<a{address}{own}>{label} (<bdi dir=ltr>{size(file)}</bdi>)</a>"

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """Return by page the anchors that a link of this language's pages leads to."""
        found: dict[str, set[str]] = defaultdict(set)
        for page in self._site.pages.values():
            for _, link in source.links(page) if "#" in page.body else ():
                path, _, anchor = link.partition("#")
                found[resolve(page.path, path) if path else page.path].add(unquote(anchor))
        return found


def _runner(body: str) -> str:
    """Return what makes theme/lite/lite.js load the script of a page's first part that has one."""
    scripts = scripts_of(body)
    return RUN.format(scripts[0]) if scripts else ""


def _tongue(language: Language) -> str:
    return f' lang="{language.tag}" dir="{language.dir}"'
