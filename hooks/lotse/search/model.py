"""What search knows of a page, and the index counted from all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One thing a reader can find: a page, a channel or a notice, in the words of its language.

    `headings` are (anchor, text); `facts` names of the channels on it; `synonyms` what people type instead of its words;
    `section` the top folder; `kind` is page, channel or notice. `words_across` are words of the index's language for a page
    that is written in another one, with weights; `source_words` words of the source language of a translated page.
    """

    url: str
    title: str
    headings: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    text: str = ""
    facts: str = ""
    synonyms: str = ""
    section: str = ""
    kind: str = "page"
    language: str = ""
    dir: str = "ltr"
    words_across: Mapping[str, float] = field(default_factory=dict)
    source_words: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """The counts of one language.

    `documents`: those in the language itself first (`own` of them), then the others. `words`: every form in its plainest
    spelling, sorted, with the number of its class. `postings`: for each class, (document, level) sorted by document.
    `lengths`: words of each document. `emergency`: phrases, each the words that have to be asked together.
    """

    tag: str
    own: int
    documents: tuple[Document, ...]
    words: tuple[tuple[str, int], ...]
    postings: tuple[tuple[tuple[int, int], ...], ...]
    lengths: tuple[int, ...]
    emergency: tuple[tuple[str, ...], ...] = ()
