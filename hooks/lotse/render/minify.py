"""Styles and scripts without comments and needless blanks: written for people, sent to phones."""

import re
from pathlib import Path

import rcssmin
import rjsmin
from jinja2 import Environment

from lotse.render.shorten import shortened

MINIFIED = (".css", ".js")
SHARED = {  # scripts by what the build puts before them
    "assets/lotse.js": ("shared/remember.js",),
    "root.js": ("shared/remember.js",),
    "assets/offline.js": tuple(f"offline/{name}.js" for name in ("store", "fetch", "worker", "control")),
}
SHORTENED = ("assets/search.js",)  # scripts whose names nobody outside uses
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
    if not name.endswith(".js"):
        return text
    script = minified_script(text)
    return shortened(script) if name in SHORTENED else script


def published(theme: Path, name: str) -> str:
    """Return an asset of the theme as it is published: small, and one script that keeps its names to itself."""
    text = (theme / name).read_text(encoding="utf-8")
    if name in SHARED:
        shared = "".join((theme / part).read_text(encoding="utf-8") for part in SHARED[name])
        text = f'(function () {{\n"use strict";\n{shared}{text}}})();\n'
    return minified(name, text)


def source(environment: Environment, *names: str) -> str:
    """Return styles or scripts of the theme as one text to stand inside a page."""
    assert environment.loader
    texts = [environment.loader.get_source(environment, name)[0] for name in names]
    return "\n".join(minified(name, text).strip() for name, text in zip(names, texts, strict=True))
