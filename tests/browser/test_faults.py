"""Saving offline while everything goes wrong: a short run of benchmarks/faults.py, and the judge it relies on."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from scenario import ROOT

sys.path.insert(0, str(ROOT))
from benchmarks.measuring.faults_judge import LIED, LOST, MIXED, WRONG, Claim, Seen, judge
from benchmarks.measuring.faults_plan import UNSEALED, Fault, make_plan
from benchmarks.measuring.faults_sites import Version

TRIALS = 40
OLD = Version("A", {}, {"index.html": frozenset(["old home"]), "fire.html": frozenset(["old fire"])})
NEW = Version(
    "B",
    {},
    {"index.html": frozenset(["new home"]), "fire.html": frozenset(["fire"]), "flood.html": frozenset(["flood"])},
)


def kinds(texts: Mapping[str, str | None], claim: Claim | None = None, kept_before: bool = True) -> list[str]:
    return [broken.kind for broken in judge(Seen(texts, claim), (OLD, NEW), kept_before)]


def test_no_trial_ends_broken_and_all_are_whole_when_the_faults_end(tmp_path: Path) -> None:
    out = tmp_path / "faults.json"
    command = [sys.executable, "benchmarks/faults.py", "--trials", str(TRIALS), "--jobs", "1", "--json", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    trials = json.loads(out.read_text(encoding="utf-8"))["trials"]
    assert len(trials) == TRIALS
    assert sum(sum(trial["faults"].values()) for trial in trials) >= 4 * TRIALS
    assert {kind for trial in trials for kind in trial["faults"]} == set(Fault)


@pytest.mark.parametrize("version", [OLD, NEW], ids=lambda version: version.name)
def test_a_whole_copy_of_either_version_is_not_broken(version: Version) -> None:
    texts = {page: next(iter(texts)) for page, texts in version.texts.items()}
    assert kinds(texts, Claim(version.name, True)) == []


def test_a_text_of_no_version_is_wrong() -> None:
    assert kinds({"index.html": "new home", "fire.html": "Welcome to our WiFi", "flood.html": "flood"}) == [WRONG]


def test_pages_of_two_versions_are_a_mixture() -> None:
    assert kinds({"index.html": "new home", "fire.html": "old fire"}) == [MIXED]


def test_a_page_only_the_other_version_has_is_no_mixture() -> None:
    assert kinds({"index.html": "old home", "fire.html": "old fire", "flood.html": "flood"}, Claim("A", True)) == []


def test_a_page_missing_from_a_copy_that_was_whole_is_a_lost_copy() -> None:
    assert kinds({"index.html": "old home", "fire.html": None}) == [LOST]


def test_a_page_missing_from_a_first_copy_is_no_loss() -> None:
    assert kinds({"index.html": "new home", "fire.html": None}, kept_before=False) == []


def test_saying_saved_of_a_copy_with_a_missing_page_is_a_lie() -> None:
    assert kinds({"index.html": "new home", "fire.html": "fire"}, Claim("B", True), kept_before=False) == [LIED]
    assert kinds({"index.html": "new home"}, Claim("B", False, frozenset({"index.html", "fire.html"})), False) == [LIED]


def test_bytes_in_storage_that_are_not_what_their_name_says_are_wrong() -> None:
    seen = Seen({"index.html": "old home", "fire.html": "old fire"}, None, ["4f2a"])
    assert [broken.kind for broken in judge(seen, (OLD, NEW), True)] == [WRONG]


def test_trials_over_https_have_neither_flipped_bits_nor_captive_portals() -> None:
    plans = [plan for number in range(60) if (plan := make_plan(1, number)).sealed]
    drawn = {plan.fault(f"/{path}", 1, "empty") for plan in plans for path in range(200)}
    assert drawn.isdisjoint(UNSEALED)
    assert len(drawn) == 9  # the eight others, and none


def test_a_plan_is_the_same_for_the_same_seed_and_number() -> None:
    assert make_plan(7, 3) == make_plan(7, 3)
    assert make_plan(7, 3) != make_plan(8, 3)
