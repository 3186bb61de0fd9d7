"""The import from Integreat: words and links survive, nothing edited here is lost, broken answers write nothing."""

import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from lotse.exchange.html_to_markdown import Picture, to_markdown
from lotse.exchange.integreat import Fetcher, ImportFailed, Order, Report, import_region
from lotse.exchange.integreat_fidelity import Reading, lost_words, measure, same_address
from lotse.exchange.integreat_page import short_summary
from lotse.exchange.integreat_report import Kind
from lotse.exchange.integreat_source import read_answers
from lotse.read.pages import parse_page
from lotse.render.markdown import MarkdownRenderer, raw_tags
from scenario import ROOT, Project

GOLDEN = ROOT / "tests" / "golden" / "import_integreat"
CORPUS = ROOT.parent / "shared" / "corpus" / "integreat-lkaugsburg"
BASE = "https://admin.integreat-app.de"
REGISTER = """\
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, cldr: en_GB, status: published}
"""
Answers = dict[str, list[dict[str, Any]]]
Respond = Callable[[BaseHTTPRequestHandler], None]
PIXEL = b"\x89PNG\r\n\x1a\n picture"


class Desk:
    """Answers to_markdown's questions and keeps its notes."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []

    def link(self, href: str) -> str:
        return "" if href.startswith(("javascript:", "#")) or href == "https://" else href

    def picture(self, tag: Any) -> Picture:
        return Picture("") if "15px" in str(tag.get("style")) else Picture(str(tag["src"]))

    def note(self, kind: Kind, what: str) -> None:
        self.notes.append((kind.key, what))


def page(number: int, path: str, content: str = "<p>Text.</p>", **fields: Any) -> dict[str, Any]:
    """Return one page as the API answers it; its parent is what its path says."""
    above = path.rsplit("/", 1)[0] if path.count("/") > 1 else None
    entry = {
        "id": number,
        "url": f"{BASE}/town/{path}/",
        "path": f"/town/{path}/",
        "title": path.rsplit("/", 1)[-1].title(),
        "modified_gmt": "2024-01-17T11:10:58.813Z",
        "last_updated": "2024-01-17T12:10:58.813+01:00",
        "excerpt": "",
        "content": content,
        "parent": {"id": 7 if above else 0, "url": None, "path": f"/town/{above}/" if above else None},
        "order": number,
        "available_languages": {},
        "thumbnail": None,
        "organization": None,
        "hash": None,
        "embedded_offers": [],
    }
    return entry | fields


def of(language: str, number: int) -> dict[str, Any]:
    """Return `available_languages` naming one translation."""
    return {"available_languages": {language: {"id": number, "url": "", "path": ""}}}


def town() -> Answers:
    """Return a small region: two sections and a leaf, translated."""
    german = [
        page(10, "de/hilfe", "", **of("en", 20)),
        page(
            11,
            "de/hilfe/arzt",
            f'<p>Rufen Sie <a href="tel:116117">116117</a>.</p><p><a href="{BASE}/town/de/wohnen/">Wohnen</a></p>',
            **of("en", 21),
        ),
        page(12, "de/wohnen", "<p>Miete</p>", **of("en", 22)),
    ]
    english = [
        page(20, "en/help", "", **of("de", 10)),
        page(21, "en/help/doctor", '<p>Call <a href="tel:116117">116117</a>.</p>', **of("de", 11)),
        page(22, "en/housing", '<p><a href="https://integreat.app/town/en/help/doctor">Doctor</a></p>', **of("de", 12)),
    ]
    return {"de": german, "en": english}


class Setting:
    """A project folder, and answers to import into it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.saved, self.content = folder, folder / "saved", folder / "project" / "content"
        (folder / "project" / "locales").mkdir(parents=True)
        (folder / "project" / "locales" / "languages.yml").write_text(REGISTER, encoding="utf-8")

    def save(self, answers: Answers) -> str:
        for tag, pages in answers.items():
            (self.saved / tag).mkdir(parents=True, exist_ok=True)
            (self.saved / tag / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
        return str(self.saved)

    def run(
        self, answers: Answers | str, languages: tuple[str, ...] = ("de", "en"), timeout: float = 5, **more: Any
    ) -> Report:
        source = answers if isinstance(answers, str) else self.save(answers)
        order = Order(source, "town", languages, self.content, **more)
        return import_region(order, Fetcher(timeout, time.monotonic))

    def text(self, path: str) -> str:
        return (self.content / path).read_text(encoding="utf-8")

    def head(self, path: str) -> dict[str, Any]:
        head = yaml.safe_load(self.text(path).split("---\n")[1])
        assert isinstance(head, dict)
        return head

    def files(self) -> dict[str, int]:
        """Return every file below the project's folder and when it was written."""
        return {str(file): file.stat().st_mtime_ns for file in self.content.parent.rglob("*") if file.is_file()}


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(tmp_path)


@pytest.fixture
def server() -> Iterator[Callable[[Respond], str]]:
    """Return a maker of servers that answer everything in one way; each returns its base address."""
    running: list[ThreadingHTTPServer] = []

    def serve(respond: Respond) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                respond(self)

            def log_message(self, *_: object) -> None:
                pass

        made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        made.daemon_threads = True
        threading.Thread(target=made.serve_forever, daemon=True).start()
        running.append(made)
        return f"http://127.0.0.1:{made.server_port}"

    yield serve
    for one in running:
        one.shutdown()
        one.server_close()


def send(
    handler: BaseHTTPRequestHandler, body: bytes, kind: str = "application/json", status: int = 200, **headers: str
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in ({"Content_Length": str(len(body))} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def noted(report: Report, kind: Kind) -> list[str]:
    return [note.what for note in report.notes if note.kind is kind]


# HTML to Markdown


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.html")), ids=lambda file: file.stem)
def test_html_becomes_the_markdown_of_the_golden_file(file: Path) -> None:
    assert to_markdown(file.read_text(encoding="utf-8"), Desk()) + "\n" == file.with_suffix(".md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.html")), ids=lambda file: file.stem)
def test_every_word_and_link_of_a_golden_file_is_rendered_again(file: Path) -> None:
    html, desk = file.read_text(encoding="utf-8"), Desk()
    markdown = to_markdown(html, desk)
    rendered, upstream = (
        Reading.of(MarkdownRenderer().html(markdown)),
        Reading.of(html.replace("<text>drawn</text>", "")),
    )
    assert lost_words(upstream.words, rendered.words) == []
    assert [
        href
        for href in upstream.links
        if desk.link(href) and same_address(href) not in map(same_address, rendered.links)
    ] == []
    assert [line for line in markdown.splitlines() if raw_tags(line)] == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>*not* **bold** _nor_ __this__ ***x***</p>",
        "<ul><li>* x</li><li>1. y</li><li>- z</li></ul>",
        "<p><strong>**</strong>*</p>",
        "<p>`a` ``b`` \\` \\\\</p>",
        "<table><tr><td>a|b\\|c</td><td>`|`</td></tr><tr><td>---</td><td>|</td></tr></table>",
        "<p>&amp;lt;b&amp;gt; &amp;#35; &amp;nbsp; &#2; \ufdd1</p>",
        "<p>a<br>- b<br>1. c<br># d<br>=<br>---<br>&gt; e</p>",
        "<p><em>a<strong>b</strong></em><strong>c</strong><em>d</em></p>",
        "<p>{: .red } <strong>x</strong>{: .red }</p><h2>y {: #z }</h2>",
        "<dl><dd>no term</dd><dt>: term</dt><dd>: x</dd></dl>",
        "<ul><li><hr></li><li><blockquote>q</blockquote></li><li><table><tr><td>1</td><td>2</td></tr></table></li></ul>",
        "<p>??? x</p><p>*[HTML]: abbreviation</p><p>[^1]: note</p>",
    ],
)
def test_what_markdown_would_read_as_its_own_stays_words(html: str) -> None:
    rendered = MarkdownRenderer().html(to_markdown(html, Desk()))
    assert words_of(rendered) == words_of(html)


def words_of(html: str) -> list[str]:
    """Return words without what no reader sees: the blank that begins an empty item, a mark of our own."""
    return " ".join(Reading.of(html).words).replace("\ufdd1", " ").split()


def test_what_has_no_counterpart_is_noted() -> None:
    desk = Desk()
    to_markdown((GOLDEN / "media.html").read_text(encoding="utf-8"), desk)
    assert {"<svg>", "<form>", "<script>"} <= {what for kind, what in desk.notes if kind == "element"}
    assert ("embed", "<iframe> https://video.example.org/1") in desk.notes
    assert ("looks", "color") in desk.notes
    assert ("tooltip", "tip") in desk.notes


def test_an_excerpt_is_a_summary_only_where_it_is_short_and_not_the_beginning() -> None:
    assert short_summary("Where to find a doctor", "<p>Call 116117.</p>") == "Where to find a doctor"
    assert short_summary("Call 116117", "<p>Call&nbsp;116117 now.</p>") == ""
    assert short_summary("word " * 60, "<p>Other.</p>") == ""


def test_lost_words_are_named_in_runs() -> None:
    assert lost_words(["a", "b", "c", "d"], ["x", "a", "c", "d", "y"]) == ["b"]
    assert lost_words(["a", "b", "c"], ["a", "x", "b", "c"]) == []
    assert lost_words(["b", "a"], ["a", "b"]) != []


# Pages and paths


def test_the_page_tree_becomes_folders_and_translations_take_the_same_path(setting: Setting) -> None:
    report = setting.run(town())
    files = {file.relative_to(setting.content).as_posix() for file in setting.content.rglob("*.md")}
    assert files == {
        f"{tag}/{path}" for tag in ("de", "en") for path in ("index.md", "hilfe/index.md", "hilfe/arzt.md", "wohnen.md")
    }
    assert not report.refused
    assert {note.kind for note in report.notes} == set()


def test_front_matter_holds_the_id_order_and_date_and_can_be_read(setting: Setting) -> None:
    setting.run(town())
    head = setting.head("de/hilfe/arzt.md")
    assert (head["id"], head["title"], head["order"], str(head["checked"])) == ("integreat-11", "Arzt", 1, "2024-01-17")
    assert setting.head("en/hilfe/arzt.md")["id"] == "integreat-11"
    assert set(setting.head("en/hilfe/arzt.md")) == {"id", "title", "checked", "imported"}
    assert (setting.head("de/wohnen.md")["order"], setting.head("de/hilfe/index.md")["order"]) == (2, 1)
    found: list[Any] = []
    assert parse_page(setting.text("de/hilfe/arzt.md"), "de", "hilfe/arzt.md", "f", found) is not None
    assert found == []


def test_titles_that_yaml_would_misread_survive(setting: Setting) -> None:
    titles = ["Yes", "2024-01-01", "FAQ: Einreise", '„Wohnen" #1 & mehr', "- [x]", "A &amp; B", "'"]
    setting.run({"de": [page(number, f"de/p{number}", title=title) for number, title in enumerate(titles)]}, ("de",))
    assert [setting.head(f"de/p{number}.md")["title"] for number in range(len(titles))] == [
        "Yes",
        "2024-01-01",
        *titles[2:5],
        "A & B",
        "'",
    ]


def test_links_between_imported_pages_become_relative_markdown_links(setting: Setting) -> None:
    setting.run(town())
    assert "[Wohnen](../wohnen.md)" in setting.text("de/hilfe/arzt.md")
    assert "[Doctor](hilfe/arzt.md)" in setting.text("en/wohnen.md")


def test_other_integreat_links_stay_and_are_reported(setting: Setting) -> None:
    answers = town()
    hrefs = [
        f"{BASE}/town/de/gone/",
        "https://integreat.app/other/de/x/",
        "https://integreat.app/112",
        f"{BASE}/media/a.pdf",
        "/town/de/wohnen/#miete",
        f"{BASE}/town/en/housing",
    ]
    answers["de"][1]["content"] = "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)
    report = setting.run(answers)
    text = setting.text("de/hilfe/arzt.md")
    assert all(f"[x]({href})" in text for href in hrefs[:4])
    assert text.count("[x](../wohnen.md)") == 2
    assert noted(report, Kind.OUTSIDE) == hrefs[:2]
    assert noted(report, Kind.BROKEN) == [hrefs[2]]
    assert noted(report, Kind.ANCHOR) == [f"{BASE}/town/de/wohnen/#miete"]
    assert noted(report, Kind.OTHER_LANGUAGE) == [hrefs[5]]


def test_a_page_without_source_keeps_its_slug_below_its_translated_parent_and_is_named(setting: Setting) -> None:
    answers = town()
    answers["en"].append(page(29, "en/help/only-english"))
    report = setting.run(answers)
    assert setting.head("en/hilfe/only-english.md")["id"] == "integreat-29"
    assert "order" not in setting.head("en/hilfe/only-english.md")
    assert [(note.file, note.what) for note in report.notes if note.kind is Kind.NO_SOURCE] == [
        ("content/en/hilfe/only-english.md", "Only-English")
    ]


def test_a_single_root_page_is_the_home_page(setting: Setting) -> None:
    setting.run({"de": [page(1, "de/start", "<p>Hallo</p>"), page(2, "de/start/a"), page(3, "de/start/b")]}, ("de",))
    assert {file.relative_to(setting.content).as_posix() for file in setting.content.rglob("*.md")} == {
        "de/index.md",
        "de/a.md",
        "de/b.md",
    }
    assert setting.head("de/index.md")["id"] == "integreat-1"


def test_several_roots_get_a_home_page_with_nothing_but_a_title(setting: Setting) -> None:
    setting.run(town(), name="Unsere Stadt")
    assert (setting.head("de/index.md")["id"], setting.head("de/index.md")["title"]) == ("home", "Unsere Stadt")
    assert setting.text("de/index.md").endswith("---\n")


def test_a_home_page_of_our_own_stays(setting: Setting) -> None:
    (setting.content / "de").mkdir(parents=True)
    (setting.content / "de" / "index.md").write_text("---\nid: home\ntitle: Ours\n---\n", encoding="utf-8")
    assert not setting.run(town()).refused
    assert setting.head("de/index.md")["title"] == "Ours"


@pytest.mark.parametrize("slug", ["..", ".hidden", "a%2F..%2F..%2Fevil", "a\\b", "c:d", "x" * 300, "a-z", "images"])
def test_no_slug_leads_out_of_the_content_folder_or_onto_a_name_of_the_site(setting: Setting, slug: str) -> None:
    setting.run({"de": [page(1, "de/one"), page(2, f"de/{slug}")]}, ("de",))
    outside = [file for file in setting.folder.rglob("*.md") if setting.content / "de" not in file.parents]
    written = {file.relative_to(setting.content / "de").as_posix() for file in setting.content.rglob("*.md")} - {
        "one.md",
        "index.md",
    }
    assert outside == []
    assert len(written) == 1
    assert not written & {"a-z.md", "images.md"}
    assert all(not part.startswith(".") and len(part) < 140 for name in written for part in name.split("/"))


def test_fields_without_counterpart_are_reported(setting: Setting) -> None:
    answers = town()
    answers["de"][2] |= {
        "thumbnail": f"{BASE}/media/t.png",
        "organization": {"name": "Caritas"},
        "embedded_offers": [{"alias": "sprungbrett"}],
    }
    report = setting.run(answers)
    assert noted(report, Kind.THUMBNAIL) == [f"{BASE}/media/t.png"]
    assert noted(report, Kind.EXTRA) == [
        'organization: {"name": "Caritas"}',
        'embedded_offers: [{"alias": "sprungbrett"}]',
    ]


def test_a_language_outside_the_register_is_written_with_a_hint(setting: Setting) -> None:
    report = setting.run(
        {"de": [page(1, "de/a"), page(2, "de/b")], "bg": [page(5, "bg/x", **of("de", 1))]}, ("de", "bg")
    )
    assert "`bg` is not in the register" in noted(report, Kind.LANGUAGE)[0]
    assert (setting.content / "bg" / "a.md").is_file()
    assert not report.refused


# Running it again


def test_a_second_run_touches_nothing(setting: Setting) -> None:
    setting.run(town())
    before = setting.files()
    report = setting.run(town())
    assert setting.files() == before
    assert (report.written, report.changed, len(report.unchanged)) == ([], [], 8)


def test_a_second_run_changes_only_what_changed_upstream(setting: Setting) -> None:
    setting.run(town())
    before, answers = setting.files(), town()
    answers["de"][2] |= {"content": "<p>Neue Miete</p>", "id": 99}  # every edit upstream gives a page a new id
    report = setting.run(answers)
    changed = {name for name, when in setting.files().items() if before.get(name) != when}
    assert changed == {str(setting.content / "de" / "wohnen.md")}
    assert report.changed == ["content/de/wohnen.md"]
    assert "Neue Miete" in setting.text("de/wohnen.md")
    assert setting.head("de/wohnen.md")["id"] == "integreat-12"


def test_a_page_edited_here_is_kept_and_named_when_it_changed_upstream(setting: Setting) -> None:
    setting.run(town())
    file = setting.content / "de" / "wohnen.md"
    mine = setting.text("de/wohnen.md").replace("Miete", "Miete und Kaution")
    file.write_text(mine, encoding="utf-8")
    untouched = setting.run(town())
    assert (untouched.refused, untouched.edited) == (False, ["content/de/wohnen.md"])
    answers = town()
    answers["de"][2]["content"] = "<p>Neue Miete</p>"
    report = setting.run(answers)
    assert report.refused
    assert [note.file for note in report.notes if note.kind is Kind.CONFLICT] == ["content/de/wohnen.md"]
    assert setting.text("de/wohnen.md") == mine


def test_a_merged_page_takes_the_stamp_the_report_gives(setting: Setting) -> None:
    setting.run(town())
    answers = town()
    answers["de"][2]["content"] = "<p>Neue Miete</p>"
    file = setting.content / "de" / "wohnen.md"
    file.write_text(setting.text("de/wohnen.md") + "\nUnser Satz.\n", encoding="utf-8")
    stamp = re.search(r"`(imported: .*?)`", noted(setting.run(answers), Kind.CONFLICT)[0])
    assert stamp
    file.write_text(
        re.sub(r"^imported: .*$", stamp.group(1), setting.text("de/wohnen.md"), flags=re.MULTILINE), encoding="utf-8"
    )
    report = setting.run(answers)
    assert (report.refused, report.edited) == (False, ["content/de/wohnen.md"])


def test_line_ends_of_another_system_are_no_edit(setting: Setting) -> None:
    setting.run(town())
    file = setting.content / "de" / "wohnen.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    answers = town()
    answers["de"][2]["content"] = "<p>Neue Miete</p>"
    assert setting.run(answers).changed == ["content/de/wohnen.md"]


def test_a_page_that_was_not_imported_is_never_overwritten(setting: Setting) -> None:
    (setting.content / "de").mkdir(parents=True)
    (setting.content / "de" / "wohnen.md").write_text("---\ntitle: Ours\n---\n", encoding="utf-8")
    report = setting.run(town())
    assert [note.file for note in report.notes if note.kind is Kind.FOREIGN] == ["content/de/wohnen.md"]
    assert report.refused
    assert setting.head("de/wohnen.md") == {"title": "Ours"}


def test_a_page_gone_upstream_is_reported_and_stays(setting: Setting) -> None:
    setting.run(town())
    answers = town()
    del answers["de"][2], answers["en"][2]
    answers["de"][1]["content"] = answers["en"][1]["content"]
    report = setting.run(answers)
    assert {note.file for note in report.notes if note.kind is Kind.GONE} == {
        "content/de/wohnen.md",
        "content/en/wohnen.md",
    }
    assert (setting.content / "de" / "wohnen.md").is_file()
    assert not report.refused


def test_a_page_moved_here_is_renewed_where_it_is_and_links_follow(setting: Setting) -> None:
    setting.run(town())
    for tag in ("de", "en"):
        (setting.content / tag / "leben").mkdir()
        (setting.content / tag / "wohnen.md").rename(setting.content / tag / "leben" / "haus.md")
    answers = town()
    answers["de"][2]["content"] = "<p>Neue Miete</p>"
    setting.run(answers)
    assert "Neue Miete" in setting.text("de/leben/haus.md")
    assert not (setting.content / "de" / "wohnen.md").exists()
    assert "[Wohnen](../leben/haus.md)" in setting.text("de/hilfe/arzt.md")


def test_a_page_moved_upstream_stays_and_is_reported(setting: Setting) -> None:
    setting.run(town())
    answers = town()
    answers["de"][2] |= {"path": "/town/de/hilfe/wohnen/", "parent": {"id": 7, "url": None, "path": "/town/de/hilfe/"}}
    report = setting.run(answers)
    assert [note.file for note in report.notes if note.kind is Kind.MOVED] == ["content/de/wohnen.md"]
    assert not (setting.content / "de" / "hilfe" / "wohnen.md").exists()


# Answers that are broken


def test_a_dead_server_is_a_clear_error_and_writes_nothing(setting: Setting) -> None:
    before = setting.files()
    with pytest.raises(ImportFailed, match=r"http://127\.0\.0\.1:9/api/v3/town/de/pages/ cannot be reached"):
        setting.run("http://127.0.0.1:9")
    assert setting.files() == before


def test_a_slow_server_is_given_up_after_the_timeout(setting: Setting, server: Callable[[Respond], str]) -> None:
    free = threading.Event()
    base = server(lambda handler: free.wait(20) and None)
    start = time.monotonic()
    with pytest.raises(ImportFailed, match="did not answer in time"):
        setting.run(base, timeout=1)
    free.set()
    assert time.monotonic() - start < 8


def test_a_server_that_drips_is_given_up_too(setting: Setting, server: Callable[[Respond], str]) -> None:
    free = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        while not free.wait(0.05):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    with pytest.raises(ImportFailed, match="did not answer in time"):
        setting.run(server(drip), timeout=0.2)
    free.set()


def redirect(target: str) -> Respond:
    return lambda handler: send(handler, b"", status=302, Location=target)


@pytest.mark.parametrize(
    ("respond", "message"),
    [
        (redirect("/login/?next=/api"), "leads to a login page"),
        (redirect("https://elsewhere.example/pages/"), "leads to another host"),
        (lambda handler: send(handler, b"<html>Log in</html>", "text/html"), "answered with text/html"),
        (lambda handler: send(handler, b'[{"id": 1,'), "not valid JSON"),
        (lambda handler: send(handler, b"[" * 100_000), "not valid JSON"),
        (lambda handler: send(handler, b'{"error": "no"}'), "not a list of pages"),
        (lambda handler: send(handler, b"[]"), "holds no pages"),
        (lambda handler: send(handler, b"\xff\xfe"), "not valid JSON"),
        (lambda handler: send(handler, b"{}", status=404), "status 404"),
        (lambda handler: send(handler, b"[", Content_Length="900"), "broke off"),
    ],
)
def test_a_server_that_answers_something_else_writes_nothing(
    setting: Setting, server: Callable[[Respond], str], respond: Respond, message: str
) -> None:
    before = setting.files()
    with pytest.raises(ImportFailed, match=message):
        setting.run(server(respond))
    assert setting.files() == before


@pytest.mark.parametrize(
    "field", ["id", "path", "title", "content", "last_updated", "parent", "order", "available_languages"]
)
def test_a_missing_field_is_named_with_its_page_and_writes_nothing(setting: Setting, field: str) -> None:
    answers = town()
    del answers["en"][1][field]
    if field == "last_updated":
        del answers["en"][1]["modified_gmt"]
    before = setting.files()
    with pytest.raises(ImportFailed, match=rf"en.pages\.json, page 2 .*has no `({field}|modified_gmt)`"):
        setting.run(answers)
    assert setting.files() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": None}, "`title` is not what the API promises"),
        ({"title": " "}, "empty `title`"),
        ({"content": 5}, "`content` is not what the API promises"),
        ({"last_updated": "yesterday"}, "not a date"),
        ({"path": "/village/de/x/"}, "not below /town/de/"),
        ({"id": 10}, "two pages with the same id"),
        ({"path": "/town/de/hilfe/"}, "two pages with the same path"),
    ],
)
def test_a_field_of_the_wrong_kind_is_an_error(setting: Setting, change: Mapping[str, Any], message: str) -> None:
    answers = town()
    answers["de"][2] |= change
    with pytest.raises(ImportFailed, match=message):
        setting.run(answers)
    assert not setting.content.exists()


def test_a_missing_folder_is_an_error(setting: Setting) -> None:
    with pytest.raises(ImportFailed, match=r"pages\.json cannot be read"):
        setting.run(str(setting.folder / "nowhere"))


def test_a_folder_where_a_page_must_stand_stops_everything(setting: Setting) -> None:
    (setting.content / "de" / "wohnen.md").mkdir(parents=True)
    with pytest.raises(ImportFailed, match="is a folder"):
        setting.run(town())
    assert [file for file in setting.content.rglob("*") if file.is_file()] == []


def test_a_server_that_answers_well_is_imported_like_a_folder(
    setting: Setting, server: Callable[[Respond], str]
) -> None:
    answers = town()
    asked: list[str] = []

    def respond(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        if not handler.path.endswith("/"):
            return send(handler, b"", status=301, Location=handler.path + "/")
        send(handler, json.dumps(answers[handler.path.split("/")[4]]).encode())

    report = setting.run(server(respond) + "/api/v3/")
    assert asked == ["/api/v3/town/de/pages/", "/api/v3/town/en/pages/"]
    assert len(report.written) == 8
    assert list(setting.content.parent.glob(".*")) == []


# Pictures


def pictured(base: str) -> Answers:
    icon, photo, vector = (
        f'<img src="{base}/{name}" {rest}>'
        for name, rest in (("call.svg", 'width="15"'), ("photo.png", 'alt="A house"'), ("plan.svg", ""))
    )
    return {"de": [page(1, "de/a", "<p>A</p>"), page(2, "de/b/c", f"<p>{icon} 112 {photo} {vector}</p>")]}


def test_pictures_are_linked_and_icons_counted_without_assets(setting: Setting) -> None:
    report = setting.run(pictured("https://cms.example.org"), ("de",))
    assert (
        "112 [A house](https://cms.example.org/photo.png) [plan.svg](https://cms.example.org/plan.svg)"
        in setting.text("de/b/c.md")
    )
    assert noted(report, Kind.DECORATION) == ["https://cms.example.org/call.svg"]
    assert noted(report, Kind.PICTURE) == ["https://cms.example.org/photo.png", "https://cms.example.org/plan.svg"]


def test_assets_are_fetched_and_shown_and_refused_ones_stay_links(
    setting: Setting, server: Callable[[Respond], str]
) -> None:
    base = server(
        lambda handler: send(handler, PIXEL, "image/svg+xml" if handler.path.endswith("svg") else "image/png")
    )
    report = setting.run(pictured(base), ("de",), assets=True)
    name = re.search(r"!\[A house\]\(\.\./images/([0-9a-f]{16}\.png)\)", setting.text("de/b/c.md"))
    assert name
    assert (setting.content / "de" / "images" / name.group(1)).read_bytes() == PIXEL
    assert f"[plan.svg]({base}/plan.svg)" in setting.text("de/b/c.md")
    assert "answered with image/svg+xml" in noted(report, Kind.BROKEN_PICTURE)[0]
    before = setting.files()
    setting.run(pictured(base), ("de",), assets=True)
    assert setting.files() == before


def test_a_picture_server_that_is_down_writes_nothing(setting: Setting) -> None:
    with pytest.raises(ImportFailed, match="cannot be reached"):
        setting.run(pictured("http://127.0.0.1:9"), ("de",), assets=True)
    assert not setting.content.exists()


# The command


def command(setting: Setting, *words: str) -> "subprocess.CompletedProcess[str]":
    script = [sys.executable, str(ROOT / "scripts" / "import_integreat.py")]
    order = ["--region", "town", "--languages", "de,en", "--into", str(setting.content)]
    return subprocess.run([*script, *words, *order], capture_output=True, text=True, timeout=120)


def test_the_command_reports_in_lines_and_in_json(setting: Setting) -> None:
    answers = town()
    answers["de"][2]["content"] = '<p style="color: red">Miete</p>'
    done = command(setting, setting.save(answers))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("8 files new, 0 changed, 0 unchanged")
    assert "Looks left out (1):\n  1 × color" in done.stdout
    again = json.loads(command(setting, setting.save(answers), "--json", "-").stdout)
    assert (len(again["unchanged"]), again["notes"]) == (
        8,
        [{"kind": "looks", "file": "content/de/wohnen.md", "what": "color"}],
    )


def test_the_command_ends_with_one_where_something_was_refused_or_failed(setting: Setting) -> None:
    source = setting.save(town())
    command(setting, source)
    file = setting.content / "de" / "wohnen.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nMehr.\n", encoding="utf-8")
    answers = town()
    answers["de"][2]["content"] = "<p>Neue Miete</p>"
    done = command(setting, setting.save(answers))
    assert (done.returncode, "not overwritten (1)" in done.stdout) == (1, True)
    dead = command(setting, "http://127.0.0.1:9", "--timeout", "1")
    assert (dead.returncode, dead.stderr.startswith("Nothing was imported: "), "Traceback" in dead.stderr) == (
        1,
        True,
        False,
    )


@pytest.mark.parametrize(
    "words",
    [["--timeout", "0"], ["--timeout", "soon"], ["--region", "../x"], ["--languages", ""], ["--languages", "de,../en"]],
)
def test_the_command_refuses_what_it_does_not_understand(setting: Setting, words: list[str]) -> None:
    order = [sys.executable, str(ROOT / "scripts" / "import_integreat.py"), "x", "--into", "y"]
    rest = [
        *([] if "--region" in words else ["--region", "town"]),
        *([] if "--languages" in words else ["--languages", "de"]),
        *words,
    ]
    done = subprocess.run([*order, *rest], capture_output=True, text=True, timeout=120)
    assert (done.returncode, "usage:" in done.stderr) == (2, True)


# Real data


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the Integreat corpus (../shared/corpus) is not beside this checkout")
def test_a_real_region_keeps_its_words_and_links_on_the_built_pages(tmp_path: Path) -> None:
    project = Project(tmp_path)
    shutil.rmtree(project.folder / "content")
    project.write("locales/languages.yml", REGISTER)
    fetcher = Fetcher(5, time.monotonic)
    report = import_region(Order(str(CORPUS), "lkaugsburg", ("de", "en"), project.folder / "content"), fetcher)
    assert noted(report, Kind.WORDS) == noted(report, Kind.LOST_LINK) == []
    built = project.build(strict=False, LOTSE_KEEP_GOING="1")
    assert built.code == 0, built.output
    answers = read_answers(str(CORPUS), "lkaugsburg", ("de", "en"), fetcher)
    found = measure(answers, project.folder / "content", built.site)
    assert (found.pages, found.missing_pages) == (471, [])
    assert found.words > 90_000
    assert found.share >= 0.999, found.lost_words[:20]
    assert found.links > 3_000
    assert (found.lost_links, found.raw_html) == ([], [])
    assert not re.search(
        r"<img [^>]*src=\"https?:",
        "".join(file.read_text(encoding="utf-8") for file in sorted(built.site.glob("de/*/*.html"))),
    )
