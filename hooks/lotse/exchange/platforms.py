"""Say findings the way hosting platforms show them: annotations of GitHub, code quality of GitLab, a comment as Markdown."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence

from lotse.exchange.worklist import by_risk
from lotse.model import PageState, Priority, State
from lotse.report import Finding, Level, summary

GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}
GITLAB = {Level.ERROR: "critical", Level.WARNING: "major", Level.ADVICE: "info"}
MOST_LISTED = 20


def github(findings: Iterable[Finding]) -> str:
    """Return workflow commands that mark lines of files (GitHub, "Workflow commands for GitHub Actions")."""
    return "".join(
        f"::{GITHUB[one.level]} file={_property(one.file)},line={one.line},title={_property(one.code)}"
        f"::{_data(f'{one.what} {one.mend}')}\n"
        for one in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(findings: Iterable[Finding]) -> str:
    """Return a code quality report (GitLab, "Code Quality", format of the report)."""
    seen: Counter[str] = Counter()
    listed = []
    for one in findings:
        name = "\0".join((one.file, one.code, one.what))
        seen[name] += 1
        listed.append(
            {
                "description": f"{one.what} {one.mend}",
                "check_name": one.code,
                "fingerprint": hashlib.sha256(f"{name}\0{seen[name]}".encode()).hexdigest(),
                "severity": GITLAB[one.level],
                "location": {"path": one.file, "lines": {"begin": one.line}},
            }
        )
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def headline(states: Iterable[PageState]) -> str:
    """Return one sentence: "5 segments stale in 3 languages, 2 on safety pages"."""
    stale = [one for one in states if one.state is State.STALE]
    if not stale:
        return "No segment is stale."
    number = sum(len(one.stale) for one in stale)
    tags = len({one.language for one in stale})
    safety = sum(len(one.stale) for one in stale if one.priority is Priority.SAFETY)
    return f"{number} segment{_s(number)} stale in {tags} language{_s(tags)}, {safety or 'none'} on safety pages" + (
        ": these languages may not be published." if safety else "."
    )


def comment(findings: Sequence[Finding], states: Sequence[PageState]) -> str:
    """Return a summary of a change as Markdown."""
    lines = [f"**{headline(states)}** {summary(findings)}.", ""]
    stale = [one for one in by_risk(states) if one.state is State.STALE]
    if stale:
        lines += ["| page | priority | language | stale segments | since |", "|---|---|---|---|---|"]
        lines += [
            f"| {_cell(one.path)} | {one.priority} | {one.language} | {len(one.stale)} | {one.since or 'this change'} |"
            for one in stale[:MOST_LISTED]
        ]
        lines += [f"\nand {len(stale) - MOST_LISTED} more"] if len(stale) > MOST_LISTED else []
        lines += ["", "`python3 scripts/translate.py diff PAGE LANGUAGE` shows what changed.", ""]
    errors = [one for one in findings if one.level is not Level.ADVICE]
    lines += [f"- `{one.file}:{one.line}` {one.code} {_cell(one.what)}" for one in errors[:MOST_LISTED]]
    lines += [f"- and {len(errors) - MOST_LISTED} more"] if len(errors) > MOST_LISTED else []
    return "\n".join(lines).rstrip() + "\n"


def _cell(text: str) -> str:
    """Return a text that stays in its cell and starts nothing: no HTML, no mention of anybody."""
    safe = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return safe.replace("@", "@\u200b")


def _s(number: int) -> str:
    return "" if number == 1 else "s"
