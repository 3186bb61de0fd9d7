"""What the search says; it travels with the index."""

from lotse.render.words import Words


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
