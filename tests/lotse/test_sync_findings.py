"""What a sync, an act or an import of a PO file asks a person: golden cases, each from a translation that was in step."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from lotse.exchange.acts import Refused, accepted, accepted_as_minor
from lotse.exchange.page_po import record_bytes
from lotse.exchange.po_import import po_changes
from lotse.exchange.sync import Merged, merge
from lotse.model import Priority
from lotse.read.segments import document
from lotse.report import Finding
from lotse.translation import PageRecord, Unit
from scenario import ROOT

CASES = sorted((ROOT / "tests" / "golden" / "sync").glob("*.yml"))
TODAY, FILE = date(2026, 11, 23), "content/en/a.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_a_person_has_to_decide_is_named(case: Path) -> None:
    golden: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    assert {"given", "then", "do", "expect"} <= set(golden) <= {"given", "at_first", "then", "do", "expect"}
    first = edited(golden["given"], golden.get("at_first", {}))
    record = merge(first["source"], first["translation"], PageRecord("locales/en/pages/a.po", "a"), FILE, TODAY).record
    found = findings(golden["do"], edited(first, golden["then"]), golden["then"], record)
    assert [f"{one.file}:{one.line} {one.code}" for one in found] == golden["expect"], "\n".join(map(str, found))
    assert all(one.what.strip() and one.mend.strip() for one in found)


def edited(texts: dict[str, str], changes: dict[str, Any]) -> dict[str, str]:
    made = dict(texts)
    for name in ("source", "translation"):
        for change in changes.get(name, ()):
            assert change["old"] in made[name]
            made[name] = made[name].replace(change["old"], change["new"])
    return made


def findings(do: str, now: dict[str, str], then: dict[str, Any], record: PageRecord) -> list[Finding]:
    if do == "import":
        found: list[Finding] = []
        po_changes(record_bytes(record, "en"), "file.po", document(now["source"]), record, "en", found)
        return found
    texts = then.get("record", {})
    units = tuple(Unit(u.number, u.source, texts.get(u.number, u.text), synced=u.synced) for u in record.units)
    before = PageRecord(record.file, record.page, units, frame=record.frame)
    merged = merge(now["source"], None if then.get("remove") else now["translation"], before, FILE, TODAY)
    return list(merged.findings) if do == "sync" else refused(do, merged)


def refused(do: str, merged: Merged) -> list[Finding]:
    assert merged.findings == ()
    try:
        if do == "accept":
            done = accepted(merged.record, "Ada", TODAY)
            assert done.reviewer == "Ada 2026-11-23" and not any(unit.fuzzy for unit in done.units)
        else:
            done = accepted_as_minor(merged.record, "Ada", "typo", TODAY, "de", Priority.ORDINARY)
            assert any(unit.minor for unit in done.units) and not any(unit.fuzzy for unit in done.units)
    except Refused as error:
        return list(error.findings)
    return []
