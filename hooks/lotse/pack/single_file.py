"""Make guide.html: a whole language in one file that opens alone, from any place, with or without JavaScript."""

import html as entities
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import combining, is_normalized
from urllib.parse import quote, unquote

from jinja2 import Environment
from markupsafe import Markup

from lotse.pack.copies import attributes, copied, online, rewritten, target_of, text, without_address, written
from lotse.render.languages import absolute
from lotse.render.lite import LitePage
from lotse.render.minify import source
from lotse.render.navigation import HOME, Tree
from lotse.render.policy import policy
from lotse.render.site import LanguageSite

NAME = "guide.html"
LEFT_OUT = ("a-z.html", "saved.html", "search.html")  # contents list and box stand in the file, which is always saved
REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
EXIT = re.compile(r"<a\b[^>]*\b(?:id|class)=\"?exit\b[^>]*>.*?</a>", re.DOTALL)


def guide(site: LanguageSite, environment: Environment, pages: Sequence[LitePage], index: str = "") -> str:
    """Return guide.html of a language from its lite pages and the script with the index of its search."""
    kept = {unquote(page.url): page for page in pages if unquote(page.url) not in LEFT_OUT}
    tree = Tree(site.pages, site.portal.traits)
    order = [url for url, _ in _reading_order(tree, HOME, 0) if url in kept]
    single = SingleFile(site, {url: kept[url] for url in dict.fromkeys([*order, *kept])})
    style, head, script = (source(environment, *names) for names in _PARTS)
    script = f"{_inlined(index)}\n{_steady(script)}"
    settings = site.portal.settings
    template = environment.get_template("guide/guide.html")
    return template.render(
        _=site.words,
        language=site.language,
        portal=site.shared,
        policy=policy([style], [head, script], own=False),
        style=Markup(style),
        head=Markup(head),
        script=Markup(script),
        copied=copied(environment, site.words, settings.today, online(settings.site_url, site.language.tag, NAME)),
        contents=single.contents(tree),
        sections=[single.section(url) for url in single.pages],
        home=anchor_of("index.html"),
        exit=single.exit,
        canonical=absolute(settings.site_url, f"{site.language.tag}/index.html", "") if settings.site_url else "",
    )


_PARTS = (
    ("shared/alone.css", "guide/guide.css"),
    ("guide/head.js",),
    ("assets/search.js", "assets/age.js", "guide/guide.js", "assets/searching.js"),
)


def _inlined(index: str) -> str:
    """Return the script of an index as it may stand in a page: no form feeds, and nothing that looks like an address."""
    return index.strip().replace("\f", r"\f").replace("//", r"/\/")


def _steady(script: str) -> str:
    """Return a script without letters that Normalization Form C (UAX 15) would change or reorder: a regular expression has some."""
    return "".join(
        f"\\u{ord(letter):04x}" if combining(letter) or not is_normalized("NFC", letter) else letter
        for letter in script
    )


def anchor_of(url: str, anchor: str = "") -> str:
    """Return the id of a page, or of an anchor inside it: letters that need no escape in an address."""
    return "p/" + quote(unquote(url)) + (f":{quote(unquote(anchor), safe='')}" if anchor else "")


class SingleFile:
    """Puts the lite pages of a language (by address, in reading order) into one document."""

    def __init__(self, site: LanguageSite, pages: Mapping[str, LitePage]) -> None:
        """Prepare the document over the pages."""
        self.pages = pages
        self._tag, self._site_url = site.language.tag, site.portal.settings.site_url
        self._own: dict[str, frozenset[str]] = {
            url: frozenset(re.findall(r"\bid=\"?([^\s\">]+)", page.main)) for url, page in pages.items()
        }
        self.exit = next((Markup(_plain_exit(found)) for found in map(_exit_of, pages.values()) if found), Markup(""))

    def contents(self, tree: Tree) -> Markup:
        """Return the nested list of all pages; pages outside the tree come last."""
        inside = {url for url, _ in _reading_order(tree, HOME, 0)}
        rest = "".join(self._entry(url, "") for url in self.pages if url not in inside)
        home = self._entry("index.html", "") if "index.html" in self.pages else ""
        return Markup(f"<ul>{home}{self._branch(tree, HOME)}{rest}</ul>")

    def section(self, url: str) -> Markup:
        """Return one page as a section of the document."""
        page = self.pages[url]
        rewriter = _Rewriter(self, url)
        main = rewritten(EXIT.sub("", page.main), rewriter.tag)
        safety = " safety" if page.priority == "safety" else ""
        return Markup(f'<section class="page{safety}" id="{anchor_of(url)}">{main}</section>')

    def _branch(self, tree: Tree, parent: str) -> str:
        return "".join(self._item(tree, child) for child in tree.children(parent))

    def _item(self, tree: Tree, path: str) -> str:
        below = self._branch(tree, path)
        url = _url(path)
        if url not in self.pages:
            return below
        return self._entry(url, f"<ul>{below}</ul>" if below else "")

    def _entry(self, url: str, below: str) -> str:
        page = self.pages[url]
        return f'<li><a href="#{anchor_of(url)}"{page.tongue}>{text(page.title)}</a>{below}</li>'

    def address(self, start: str, href: str) -> str:
        """Return where a link on a page leads from inside this file; empty where it leads nowhere any more."""
        base = f"{self._tag}/{start}"
        up = href.startswith("{up}")
        found = target_of(f"{self._tag}/x" if up else base, entities.unescape(href.removeprefix("{up}")))
        if found is None:
            return href
        path, query, anchor = found
        inside = path.removeprefix(f"{self._tag}/")
        url = inside.removeprefix("lite/") if up else inside
        if path.startswith(f"{self._tag}/") and url in self.pages:
            return "#" + (anchor_of(url, anchor) if unquote(anchor) in self._own[url] else anchor_of(url))
        if path == f"{self._tag}/a-z.html" or url == "a-z.html":
            return "#contents"
        if path == f"{self._tag}/{start}" and not query:
            return "#" + anchor_of(start)
        if not self._site_url:
            return ""
        return text(f"{self._site_url.rstrip('/')}/{quote(path)}{query}{f'#{anchor}' if anchor else ''}")


class _Rewriter:
    """Changes the tags of one page: ids become the document's, links lead inside it, pictures become links."""

    def __init__(self, single: SingleFile, url: str) -> None:
        self._single, self._url = single, url
        self._in_link = self._dropped = False

    def tag(self, slash: str, name: str, rest: str) -> str | None:
        """Return a tag as it stands in the document, None where nothing changes."""
        if name == "a":
            return self._link(slash, attributes(rest))
        if name == "img":
            return self._picture(attributes(rest))
        if name in ("picture", "source"):
            return ""
        if slash or not ("id" in rest or "for" in rest or "headers" in rest or "aria-" in rest):
            return None
        return written(name, self._ids(attributes(rest)))

    def _link(self, slash: str, attrs: dict[str, str | None]) -> str | None:
        if slash:
            gone, self._in_link, self._dropped = self._dropped, False, False
            return "" if gone else None
        self._in_link = True
        attrs = self._ids(attrs)
        href = attrs.get("href")
        if href is None:
            return written("a", attrs)
        address = self._single.address(self._url, href)
        if address:
            return written("a", attrs | {"href": address})
        left = without_address(attrs)
        self._dropped = not left
        return written("a", left) if left else ""

    def _ids(self, attrs: dict[str, str | None]) -> dict[str, str | None]:
        new = dict(attrs)
        if attrs.get("id"):
            new["id"] = anchor_of(self._url, str(attrs["id"]))
        for name in REFERENCES:
            if attrs.get(name):
                new[name] = " ".join(anchor_of(self._url, one) for one in str(attrs[name]).split())
        return new

    def _picture(self, attrs: dict[str, str | None]) -> str:
        """Return a picture as a link to where it can be seen, or as its words alone."""
        source = str(attrs.get("src") or "")
        words = text(entities.unescape(attrs.get("alt") or posixpath.basename(source.removeprefix("{up}"))))
        address = "" if source.startswith("data:") else self._single.address(self._url, source)
        return f'<a href="{address}">{words}</a>' if address and not self._in_link else words


def _reading_order(tree: Tree, path: str, depth: int) -> Iterator[tuple[str, int]]:
    yield _url(path), depth
    for child in tree.children(path):
        yield from _reading_order(tree, child, depth + 1)


def _url(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _exit_of(page: LitePage) -> str:
    match = EXIT.search(page.main)
    return match.group(0) if match else ""


def _plain_exit(link: str) -> str:
    """Return the one exit link of the document."""
    return rewritten(
        link,
        lambda slash, name, rest: (
            written("a", attributes(rest) | {"id": "exit", "class": "exit", "rel": "noreferrer"})
            if name == "a" and not slash
            else None
        ),
    )
