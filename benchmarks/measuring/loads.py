"""What a document or a stylesheet makes a browser load at once, read from its text.

What scripts ask for later cannot be seen here; `benchmarks/first_text.py` counts everything that crosses the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"'\s]*))\s*\)", re.IGNORECASE)
IMPORT = re.compile(r"@import\s+(?:url\(\s*)?[\"']?([^\"')\s;]+)[\"']?\s*\)?[^;]*;?", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
CANDIDATE_ENDS = re.compile(r",\s+|(?<=[\dxw]),(?=\S)")  # between the addresses of a srcset
FONTS = (".woff2", ".woff", ".ttf", ".otf", ".eot")
SCRIPTS = ("", "module", "text/javascript", "application/javascript")
UNSEEN = {"script", "style", "template", "noscript", "title", "svg"}  # their text is no text of the page
UNLOADED = {"template", "noscript"}  # what stands in them is not loaded where scripts run
KIND_OF_PRELOAD = {"style": "css", "script": "js", "image": "images", "font": "fonts"}


@dataclass(frozen=True, slots=True)
class Load:
    """Something a browser asks for: its kind (css, js, images, fonts, other), and the addresses it chooses one of.

    `implied`: nobody wrote it, as /favicon.ico; a host that does not have it is not at fault.
    """

    kind: str
    choices: tuple[str, ...]
    implied: bool = False


class Document(HTMLParser):
    """Reads an HTML document; afterwards the attributes say what it loads and how many words it has."""

    def __init__(self, text: str) -> None:
        """Read the document."""
        super().__init__(convert_charrefs=True)
        self.loads: list[Load] = []
        self.contacts: list[str] = []  # addresses a browser connects to without asking for anything
        self.scripts: list[str] = []  # inline
        self.embedded_fonts = 0
        self.canonical = ""
        self._icons: list[str] = []
        self._picture: list[str] = []
        self._open: list[str] = []
        self._script = False  # inside one that runs
        self._main = False
        self._text: dict[str, list[str]] = {"main": [], "body": []}
        self.feed(text)
        self.close()
        self.loads.append(
            Load("images", tuple(self._icons)) if self._icons else Load("images", ("/favicon.ico",), True)
        )

    @property
    def text(self) -> str:
        """Return the text of the main part, or of the whole body of a document without one."""
        return "".join(self._text["main"] or self._text["body"])

    @property
    def words(self) -> int:
        """Return the number of words in that text."""
        return len(WORD.findall(self.text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads."""
        found = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._open.append(tag)
        self._main = self._main or tag == "main"
        if UNLOADED.isdisjoint(self._open):
            self._style(found.get("style", ""))
            if handle := getattr(self, f"_see_{tag}", None):
                handle(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads that closes itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if tag in self._open:
            del self._open[max(place for place, name in enumerate(self._open) if name == tag) :]
        self._script = self._script and tag != "script"
        self._main = self._main and tag != "main"
        if tag == "picture":
            self._picture = []

    def handle_data(self, data: str) -> None:
        """Count words; read inline styles and scripts."""
        if self._script:
            self.scripts.append(data)
        elif "style" in self._open:
            self._style(data)
        elif not self._open:
            self._text["body"].append(data)
            self._text["main"] += [data] * self._main

    def _style(self, text: str) -> None:
        found = list(css_loads(text))
        self.loads += found
        self.embedded_fonts += embedded_fonts(text)

    def _see_link(self, found: dict[str, str]) -> None:
        address, roles = found.get("href", ""), found.get("rel", "").lower().split()
        for role in roles if address else ():
            if role in ("stylesheet", "manifest", "modulepreload"):
                kind = {"stylesheet": "css", "modulepreload": "js"}.get(role, "other")
                self.loads.append(Load(kind, (address,)))
            elif role in ("preload", "prefetch"):
                self.loads.append(Load(KIND_OF_PRELOAD.get(found.get("as", ""), "other"), (address,)))
            elif role == "icon":
                self._icons.append(address)
            elif role in ("preconnect", "dns-prefetch"):
                self.contacts.append(address)
            elif role == "canonical":
                self.canonical = address

    def _see_script(self, found: dict[str, str]) -> None:
        runs = found.get("type", "").lower() in SCRIPTS
        self._script = runs and "src" not in found
        if runs and found.get("src"):
            self.loads.append(Load("js", (found["src"],)))

    def _see_source(self, found: dict[str, str]) -> None:
        self._picture += candidates(found)

    def _see_img(self, found: dict[str, str]) -> None:
        choices = tuple([*self._picture, *candidates(found)])
        if choices and found.get("loading", "").lower() != "lazy":
            self.loads.append(Load("images", choices))

    def _see_input(self, found: dict[str, str]) -> None:
        if found.get("type", "").lower() == "image":
            self._see_img(found)

    def _see_iframe(self, found: dict[str, str]) -> None:
        if found.get("src") and found.get("loading", "").lower() != "lazy":
            self.loads.append(Load("other", (found["src"],)))

    def _see_embed(self, found: dict[str, str]) -> None:
        self.loads += [Load("other", (found["src"],))] if found.get("src") else []

    def _see_object(self, found: dict[str, str]) -> None:
        self.loads += [Load("other", (found["data"],))] if found.get("data") else []

    def _see_video(self, found: dict[str, str]) -> None:
        self.loads += [Load("images", (found["poster"],))] if found.get("poster") else []
        self._see_audio(found)

    def _see_audio(self, found: dict[str, str]) -> None:
        if found.get("src") and found.get("preload", "").lower() != "none":
            self.loads.append(Load("other", (found["src"],)))

    def _see_use(self, found: dict[str, str]) -> None:
        address = found.get("href") or found.get("xlink:href") or ""
        if address and not address.startswith("#"):
            self.loads.append(Load("images", (address,)))

    _see_image = _see_use


def candidates(found: dict[str, str]) -> list[str]:
    """Return every address of which a browser may take the one that suits its screen."""
    sets = [part.split()[0] for part in CANDIDATE_ENDS.split(found.get("srcset", "")) if part.split()]
    return [*sets, *([found["src"]] if found.get("src") else [])]


def css_loads(text: str) -> Iterator[Load]:
    """Yield what a stylesheet loads; of a font's files the first, which every browser of today takes."""
    text = COMMENT.sub("", text)
    for face in FACE.findall(text):
        files = [address for address in map(address_of, URL.finditer(face)) if not address.startswith("data:")]
        yield from [Load("fonts", (files[0],))] if files else []
    text = FACE.sub("", text)
    yield from (Load("css", (address,)) for address in IMPORT.findall(text))
    for address in map(address_of, URL.finditer(IMPORT.sub("", text))):
        if address and not address.startswith("#"):
            yield Load("fonts" if address.partition("?")[0].endswith(FONTS) else "images", (address,))


def address_of(match: "re.Match[str]") -> str:
    """Return the address in a `url(…)`."""
    return str(match[1] or match[2] or match[3] or "")


def embedded_fonts(text: str) -> int:
    """Return how many fonts a stylesheet carries in itself."""
    return sum("data:" in face for face in FACE.findall(text))
