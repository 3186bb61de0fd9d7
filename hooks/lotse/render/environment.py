"""The Jinja environment of all templates: autoescaped, and strict about names."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lotse.render.minify import published
from lotse.render.policy import policy

ICON_TAG = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


class Look(NamedTuple):
    """The style and script written into a rich page, and the content security policy that allows exactly these."""

    css: Markup
    js: Markup
    policy: str


def template_environment(theme: Path, icons: Path | None) -> Environment:
    """Return the environment over the `theme` folder, its templates compiled before language processes are forked.

    `icons` holds SVG files by name, like Material's `.icons`. Templates write `icon(name)` for an inline icon and
    `look(file, …)` for the style sheets and scripts of `theme` that go into the page.
    """
    environment = Environment(
        loader=FileSystemLoader(theme), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["icon"] = icon_finder(icons)
    environment.globals["look"] = look_finder(theme)
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    return environment


def look_finder(theme: Path) -> Callable[..., Look]:
    """Return a function from the names of style sheets and scripts to what a page writes into itself."""

    @cache
    def look(*names: str) -> Look:
        css, js = ("".join(published(theme, name) for name in names if name.endswith(end)) for end in (".css", ".js"))
        return Look(Markup(css), Markup(js), policy([css], [js] if js else [], rich=True))

    return look


def icon_finder(icons: Path | None) -> Callable[[str], Markup]:
    """Return a function from an icon's name to its inline SVG, empty where there is no such icon."""

    @cache
    def icon(name: str) -> Markup:
        file = icons / f"{name}.svg" if icons and has_icon(icons, name) else None
        match = ICON_TAG.search(file.read_text(encoding="utf-8")) if file else None
        if not match:
            return Markup("")
        return Markup(
            f'<svg class="icon" width="24" height="24" viewBox="{match.group(1)}" aria-hidden="true" focusable="false">{match.group(2)}</svg>'
        )

    return icon


def has_icon(icons: Path, name: str) -> bool:
    """Tell whether there is an icon of that name."""
    return bool(re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)+", name)) and (icons / f"{name}.svg").is_file()
