"""Begin something new: a language, or a page."""

import io
import re
from collections.abc import Mapping
from datetime import date

import langcodes
from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

from lotse.exchange.catalogs import as_bytes, template
from lotse.exchange.page_po import record_bytes, record_of
from lotse.exchange.speech import Untold
from lotse.exchange.sync_portal import Files
from lotse.model import Portal
from lotse.read.catalogs import FACTS, INTERFACE, catalog_file
from lotse.read.languages import FILE as REGISTER
from lotse.read.languages import MKDOCS_LOCALE, valid_tag
from lotse.read.pages import default_id
from lotse.read.records import record_file
from lotse.read.segments import document

# What Babel 2.18 does not know, or names by country: the language's own name, and its direction.
OWN_NAMES: Mapping[str, tuple[str, str]] = {
    "prs": ("دری", "rtl"),
    "fa-AF": ("دری", "rtl"),
    "kmr": ("Kurmancî", "ltr"),
    "rom": ("Romani čhib", "ltr"),
}
# ISO 639-3's macrolanguages, of languages spoken by many who come: CLDR does not fold them.
NEAR = {"ckb": "ku", "kmr": "ku", "sdh": "ku", "prs": "fa", "pes": "fa", "gaz": "om", "pbt": "ps", "pbu": "ps"}


class Unknown(Untold):
    """A language or page cannot be begun; the text says why."""


def language_entry(
    portal: Portal, tag: str, autonym: str = "", direction: str = "", fallback: tuple[str, ...] = ()
) -> str:
    """Return the line of a new language in the register; raises Unknown where something has to be said by hand."""
    if not valid_tag(tag):
        raise Unknown("`{tag}` is not a language tag. Use BCP 47, like `ckb` or `zh-Hant`.", tag=tag)
    if tag in portal.register.languages:
        raise Unknown("`{tag}` is in {file} already.", tag=tag, file=REGISTER)
    strange = [other for other in fallback if other not in portal.register.languages]
    if strange:
        raise Unknown("There is no language `{tag}` to fall back to.", tag=strange[0])
    name, way = OWN_NAMES.get(tag) or _known(tag)
    if not (autonym or name) or not (direction or way):
        raise Unknown("The own name and direction of `{tag}` are not known here. Give --autonym and --dir.", tag=tag)
    named = _quoted(autonym or name)
    return f"  {tag}: {{autonym: {named}, dir: {direction or way}, fallback: [{', '.join(fallback)}], mkdocs: {mkdocs_locale(tag)}, status: draft}}\n"


def _known(tag: str) -> tuple[str, str]:
    """Return a language's own name and direction as CLDR has them."""
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return "", ""
    return locale.get_display_name() or "", "rtl" if locale.character_order == "right-to-left" else "ltr"


def mkdocs_locale(tag: str) -> str:
    """Return a locale that static-i18n accepts for a tag; readers never see it."""
    language = langcodes.Language.get(tag)
    own = language.language or ""
    near = next(
        (one for one in (NEAR.get(own), own, language.prefer_macrolanguage().language) if len(one or "") == 2), "en"
    )
    full = f"{near}-{language.script}" if language.script else str(near)
    return full if MKDOCS_LOCALE.fullmatch(full) else str(near)


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"\w[\w ()-]*", name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def new_language(portal: Portal, tag: str, entry: str) -> Files:
    """Return the files of a new language: its line in the register, its catalogs and an empty record for each page."""
    register = (portal.root / REGISTER).read_text(encoding="utf-8")
    files: Files = {REGISTER: (register.rstrip("\n") + "\n" + entry).encode()}
    for domain in (INTERFACE, FACTS):
        files[catalog_file(tag, domain)] = _catalog(portal, tag, domain)
    for page in portal.pages[portal.register.source].values():
        files[record_file(tag, page.id)] = record_bytes(record_of(tag, page.id, document(page.text)), tag)
    return {file: data for file, data in files.items() if file == REGISTER or not (portal.root / file).exists()}


def _catalog(portal: Portal, tag: str, domain: str) -> bytes:
    file = portal.root / f"locales/{domain}.pot"
    return as_bytes(read_po(io.BytesIO(file.read_bytes())), tag) if file.is_file() else as_bytes(template(()), tag)


def new_page(portal: Portal, path: str, title: str, priority: str, today: date) -> Files:
    """Return the file of a new page of the source language; raises Unknown where it cannot stand there."""
    path = path.removeprefix(f"content/{portal.register.source}/")
    path = path if path.endswith(".md") else f"{path}.md"
    if not re.fullmatch(r"[\w-]+(/[\w-]+)*\.md", path):
        raise Unknown(
            "`{path}` is no path of a page. Use letters, digits and hyphens, like `services/housing`.", path=path
        )
    file = f"content/{portal.register.source}/{path}"
    if (portal.root / file).exists():
        raise Unknown("{file} is there already.", file=file)
    known = {page.id for page in portal.pages[portal.register.source].values()}
    page = default_id(path)
    if page in known:
        raise Unknown("Another page has the id `{page}` already.", page=page)
    title = " ".join(title.split()) or path.rpartition("/")[2].removesuffix(".md").replace("-", " ").capitalize()
    lines = [
        f"id: {page}",
        f"title: {_quoted(title)}",
        'summary: ""',
        f"priority: {priority}",
        "for: []",
        f"checked: {today.isoformat()}",
    ]
    return {file: ("---\n" + "\n".join(lines) + "\n---\n\n").encode()}
