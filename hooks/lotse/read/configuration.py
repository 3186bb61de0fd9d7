"""Read what mkdocs.yml says to Lotse: the options under `extra.lotse`, and the one language it may name."""

import base64
import importlib.util
import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
import yaml

from lotse.model import Register, Settings
from lotse.read.languages import FILE as REGISTER
from lotse.read.text import Lines, read_yaml
from lotse.report import Finding, Level

FILE = "mkdocs.yml"
OPTIONS: dict[str, tuple[str, type]] = {
    "recheck_after_days": ("recheck_days", int),
    "country": ("country", str),
    "time_zone": ("time_zone", str),
    "edit_url": ("edit_url", str),
    "exit_url": ("exit_url", str),
    "public_key": ("public_key", str),
}
ADDRESS = re.compile(r"https?://[^\s\"'<>\\/]+(?:/[^\s\"'<>\\]*)?")


class Loader(yaml.SafeLoader):
    """Reads MkDocs' own tags (`!ENV`, `!!python/name:`) as nothing: their values are MkDocs' business."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def read_settings(root: Path, today: date, found: list[Finding]) -> Settings:
    """Return the operator's settings for a build on `today`."""
    data, lines = read_yaml(root / FILE, FILE, "L007", found, Loader)
    values: dict[str, Any] = {}
    for key, value in _chosen(data, lines, found).items():
        problem = _problem(str(key), value)
        if problem:
            found.append(Finding(FILE, lines.get(("extra", "lotse", str(key)), 1), "L007", *problem))
        else:
            values[OPTIONS[key][0]] = value
    return Settings(today=today, site_url=str(data.get("site_url") or ""), icons=icons_folder(), **values)


def _chosen(data: dict[str, Any], lines: Lines, found: list[Finding]) -> dict[Any, Any]:
    extra = data.get("extra") or {}
    chosen = extra.get("lotse") if isinstance(extra, dict) else extra
    if chosen and not isinstance(chosen, dict):
        line = lines.get(("extra", "lotse"), lines.get(("extra",), 1))
        found.append(Finding(FILE, line, "L007", "`extra.lotse` has no options.", f"Write {', '.join(OPTIONS)}."))
    return chosen if isinstance(chosen, dict) else {}


def _problem(key: str, value: object) -> tuple[str, str] | None:
    if key not in OPTIONS:
        close = get_close_matches(key, OPTIONS, 1)
        return (
            f"`{key}` is not an option of Lotse.",
            f"Use {', '.join(OPTIONS)}.{f' Did you mean `{close[0]}`?' if close else ''}",
        )
    kind = OPTIONS[key][1]
    if type(value) is not kind:
        return f"`{key}` is {value!r}.", f"Write {'a whole number' if kind is int else 'text'}."
    good, what, mend = KINDS.get(key, (bool, "", ""))
    return (what.format(value=value), mend) if what and not good(value) else None


def _is_zone(name: str) -> bool:
    """Tell whether a time zone exists; machines without a time zone database know none and refuse none."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return not available_timezones()
    return True


def _is_public_key(text: str) -> bool:
    """Tell whether a text is a minisign public key: 42 bytes in base64, "Ed" first."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return len(key) == 42 and key.startswith(b"Ed")


# What an option's value must be, beyond its type: the test, what is wrong, the mend.
KINDS: dict[str, tuple[Callable[[Any], object], str, str]] = {
    "country": (
        phonenumbers.SUPPORTED_REGIONS.__contains__,
        "There is no country `{value}`.",
        "Write two capital letters (ISO 3166): DE, AT, TR.",
    ),
    "time_zone": (_is_zone, "There is no time zone `{value}`.", "Write a name of the IANA time zones: Europe/Berlin."),
    "exit_url": (
        lambda value: not value or ADDRESS.fullmatch(value),
        "`{value}` is no address to leave to.",
        'Write one like https://www.dwd.de/, or "" for no exit link.',
    ),
    "public_key": (
        lambda value: not value or _is_public_key(value),
        "`{value}` is no minisign public key.",
        "Write the second line of minisign.pub: 56 letters and digits that start with RW.",
    ),
}


def check_configuration(root: Path, register: Register) -> list[Finding]:
    """Find what mkdocs.yml may not say: languages beyond the source language, and Markdown extensions."""
    data, lines = read_yaml(root / FILE, FILE, "L007", [], Loader)
    return [*_languages(data, lines, register), *_extensions(data, lines)]


def _extensions(data: dict[str, Any], lines: Lines) -> list[Finding]:
    if not data.get("markdown_extensions"):
        return []
    mend = "Remove them: every page is written in the same Markdown, so that checks and translations can rely on it."
    return [
        Finding(
            FILE,
            _line(lines, "markdown_extensions"),
            "L007",
            "`markdown_extensions` has no effect.",
            mend,
            Level.WARNING,
        )
    ]


def _languages(data: dict[str, Any], lines: Lines, register: Register) -> list[Finding]:
    source = register.languages.get(register.source)
    named = [str(entry.get("locale")) for entry in _i18n(data).get("languages") or [] if isinstance(entry, dict)]
    if source is None or named == [source.mkdocs]:
        return []
    what = (
        f"mkdocs.yml names the languages {', '.join(named) or 'none'}; {REGISTER} says the source is {source.mkdocs}."
    )
    return [
        Finding(
            FILE,
            _line(lines, "plugins"),
            "L006",
            what,
            f"List only `{source.mkdocs}` under i18n; all languages stand in {REGISTER}.",
        )
    ]


def _line(lines: Lines, key: str) -> int:
    return lines.get((key,), 1)


def _i18n(data: dict[str, Any]) -> dict[str, Any]:
    """Return the options of the i18n plugin, however mkdocs.yml lists its plugins."""
    plugins = data.get("plugins") or []
    entries = (
        plugins.items()
        if isinstance(plugins, dict)
        else (item for plugin in plugins if isinstance(plugin, dict) for item in plugin.items())
    )
    return next((options for name, options in entries if name == "i18n" and isinstance(options, dict)), {})


def icons_folder() -> Path | None:
    """Return the folder of Material's icons, found without importing Material (which greets on import)."""
    spec = importlib.util.find_spec("material")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) / "templates" / ".icons" if places else None
