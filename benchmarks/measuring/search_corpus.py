"""Pages and questions to measure search with: what the Integreat API answered, and questions about such pages."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup


class NoCorpus(Exception):
    """There is nothing to search in, or nothing to ask."""


@dataclass(frozen=True, slots=True)
class Text:
    """A page: its title and the text below it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the number of the page it was asked about, and whether that page answers it."""

    text: str
    page: int
    answerable: bool

    @property
    def half(self) -> int:
        """Return 0 or 1: the half of all questions it belongs to, by its page."""
        return self.page % 2


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pages of a language and questions about some of them."""

    language: str
    pages: tuple[Text, ...]
    questions: tuple[Question, ...]


def read_corpus(pages: Path | None, questions: Path, language: str) -> Corpus:
    """Return the distinct contexts of the questions as pages, then the pages of the folder that no question is about.

    Contexts come in the order of a hash of the page they are about, so that odd and even numbers are two halves in every
    language. Raises NoCorpus where a file is missing or is none of ours.
    """
    asked = _asked(questions)
    order = sorted(
        {item["context"]: item["pageId"] for item in asked}.items(), key=lambda item: (_hash(item[1]), item[0])
    )
    numbers = {context: number for number, (context, _) in enumerate(order)}
    about = {page for _, page in order}
    texts = [_text(context) for context, _ in order]
    titles = {text.title for text in texts}
    texts += [text for ids, text in _pages(pages, language) if not ids & about and text.title not in titles]
    return Corpus(
        language,
        tuple(texts),
        tuple(Question(item["question"], numbers[item["context"]], bool(item["answers"])) for item in asked),
    )


def _asked(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
        asked = [json.loads(line) for line in lines if line.strip()]
        return [{key: item[key] for key in ("question", "context", "answers", "pageId")} for item in asked]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoCorpus(f"{file} holds no questions: {error!r}.") from error


def _pages(folder: Path | None, language: str) -> Iterable[tuple[set[int], Text]]:
    """Yield the pages of a folder, each with its numbers in all languages (a question names one of them)."""
    file = folder / language / "pages.json" if folder else None
    if file is None or not file.is_file():
        return
    for page in json.loads(file.read_text(encoding="utf-8")):
        text = BeautifulSoup(page["content"], "html.parser").get_text("\n")
        if text.strip():
            others = {other["id"] for other in page.get("available_languages", {}).values()}
            yield others | {page["id"]}, Text(page["title"], " ".join(text.split()))


def _text(context: str) -> Text:
    title, _, text = context.partition("\n")
    return Text(title.strip(), text)


def _hash(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()
