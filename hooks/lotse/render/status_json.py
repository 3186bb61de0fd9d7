"""Write the status as JSON for programs (schema: theme/status/status.schema.json), and read it again for partial builds."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from lotse.model import Priority, State, Waiver
from lotse.render.status import Change, Event, SourcePage, Status, Tongue, Translation

SCHEMA = 1


def to_json(status: Status) -> str:
    """Return status.json: sorted keys, pages in order of risk, the same bytes for the same status."""
    data = {
        "schema": SCHEMA,
        "day": _day(status.day),
        "source": status.source,
        "pages": [_page(page) for page in status.pages],
        "languages": [_tongue(tongue) for tongue in status.tongues],
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _page(page: SourcePage) -> dict[str, object]:
    return {
        "id": page.id,
        "path": page.path,
        "href": page.href,
        "file": page.file,
        "title": page.title,
        "priority": page.priority.value,
        "checked": _day(page.checked),
    }


def _tongue(tongue: Tongue) -> dict[str, object]:
    return {
        "tag": tongue.tag,
        "autonym": tongue.autonym,
        "dir": tongue.dir,
        "status": tongue.status,
        "counts": {state.value: number for state, number in tongue.counts.items()},
        "reviewed": [{"on": _day(day), "pages": number} for day, number in tongue.steps],
        "translations": {id: _translation(one) for id, one in tongue.translations.items()},
    }


def _translation(one: Translation) -> dict[str, object]:
    """Return a translation without what does not hold for it."""
    waiver = one.waiver
    said: dict[str, object] = {
        "state": one.state.value,
        "file": one.file,
        "since": _day(one.since),
        "unreviewed": one.unreviewed,
        "waiver": {"until": _day(waiver.until), "who": waiver.who, "reason": waiver.reason} if waiver else None,
        "why": one.why,
        "stale": [{name: getattr(change, name) for name in Change.__slots__} for change in one.changes],
        "events": [{"on": _day(event.on), "what": event.what} for event in one.events],
    }
    return {name: value for name, value in said.items() if value}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def from_json(text: str) -> Status | None:
    """Return the status a file holds, None where it is none of this schema: then nothing is known of other languages."""
    try:
        data = json.loads(text)
        return _status(data) if data["schema"] == SCHEMA else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _status(data: Mapping[str, Any]) -> Status:
    pages = tuple(
        SourcePage(**page | {"priority": Priority(page["priority"]), "checked": _read_day(page["checked"])})
        for page in data["pages"]
    )
    tongues = tuple(_read_tongue(tongue) for tongue in data["languages"])
    return Status(date.fromisoformat(data["day"]), data["source"], pages, tongues)


def _read_tongue(data: Mapping[str, Any]) -> Tongue:
    translations = {id: _read_translation(one) for id, one in data["translations"].items()}
    return Tongue(data["tag"], data["autonym"], data["dir"], data["status"], translations)


def _read_translation(data: Mapping[str, Any]) -> Translation:
    waiver = data.get("waiver")
    return Translation(
        state=State(data["state"]),
        file=data["file"],
        since=_read_day(data.get("since")),
        unreviewed=data.get("unreviewed", ""),
        waiver=Waiver(date.fromisoformat(waiver["until"]), waiver["who"], waiver["reason"]) if waiver else None,
        why=data.get("why", ""),
        changes=tuple(Change(**change) for change in data.get("stale", ())),
        events=tuple(Event(date.fromisoformat(event["on"]), event["what"]) for event in data.get("events", ())),
    )


def _read_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
