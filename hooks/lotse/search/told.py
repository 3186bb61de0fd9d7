"""Give the documents of a language words of other languages, from what the portal knows of its translations."""

from collections.abc import Iterable, Mapping, Sequence

from lotse.check.parity.glossary import Term, read_glossary
from lotse.check.parity.prose import bare
from lotse.model import Catalog, Page, Portal
from lotse.read.segments import document
from lotse.search.across import crossed, source_of
from lotse.search.kept import dictionary
from lotse.search.model import Document
from lotse.search.sentences import translated
from lotse.search.synonyms import synonyms

APART = ("title", "summary")


def across_languages(documents: Sequence[Document], portal: Portal, tag: str) -> list[Document]:
    """Return the documents for readers of `tag`: those that are not translated with words of `tag`, all with the source's."""
    source = portal.register.source
    if tag == source or not any(document.kind == "page" for document in documents):
        return list(documents)
    typed = synonyms(portal, source)
    pages = [_words_of(page, typed.get(path, "")) for path, page in portal.pages.get(source, {}).items()]
    terms, _ = read_glossary(portal.root, list(portal.register.languages))
    pairs = translated(portal, tag, terms)
    learned = dictionary(pairs, source, tag, portal.cache / "search" if portal.cache else None)
    return crossed(documents, tag, source_of(pages, source), learned, known_titles(portal, tag, terms))


def _words_of(page: Page, typed: str) -> Document:
    segments = document(page.text).segments
    text = " ".join(bare(one.text) for one in segments if one.kind not in APART)
    return Document(
        url=page.href, title=page.title, summary=page.summary, text=text, synonyms=typed, language=page.language
    )


def known_titles(portal: Portal, tag: str, terms: Iterable[Term] = ()) -> Mapping[str, str]:
    """Return the titles in `tag` of pages its readers get in another language, by address.

    They come from a translation that is not offered yet, from the words of facts and interface, or from the glossary.
    """
    drafts = portal.written.get(tag, {})
    words = _catalog_words([portal.words.get(tag), portal.interface.get(tag)])
    words = {term.term: term.required[0] for term in terms if term.language == tag and term.required} | words
    foreign = (page for page in portal.shown(tag).values() if page.language != tag)
    found = {page.href: _title(page, drafts.get(page.path), _source_title(portal, page), words) for page in foreign}
    return {url: title for url, title in found.items() if title}


def _catalog_words(catalogs: Iterable[Catalog | None]) -> dict[str, str]:
    messages = (message for catalog in catalogs if catalog for message in catalog.messages.values())
    return {message.id: message.text for message in messages if message.text}


def _source_title(portal: Portal, page: Page) -> str:
    source = portal.pages.get(portal.register.source, {}).get(page.path)
    return source.title if source else ""


def _title(page: Page, draft: Page | None, source: str, words: Mapping[str, str]) -> str:
    if draft and draft.title not in (page.title, source):
        return draft.title
    return words.get(source, "")
