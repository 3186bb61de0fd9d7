"""What the search says; it travels with the index."""

import re

from lotse.model import Portal
from lotse.render.cards import N_
from lotse.render.words import Words

COMMA = re.compile("[,،፣]")
# What people type; each language has its own list, not a translation word by word.
EMERGENCY = N_(
    "emergency, fire, burning, smoke, ambulance, police, accident, unconscious, not breathing, heart attack, stroke, bleeding, poisoned, suicide, attacked, raped, 112, 110"
)


def search_words(words: Words) -> dict[str, str]:
    """Return by key what assets/searching.js says, plain text with `{placeholders}`."""
    return {
        "found": words.plain("Pages found: {number}"),
        "none": words.plain("Nothing found. Try other words."),
        "meant": words.plain("Did you mean:"),
        "results": words.plain("Results"),
        "here": words.plain("In your language"),
        "elsewhere": words.plain("Not in your language yet"),
        "sections": words.plain("Show only one section"),
        "all": words.plain("All sections"),
        "danger": words.plain("In an emergency call at once:"),
        "numbers": words.plain("These numbers always help:"),
    }


def emergency_phrases(portal: Portal) -> list[str]:
    """Return what people type in an emergency, in all languages: a reader in danger may use any."""
    languages = [Words(portal, tag) for tag in portal.register.languages]
    return sorted({phrase.strip() for words in languages for phrase in COMMA.split(words.plain(EMERGENCY))})
