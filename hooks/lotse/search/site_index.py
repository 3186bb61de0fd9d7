"""The search of one language's site: its documents, synonyms and emergency words, as the script that is shipped."""

import re
from collections.abc import Sequence

from lotse.model import Portal
from lotse.render.cards import N_
from lotse.render.site import LanguageSite
from lotse.search.index import build
from lotse.search.model import Document
from lotse.search.packed import script
from lotse.search.page_text import documents
from lotse.search.synonyms import synonyms

# What people type in an emergency. A translation lists its own words, as many or as few as it has; they count in every language.
EMERGENCY = N_(
    "emergency, police, fire, fire brigade, burning, ambulance, heart attack, unconscious, accident, bleeding, poisoning, robbery, rape, suicide"
)
COMMAS = re.compile(r"[,،፣;؛]")


def search_script(site: LanguageSite, found: Sequence[Document] | None = None) -> str:
    """Return the script `<tag>/search/index.js`; `found` are the documents, if they were enriched already."""
    known = documents(site, synonyms(site.portal, site.language.tag)) if found is None else found
    return script(build(known, site.language.tag, emergency_words(site.portal)))


def emergency_words(portal: Portal) -> list[str]:
    """Return what people type in an emergency, in all languages, and the numbers of the emergency channels."""
    facts = portal.facts
    said = [EMERGENCY, *(catalog.text(EMERGENCY) for _, catalog in sorted(portal.interface.items()))]
    words = [word.strip() for text in said for word in COMMAS.split(text) if word.strip()]
    channels = (facts.channels[key] for key in facts.emergency if key in facts.channels)
    return list(dict.fromkeys([*words, *(number for one in channels for number in one.addresses.get("call", ()))]))
