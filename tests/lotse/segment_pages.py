"""Pages cut into segments: golden listings as people read them, and a pseudo-language to look through."""

import re
from html import unescape
from pathlib import Path

from lotse.check.dialect import dialect
from lotse.model import Page, Segment
from lotse.read.pages import FRONT_MATTER
from lotse.read.segments import LINE_END, document
from lotse.render.markdown import MarkdownRenderer
from lotse.report import Finding
from scenario import ROOT

KEPT = re.compile(
    r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)|<[^<>]*>|&#?\w+;|\]\([^()]*(?:\([^()]*\)[^()]*)*\)|\[\[[^\]]*\]\]|\{[^{}]*\}",
    re.DOTALL,
)
LETTER = re.compile(r"[^\W\d_]")
RENDERER = MarkdownRenderer()
TORTURE = sorted((ROOT / "tests" / "golden" / "segments").glob("*.md"))


def text_of(file: Path) -> str:
    """Return a file's text with the line ends it has."""
    return file.read_bytes().decode("utf-8")


def page_of(text: str) -> Page:
    """Return a page as the checks see it, its front matter as it may be."""
    text = LINE_END.sub("\n", text.removeprefix("\ufeff"))
    match = FRONT_MATTER.match(text)
    body = text[match.end() :] if match else text
    return Page("de", "a.md", "content/de/a.md", "a", "A", body, text[: len(text) - len(body)].count("\n") + 1)


def refused(text: str) -> list[Finding]:
    """Return what the dialect check says about a page."""
    return list(dialect(page_of(text)))


def listing(text: str) -> str:
    """Return the segments of a page and what the dialect check says about it."""
    lines = [_line(segment) for segment in document(text).segments]
    lines += [f"{finding.line} {finding.code} ({finding.level})" for finding in refused(text)]
    return "".join(f"{line}\n" for line in lines)


def _line(segment: Segment) -> str:
    level = f" {segment.level}" if segment.level else ""
    attributes = f"  <{segment.attributes}>" if segment.attributes else ""
    return f"{segment.line} {segment.kind}{level}: {segment.text}{attributes}".replace("\n", " ⏎ ")


def pseudo(text: str) -> str:
    """Return a text in a language whose only letter is ж: marks, code, targets and references stay."""
    made, at = [], 0
    for kept in KEPT.finditer(text):
        made += [LETTER.sub("ж", text[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*made, LETTER.sub("ж", text[at:])])


def in_pseudo(text: str) -> str:
    """Return a page with every segment in that language."""
    found = document(text)
    return found.with_texts({number: pseudo(segment.text) for number, segment in enumerate(found.segments)})


def rendered(text: str) -> str:
    """Return a page's HTML as Markdown makes it."""
    return RENDERER.raw(page_of(text).body)


def tags(text: str) -> list[str]:
    """Return the sequence of tags a page is shown with."""
    return re.findall(r"</?[a-z][a-z0-9]*", rendered(text))


def shape(text: str) -> list[tuple[str, int, str]]:
    """Return what must not change when words do."""
    return [(one.kind, one.level, one.attributes) for one in document(text).segments]


def unreached(text: str) -> list[str]:
    """Return the words readers see that are in no segment."""
    words = re.sub(r"<code>.*?</code>|<[^<>]*>", " ", rendered(in_pseudo(text)), flags=re.DOTALL)
    return [
        word for word in re.findall(r"[^\W\d_]+", unescape(words)) if set(word) != {"ж"} and word not in _kept(text)
    ]


def _kept(text: str) -> str:
    """Return what the pseudo-language leaves as it was: autolinks and characters written as entities."""
    return " ".join(re.findall(r"<[^<>\s]+>", text) + [unescape(entity) for entity in re.findall(r"&#?\w+;", text)])
