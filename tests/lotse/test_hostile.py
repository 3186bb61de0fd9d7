"""Hostile Markdown: one small portal of many attacks, built once; nothing forbidden is in any file, nothing runs.

Each file of tests/golden/hostile is a page. Whatever the build makes of them is looked at: rich and light pages, chunks of
the language pack, the single file; first as text, then in a browser.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from lotse.pack.language_pack import read_pack
from lotse.render.clean import RESERVED
from lotse.render.lite import Frame, LitePage, assemble
from scenario import PAGE, ROOT, Built, Project

CASES = sorted((ROOT / "tests" / "golden" / "hostile").glob("*.md"))
# Nothing is removed here: the page shows what was typed, or Markdown made a harmless thing of it.
HARMLESS = {
    "address-with-quotes",
    "bidi-override",
    "codes-of-the-pack",
    "entities-stay-text",
    "front-matter-title-with-markup",
    "front-matter-title-with-quotes",
    "front-matter-title-with-script-end",
    "half-a-tag",
    "handler-after-a-broken-quote",
    "handler-without-space",
    "language-attribute",
    "long-and-deep",
    "placeholders-in-attribute-lists",
    "placeholders-of-templates",
}
NAMES = (
    "a abbr article b bdi blockquote body br button code dd details div dl dt em footer h1 h2 h3 h4 h5 h6 head header hr html i "
    "img input label li link main mark meta nav noscript ol output p path pre progress s script search section small span "
    "strong style sub summary sup svg table tbody td textarea th thead title tr u ul"
)
ELEMENTS = frozenset(NAMES.split())
# A style, comment or script without its end swallows what follows it.
SWALLOWED = {
    "comment-without-end",
    "math-form-confusion",
    "math-namespace-confusion",
    "raw-text-elements",
    "script-without-end",
}
ADDRESSES = frozenset(
    {"action", "background", "cite", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href"}
)
SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "sms"})
OUR_SCRIPT = re.compile(r"(?:/|(?:\.\./)*)assets/[a-z-]+\.js")
OWN_FORMS = ("guide.html", "verify.html")  # their search and their questions: without an address, the script takes them
PLACEHOLDER = re.compile(r"\{(?!(?:up|url)\})")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the portal of all attacks, published in spite of its findings."""
    project = Project(tmp_path_factory.mktemp("hostile"))
    project.write("content/de/hostile/index.md", PAGE.format(id="hostile", title="Hostile", body="Sections."))
    for case in CASES:
        project.write(f"content/de/hostile/{case.name}", case.read_bytes())
    done = project.build(strict=False, LOTSE_KEEP_GOING="1")
    assert done.code == 0, done.output
    return done


class Look(HTMLParser):
    """Reads HTML and notes whatever no page may have; `hashes` are the inline texts the page's own policy allows."""

    def __init__(self, html: str, *, document: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        found = re.search(r'Content-Security-Policy"? content="([^"]*)"', html)
        self.policy = unescape(found.group(1)) if found else ""
        self.forbidden: list[str] = [] if found or not document else ["no policy"]
        self.ids: list[str] = []
        self.text = ""
        self._inline = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._inline = tag if tag in ("script", "style") and "src" not in values else ""
        bad = [
            name
            for name in values
            if name.startswith("on") or name in ("style", "srcdoc", "srcset", "formaction", "ping")
        ]
        bad += [
            f"{name}={values[name]}" for name in ADDRESSES & set(values) if not self._allowed(tag, name, values[name])
        ]
        if tag not in ELEMENTS or bad or (tag == "meta" and values.get("http-equiv", "").lower() == "refresh"):
            self.forbidden.append(f"<{tag} {' '.join(bad)}>")
        if tag == "script" and "src" in values and not OUR_SCRIPT.fullmatch(values["src"]):
            self.forbidden.append(f"script {values['src']}")
        if "id" in values:
            self.ids.append(values["id"])

    def handle_data(self, data: str) -> None:
        if self._inline:
            digest = base64.b64encode(hashlib.sha256(data.encode("utf-8")).digest()).decode()
            if f"'sha256-{digest}'" not in self.policy:
                self.forbidden.append(f"inline {self._inline}: {data[:60]}")
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._inline = ""

    @staticmethod
    def _allowed(tag: str, name: str, value: str) -> bool:
        """Tell whether an address may stand there: browsers read it without blanks and control characters."""
        bare = re.sub(r"[\x00-\x20]", "", value)
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", bare)
        named = scheme.group(1).lower() if scheme else ""
        if tag == "img" or (tag == "link" and "icon" in bare):
            return re.match(r"data:(image/(png|webp|avif|jpeg|gif);|,)", bare) is not None or not (
                named or re.match(r"[/\\]{2}", bare)
            )
        if tag == "link" and bare == "data:,":
            return True
        return named in SCHEMES and not re.match(r"[/\\]{2}", bare)


def htmls(site: Path) -> Iterator[tuple[str, str, bool]]:
    """Yield (where, HTML, whether it is a whole document) of everything built that holds HTML."""
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), file.read_text(encoding="utf-8"), True
    for file in sorted(site.rglob("*.json")):
        where = file.relative_to(site).as_posix()
        if file.parent.name in ("pack", "status"):  # pages in a short form, read as a browser does below; plain words
            continue
        yield from ((where, text, False) for text in strings(json.loads(file.read_text(encoding="utf-8"))))
    for folder in sorted(site.glob("*/pack")):
        frame, pages = unpacked(folder)
        for page in pages:
            up = "../" * page.url.count("/")
            yield f"{folder.parent.name}/pack {page.url}", assemble(frame, page, up), True


def unpacked(folder: Path) -> tuple[Frame, list[LitePage]]:
    """Return the frame and pages of a language pack; the pack has titles as HTML."""
    frame, pages = read_pack({file.name: file.read_bytes() for file in folder.iterdir()})
    return frame, [replace(page, title=unescape(page.title)) for page in pages]


def strings(value: object) -> Iterator[str]:
    """Yield every string inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_there_are_enough_attacks() -> None:
    assert len(CASES) >= 60
    assert {case.stem for case in CASES} >= HARMLESS


def test_nothing_forbidden_is_in_any_file(built: Built) -> None:
    seen = set()
    for where, html, document in htmls(built.site):
        seen.add(where.split("/")[1] if "/" in where else where)
        if document or "<" in html:
            look = Look(html, document=document)
            if where.endswith(OWN_FORMS):
                look.forbidden = [item for item in look.forbidden if item != "<form >"]
            if where.startswith("status/"):  # what it shows is chosen there; pages' words stand in it as text
                look.forbidden = [item for item in look.forbidden if item not in ("<form >", "<select >", "<option >")]
            assert look.forbidden == [], f"{where}: {look.forbidden}\n{html[:300]}"
    assert {"hostile", "index.html"} <= seen
    assert {"lite", "guide.html"} <= seen
    assert (built.site / "de" / "pack").is_dir()


def test_light_pages_have_every_attack_too(built: Built) -> None:
    light = {file.stem for file in (built.site / "de" / "lite" / "hostile").glob("*.html")}
    assert light >= {case.stem for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_page_is_whole_after_the_attack(built: Built, case: Path) -> None:
    for folder in ("de/hostile", "de/lite/hostile"):
        html = built.page(f"{folder}/{case.stem}.html")
        look = Look(html)
        if case.stem not in SWALLOWED:
            assert f"The end of {case.stem}." in re.sub(r"\s+", " ", look.text)
        assert html.count("<main") == html.count("</main>" if "<article" in html else "<main") == 1
        assert len(re.findall(r"<footer", html)) == 1
        ours = [name for name in look.ids if name in RESERVED]
        assert len(ours) == len(set(ours)), f"{folder}: an id of ours stands twice: {ours}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_whatever_is_removed_is_a_finding(built: Built, case: Path) -> None:
    earned = {code for file, _, code in built.findings if Path(file).stem == case.stem}
    assert bool(earned & {"H002", "H003", "H004", "H005"}) == (case.stem not in HARMLESS), earned


def test_placeholders_stay_words(built: Built) -> None:
    for folder in ("de/hostile", "de/lite/hostile"):
        text = Look(built.page(f"{folder}/placeholders-of-the-frame.html")).text
        assert "{up} {url} {main} {note} {title} {tongue} {switch}" in text
        text = Look(built.page(f"{folder}/placeholders-of-templates.html")).text
        assert "{{ 191 * 7 }} {{ config }}" in text and "1337" not in text
        text = Look(built.page(f"{folder}/front-matter-title-with-markup.html")).text
        assert "</title><script>alert(1)</script><img src=x onerror=alert(1)>" in text and "{main} {{ 7*7 }}" in text


def test_a_page_from_the_pack_is_the_light_page(built: Built) -> None:
    frame, pages = unpacked(built.site / "de" / "pack")
    by_url = {page.url: page for page in pages}
    for case in CASES:
        page = by_url[f"hostile/{case.stem}.html"]
        assert not PLACEHOLDER.search(page.main), f"{page.url}: {PLACEHOLDER.search(page.main)}"
        assert assemble(frame, page, "../../") == built.page(f"de/lite/{page.url}")


WATCH = """
addEventListener('securitypolicyviolation', (event) =>
    (window.__broken ||= []).push(event.violatedDirective + ' ' + event.blockedURI));
"""
FIND = """() => {
    const bad = [];
    for (const element of document.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name) || name === 'style' || name === 'srcdoc') bad.push(element.outerHTML.slice(0, 120));
            if (/^(href|src|action|formaction|data|xlink:href)$/.test(name) && !/^\\s*data:(image|,)/.test(value)) {
                const { protocol } = new URL(value, document.baseURI);
                if (!/^(https?|mailto|tel|sms|file):$/.test(protocol)) bad.push(element.outerHTML.slice(0, 120));
            }
        }
        if (element.matches('form[role=search]:not([action])')) continue; // of the single file: goes nowhere
        if (/^(iframe|frame|object|embed|form|base|applet|math|template|foreignobject|animate|set|use|video|audio)$/i.test(element.localName))
            bad.push(element.outerHTML.slice(0, 120));
    }
    if (document.querySelector('meta[http-equiv=refresh i]')) bad.push('refresh');
    return bad;
}"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Return a tab and the list of what must not happen in it: dialogs, and requests for anything but files of the site."""
    context = browser.new_context()
    page = context.new_page()
    happened: list[str] = []

    def refuse(dialog: object) -> None:
        happened.append("dialog")
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", refuse)
    context.on(
        "request",
        lambda request: urlsplit(request.url).scheme in ("file", "data") or happened.append(request.url),
    )
    page.add_init_script(WATCH)
    yield page, happened
    context.close()


@pytest.mark.parametrize("folder", ["de/hostile", "de/lite/hostile", "de"])
def test_in_a_browser_nothing_runs_and_nothing_leaves(built: Built, tab: tuple[Page, list[str]], folder: str) -> None:
    page, happened = tab
    for file in sorted((built.site / folder).glob("*.html")):
        page.goto(file.as_uri())
        assert page.evaluate(FIND) == [], file.name
        if "hostile" in folder:
            page.mouse.move(300, 300)
            assert page.evaluate("window.__broken || []") == [], f"{file.name}: the policy had to stop something"
        assert page.url.partition("#")[0] == file.as_uri(), "the page went elsewhere"
        assert happened == [], file.name
