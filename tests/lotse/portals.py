"""Small portals for unit tests: files on disk, read by the library without MkDocs."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lotse.model import Portal
from lotse.read.portal import read_portal

TODAY = date(2026, 11, 23)
RECORD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"X-Lotse-Page: home\\n"\n'
    '"X-Lotse-State: reviewed\\n"\n"X-Lotse-Reviewer: Ada 2026-11-01\\n"\n\n'
    'msgctxt "home/0"\nmsgid "Start"\nmsgstr "Start"\n\n'
    'msgctxt "home/1"\nmsgid "Willkommen."\nmsgstr "Welcome."\n'
)
CATALOG = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
FACT_WORDS = {
    "portal.name": ("Testhausen", "Testham"),
    "channels.notruf.name": ("Notruf", "Emergency call"),
    "areas.DE.name": ("Deutschland", "Germany"),
    "areas.musterstadt.name": ("Musterstadt", "Sampletown"),
    "needs.help.name": ("Hilfe", "Help"),
}
# Everything right, nothing superfluous: a test changes what it is about.
FILES: Mapping[str, str | bytes | None] = {
    "mkdocs.yml": "plugins: [{i18n: {languages: [{locale: de}]}}]\n",
    "locales/languages.yml": """\
source: de
languages:
  de: {autonym: Deutsch, dir: ltr, fallback: [], mkdocs: de, status: published}
  en: {autonym: English, dir: ltr, fallback: [], mkdocs: en, cldr: en_GB, status: published}
""",
    "content/de/index.md": "---\nid: home\ntitle: Start\nchecked: 2026-11-01\n---\n\n[[notruf]]\n\nWillkommen.\n",
    "content/en/index.md": "---\nid: home\ntitle: Start\nchecked: 2026-11-01\n---\n\nWelcome.\n",
    "locales/en/pages/home.po": RECORD,
    "content/facts/channels.yml": """\
notruf: {name: Notruf, call: "112", for: [help], area: DE, checked: 2026-01-15 https://example.org/}
""",
    "content/facts/areas.yml": "DE: {name: Deutschland}\nmusterstadt: {name: Musterstadt, in: DE, fictional: true}\n",
    "content/facts/needs.yml": "help: {name: Hilfe}\n",
    "content/facts/portal.yml": "name: Testhausen\nemergency: [notruf]\n",
    "locales/en/LC_MESSAGES/facts.po": CATALOG
    + "".join(f'\nmsgctxt "{key}"\nmsgid "{de}"\nmsgstr "{en}"\n' for key, (de, en) in FACT_WORDS.items()),
}


def write_portal(root: Path, given: Mapping[str, str | bytes | None] | None = None) -> None:
    """Write the minimal portal; `given` replaces or adds files, None leaves one out."""
    for name, text in {**FILES, **(given or {})}.items():
        if text is not None:
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def portal_of(root: Path, given: Mapping[str, str | bytes | None] | None = None, today: date = TODAY) -> Portal:
    """Return the minimal portal as read from `root`."""
    write_portal(root, given)
    return read_portal(root, today)[0]
