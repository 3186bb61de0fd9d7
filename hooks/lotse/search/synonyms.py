"""What people type for what a page is about, from the glossary."""

from collections import defaultdict

from lotse.check.parity.fold import folded
from lotse.check.parity.glossary import Term, read_glossary
from lotse.model import Page, Portal

OFTEN = 2  # so often in the text of a page it is about a term, if its title and summary do not say so


def synonyms(portal: Portal, tag: str) -> dict[str, str]:
    """Return by path what readers of `tag` type for the terms of locales/glossary.csv a page is about."""
    terms, _ = read_glossary(portal.root, list(portal.register.languages))
    ours = [term for term in terms if term.synonyms and term.language == tag]
    sources = portal.pages.get(portal.register.source, {})
    made: dict[str, list[str]] = defaultdict(list)
    for path, page in portal.shown(tag).items():
        for term in ours:
            if _about(sources.get(path, page), term):
                made[path].extend(term.synonyms)
    return {path: " ".join(dict.fromkeys(words)) for path, words in made.items()}


def _about(page: Page, term: Term) -> bool:
    if term.pattern.search(folded(f"{page.title}\n{page.summary}")):
        return True
    return len(term.pattern.findall(folded(page.body))) >= OFTEN
