"""What every copy that leaves the site says of itself, and how its links lead back to the site."""

import posixpath
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from jinja2 import Environment
from markupsafe import Markup, escape

from lotse.render import times
from lotse.render.words import Words

TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
WITH_ADDRESS = ("href", "hreflang", "rel", "download", "type", "target", "aria-current", "ping")


def copied(environment: Environment, words: Words, day: date, online: str) -> Markup:
    """Return the line that says when a copy was made and where a newer one is; `online` is empty where nobody knows."""
    return Markup(
        environment.get_template("components/copied.html")
        .render(
            _=words,
            day=day.isoformat(),
            date=times.day(day, words.language.cldr),
            online=online,
            shown=shown_address(online),
        )
        .strip()
    )


def shown_address(address: str) -> str:
    """Return an address as people write it: without scheme, without index.html."""
    parts = urlsplit(address)
    return unquote(f"{parts.netloc}{parts.path}".removesuffix("index.html"))


def online(site_url: str, tag: str, path: str) -> str:
    """Return the full address of a file of a language (path not quoted); empty where the site's address is unknown."""
    return f"{site_url.rstrip('/')}/{tag}/{quote(path)}" if site_url else ""


@cache
def target_of(start: str, href: str) -> tuple[str, str, str] | None:
    """Return where a link on the page `start` leads: (path, query, anchor), the path below the site's root, not quoted.

    None for addresses elsewhere (with a scheme). A link that would leave the site's root stays at the root, as browsers do.
    """
    if ELSEWHERE.match(href):
        return None
    path, _, anchor = href.partition("#")
    path, mark, query = path.partition("?")
    if not path:
        return start, mark + query, anchor
    folder = posixpath.dirname(start)
    way = posixpath.normpath(posixpath.join("/", folder, unquote(path))).lstrip("/")
    return way + ("/" if path.endswith("/") and way else ""), mark + query, anchor


def attributes(text: str) -> dict[str, str | None]:
    """Return the attributes of a tag as they are written, quotes removed; None for one without a value."""
    return {name.lower(): value.strip("\"'") if value else None for name, value in ATTRIBUTE.findall(text)}


def written(name: str, attrs: dict[str, str | None]) -> str:
    """Return a start tag; values are already escaped as HTML."""
    rest = "".join(f" {key}" if value is None else f' {key}="{_quoted(value)}"' for key, value in attrs.items())
    return f"<{name}{rest}>"


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;")


def without_address(attrs: dict[str, str | None]) -> dict[str, str | None]:
    """Return a link's attributes without its address: the words stay, the link is gone."""
    return {key: value for key, value in attrs.items() if key not in WITH_ADDRESS}


def rewritten(html: str, change: Callable[[str, str, str], str | None]) -> str:
    """Return HTML with each tag as `change(slash, name, attributes)` returns it; None leaves it as it is."""

    def replace(match: re.Match[str]) -> str:
        new = change(match.group(1), match.group(2).lower(), match.group(3))
        return match.group(0) if new is None else new

    return TAG.sub(replace, html)


def text(value: str) -> str:
    """Return plain text as HTML, fit for attributes too."""
    return str(escape(value))
