"""Read pages: Markdown files with YAML front matter."""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from lotse.model import Page, Priority
from lotse.read.text import Loader, read_text, yaml_error
from lotse.report import Finding

FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
FIELDS = frozenset(
    {"id", "title", "summary", "priority", "order", "icon", "for", "area", "audience", "checked", "until", "imported"}
)
WORDS = ("id", "title", "summary", "icon", "area")
LISTS = ("for", "audience")
DATES = ("checked", "until")

Fault = tuple[str, str, str, str]  # field, code, what, mend


def list_folder(folder: Path) -> tuple[list[str], list[str]]:
    """Return the sorted paths of the pages and of the other files below a language folder; hidden ones are left out."""
    pages: list[str] = []
    assets: list[str] = []
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inner = at[len(str(folder)) + 1 :].replace(os.sep, "/")
        for name in files:
            if not name.startswith("."):
                (pages if name.endswith(".md") else assets).append(f"{inner}/{name}" if inner else name)
    return sorted(pages), sorted(assets)


def read_pages(root: Path, tag: str, paths: list[str], found: list[Finding]) -> dict[str, Page]:
    """Return the readable pages of one language by path."""
    pages = {}
    for path in paths:
        file = f"content/{tag}/{path}"
        text = read_text(root / file, file, found)
        page = None if text is None else parse_page(text, tag, path, file, found)
        if page:
            pages[path] = page
    return pages


def parse_page(text: str, tag: str, path: str, file: str, found: list[Finding]) -> Page | None:
    """Return the page a text holds, or None and a finding where its front matter cannot be read."""
    match = FRONT_MATTER.match(text)
    head, body = (match.group(1), text[match.end() :]) if match else ("", text)
    try:
        data = yaml.load(head, Loader) or {}
    except (yaml.YAMLError, ValueError) as error:
        line, reason = yaml_error(error, 2) if isinstance(error, yaml.YAMLError) else (2, str(error))
        found.append(
            Finding(
                file,
                line,
                "P002",
                f"The front matter is not valid YAML: {reason}.",
                "Put values with a colon or a quote into quotes.",
            )
        )
        return None
    if not isinstance(data, dict):
        found.append(
            Finding(file, 2, "P002", "The front matter is not a list of fields.", "Write `title: …`, one field a line.")
        )
        return None
    data = {key: value for key, value in data.items() if value is not None}
    faults = [Finding(file, line_of(head, key), code, what, mend) for key, code, what, mend in _faults(data)]
    found.extend((*faults, *_repeated(head, file)))
    data = _usable(data, faults)
    if not str(data.get("title", "")).strip():
        found.append(Finding(file, 1, "P004", "The page has no title.", "Add `title:` to its front matter."))
        return None
    return _page(data, tag, path, file, body, text[: len(text) - len(body)])


def _repeated(head: str, file: str) -> Iterator[Finding]:
    """Find fields written twice: YAML keeps the last one in silence."""
    seen: set[str] = set()
    for number, line in enumerate(head.split("\n"), 2):
        key = line.partition(":")[0]
        if key in FIELDS and key in seen:
            yield Finding(file, number, "P002", f"`{key}` stands here and above.", "Keep one of them.")
        seen.add(key)


def line_of(head: str, key: str) -> int:
    """Return the line of a front-matter field in its file (the first field stands on line 2)."""
    match = re.search(rf"^['\"]?{re.escape(key)}['\"]?\s*:", head, re.MULTILINE)
    return 2 + (head[: match.start()].count("\n") if match else 0)


def default_id(path: str) -> str:
    """Return the id of a page that names none: its path with hyphens; the home page is "home"."""
    stem = path.removesuffix(".md").removesuffix("index").strip("/")
    return stem.replace("/", "-") or "home"


def _faults(data: Mapping[Any, Any]) -> Iterator[Fault]:
    for key, value in data.items():
        if key not in FIELDS:
            yield (
                str(key),
                "P003",
                f"`{key}` is not a front-matter field.",
                f"Use one of {', '.join(sorted(FIELDS))}.{_nearest(str(key))}",
            )
        else:
            yield from _value_faults(key, value)


def _value_faults(key: str, value: object) -> Iterator[Fault]:
    if key in LISTS and not isinstance(value, list):
        yield key, "P008", f"`{key}` must be a list.", f"Write `{key}: [{value}]`."
    if key in DATES and type(value) is not date:
        yield key, "P008", f"`{key}` is not a date: {value!r}.", "Write year-month-day: 2026-11-23."
    if key == "priority" and value not in list(Priority):
        yield key, "P008", f"There is no priority `{value}`.", f"Use {', '.join(Priority)}."
    if key == "order" and type(value) is not int:
        yield key, "P008", f"`order` is not a whole number: {value!r}.", "Write `order: 3`."
    if key in WORDS and (not isinstance(value, str | int) or isinstance(value, bool)):
        yield key, "P008", f"`{key}` is not text: {value!r}.", "Put it into quotes."


def _nearest(key: str) -> str:
    close = get_close_matches(key, FIELDS, 1)
    return f" Did you mean `{close[0]}`?" if close else ""


def _usable(data: dict[Any, Any], faults: list[Finding]) -> dict[str, Any]:
    """Return the fields without fault: a bad value must not reach a page."""
    if not faults:
        return data
    bad = {key for key, *_ in _faults(data)}
    return {str(key): value for key, value in data.items() if key not in bad}


def _page(data: Mapping[str, Any], tag: str, path: str, file: str, body: str, head: str) -> Page:
    return Page(
        language=tag,
        path=path,
        file=file,
        id=str(data.get("id") or default_id(path)),
        title=str(data["title"]).strip(),
        body=body,
        body_line=head.count("\n") + 1,
        summary=str(data.get("summary") or ""),
        priority=Priority(data.get("priority", "ordinary")),
        order=data.get("order", 1000),
        icon=str(data.get("icon") or ""),
        needs=tuple(map(str, data.get("for", ()))),
        area=str(data.get("area") or ""),
        audience=tuple(map(str, data.get("audience", ()))),
        checked=data.get("checked"),
        until=data.get("until"),
        head=head,
    )
