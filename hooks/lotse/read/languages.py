"""Read the register of languages, locales/languages.yml."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import langcodes

from lotse.model import Language, Register
from lotse.read.text import Lines, read_yaml
from lotse.report import Finding

FILE = "locales/languages.yml"
FIELDS = {"autonym", "dir", "fallback", "mkdocs", "cldr", "status"}
CHOICES = {"dir": ("ltr", "rtl"), "status": ("published", "draft")}
# What mkdocs-static-i18n 1.3 accepts (its config.RE_LOCALE).
MKDOCS_LOCALE = re.compile(r"[a-z]{2}(-[A-Za-z]{4})?(-[A-Z]{2})?|[a-z]{2}_[A-Z]{2}")


def read_register(root: Path, found: list[Finding]) -> Register:
    """Return the register; a broken entry is left out, with a finding."""
    data, lines = read_yaml(root / FILE, FILE, "L001", found)
    entries = data.get("languages")
    if not isinstance(entries, dict):
        found.append(
            Finding(
                FILE, 1, "L001", "There is no list of languages.", "Add `languages:` with one entry for each language."
            )
        )
        entries = {}
    languages = {}
    for tag, entry in entries.items():
        problems = list(_problems(str(tag), entry, lines, entries))
        found.extend(problems)
        if not problems:
            languages[str(tag)] = _language(str(tag), entry)
    return Register(
        _source(data, languages, lines, found), {tag: _usable(one, languages) for tag, one in languages.items()}
    )


def valid_tag(tag: str) -> bool:
    """Tell whether a tag is well-formed BCP 47 made of registered subtags (IANA registry by langcodes)."""
    return bool(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)) and langcodes.tag_is_valid(tag)


def _usable(language: Language, languages: dict[str, Language]) -> Language:
    """Return a language that falls back to whole entries only: with --keep-going broken ones are left out."""
    return replace(language, fallback=tuple(tag for tag in language.fallback if tag in languages))


def _language(tag: str, entry: dict[str, Any]) -> Language:
    fallback = tuple(str(other) for other in entry.get("fallback", ()))
    return Language(
        tag,
        str(entry["autonym"]),
        str(entry["dir"]),
        fallback,
        str(entry["mkdocs"]),
        str(entry.get("cldr") or tag),
        str(entry["status"]),
    )


def _problems(tag: str, entry: Any, lines: Lines, entries: dict[str, Any]) -> list[Finding]:
    line = lines.get(("languages", tag), 1)
    if not valid_tag(tag):
        mend = f"Use the BCP 47 tag{_suggestion(tag)}, like `ckb` or `zh-Hant`."
        return [Finding(FILE, line, "L002", f"`{tag}` is not a known language tag.", mend)]
    if not isinstance(entry, dict):
        return [
            Finding(
                FILE,
                line,
                "L001",
                f"The entry of `{tag}` must have fields.",
                f"Give it {', '.join(sorted(FIELDS - {'cldr'}))}.",
            )
        ]
    return [
        Finding(FILE, lines.get(("languages", tag, key), line), code, what, mend)
        for key, code, what, mend in _faults(tag, entry, entries)
    ]


def _suggestion(tag: str) -> str:
    standard = tag.replace("_", "-")
    return f" `{standard}`" if standard != tag and valid_tag(standard) else ""


def _faults(tag: str, entry: dict[str, Any], entries: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return (field, code, what, mend) for each fault of one entry."""
    faults = [
        (key, "L001", f"`{tag}` has no `{key}`.", f"Add `{key}:`.")
        for key in sorted(FIELDS - {"cldr", "fallback"})
        if not entry.get(key)
    ]
    faults += [
        (key, "L001", f"`{key}` is not a field of a language.", f"Use one of {', '.join(sorted(FIELDS))}.")
        for key in map(str, entry)
        if key not in FIELDS
    ]
    for key, choices in CHOICES.items():
        if entry.get(key) and entry[key] not in choices:
            faults.append((key, "L001", f"`{key}` of `{tag}` is `{entry[key]}`.", f"Write {' or '.join(choices)}."))
    if entry.get("mkdocs") and not MKDOCS_LOCALE.fullmatch(str(entry["mkdocs"])):
        faults.append(
            (
                "mkdocs",
                "L004",
                f"static-i18n does not accept `{entry['mkdocs']}`.",
                "Use two letters, then a script or region: `ku`, `fa-AF`. Readers never see it.",
            )
        )
    fallback = entry.get("fallback", [])
    if not isinstance(fallback, list):
        return [*faults, ("fallback", "L005", f"`fallback` of `{tag}` is not a list.", "Write it as [en, de].")]
    tags = {str(key) for key in entries}
    for other in map(str, fallback):
        if other not in tags or other == tag:
            faults.append(
                (
                    "fallback",
                    "L005",
                    f"`{tag}` falls back to `{other}`, which is not another language of the register.",
                    "Name languages of this file.",
                )
            )
    return faults


def _source(data: dict[str, Any], languages: dict[str, Language], lines: Lines, found: list[Finding]) -> str:
    source = str(data.get("source", ""))
    if source in languages:
        return source
    found.append(
        Finding(
            FILE,
            lines.get(("source",), 1),
            "L001",
            f"The source language `{source}` is not in the register.",
            "Name a language of this file in `source:`.",
        )
    )
    return next(iter(languages), "")
