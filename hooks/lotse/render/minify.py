"""Styles and scripts without comments and needless blanks: written for people, sent to phones."""

import re
from collections.abc import Iterable
from pathlib import Path

import rcssmin
import rjsmin
from jinja2 import Environment

MINIFIED = (".css", ".js")
SHARED = {f"assets/{name}.js": "shared/remember.js" for name in ("lotse", "root")}
EMPTY_VARIABLE = re.compile(r"(--[\w-]+:)(?=[;}])")


def minified_style(css: str) -> str:
    """Return a style sheet in fewer bytes; older browsers drop a variable that is empty without even a blank."""
    return EMPTY_VARIABLE.sub(r"\1 ", str(rcssmin.cssmin(css)))


def minified_script(script: str) -> str:
    """Return a script in fewer bytes; names stay as they are."""
    return str(rjsmin.jsmin(script))


def minified(name: str, text: str) -> str:
    """Return the text of an asset as it is published; what is neither a style nor a script stays."""
    if name.endswith(".css"):
        return minified_style(text)
    return minified_script(text) if name.endswith(".js") else text


def joined(files: Iterable[Path]) -> str:
    """Return scripts as one that keeps its names to itself, as it is published: one request instead of several."""
    scripts = "".join(file.read_text(encoding="utf-8") for file in files)
    return minified_script(f'(function () {{\n"use strict";\n{scripts}}})();\n')


def published(theme: Path, name: str) -> str:
    """Return an asset of the theme as it is published, with the functions it shares with others."""
    if name in SHARED:
        return joined((theme / SHARED[name], theme / name))
    return minified(name, (theme / name).read_text(encoding="utf-8"))


def source(environment: Environment, *names: str) -> str:
    """Return styles or scripts of the theme as one text to stand inside a page."""
    assert environment.loader
    texts = [environment.loader.get_source(environment, name)[0] for name in names]
    return "\n".join(minified(name, text).strip() for name, text in zip(names, texts, strict=True))
