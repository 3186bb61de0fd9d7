"""Bad input: each golden case gives a few files and says exactly which findings they earn."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from portals import TODAY, write_portal

from lotse.check import check
from lotse.read.portal import read_portal
from lotse.report import Finding, Level
from scenario import ROOT

CASES = sorted((ROOT / "tests" / "golden" / "findings").glob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_bad_input_earns_exactly_these_findings(case: Path, tmp_path: Path) -> None:
    golden = yaml.safe_load(case.read_text(encoding="utf-8"))
    found = findings(tmp_path, golden["given"])
    assert places(found, advice=False) == golden["expect"], "\n".join(map(str, found))
    if "advice" in golden:
        assert places(found, advice=True) == golden["advice"], "\n".join(map(str, found))
    assert all(finding.mend.strip() and finding.what.strip() and finding.line > 0 for finding in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_golden_cases_have_no_field_that_nobody_reads(case: Path) -> None:
    golden = yaml.safe_load(case.read_text(encoding="utf-8"))
    assert {"given", "expect"} <= set(golden) <= {"given", "expect", "advice"}


def findings(root: Path, given: dict[str, Any]) -> list[Finding]:
    """Return everything found wrong with the minimal portal after `given` has replaced some of its files."""
    write_portal(root, given)
    portal, found = read_portal(root, TODAY)
    return sorted([*found, *check(portal)])


def places(found: list[Finding], *, advice: bool) -> list[str]:
    return [f"{one.file}:{one.line} {one.code}" for one in found if (one.level is Level.ADVICE) == advice]
