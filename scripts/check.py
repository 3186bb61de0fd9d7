"""Check the whole portal and list everything that is wrong, with the place and how to mend it. Writes nothing.

Exit code 0: nothing to mend (advice may be listed); 1: findings; 2: the command was not understood.
"""

import argparse
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import _venv

_venv.enter()

from lotse.check import check  # noqa: E402
from lotse.check.changed import concerned  # noqa: E402
from lotse.check.states import states  # noqa: E402
from lotse.exchange.platforms import comment, github, gitlab  # noqa: E402
from lotse.model import Portal  # noqa: E402
from lotse.parallel import cores  # noqa: E402
from lotse.read.portal import read_portal  # noqa: E402
from lotse.report import Finding, stops, summary  # noqa: E402
from lotse.run import Misuse, today  # noqa: E402


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as programs read them."""
    return json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1) + "\n"


def as_text(findings: Sequence[Finding]) -> str:
    """Return the findings as people read them."""
    return "\n".join([*map(str, findings), summary(findings)]) + "\n"


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
}


def main() -> int:
    """Print the findings as the command line asks for them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--changed", action="store_true", help="only what changed since the last commit, and what hangs on it"
    )
    parser.add_argument("--since", metavar="COMMIT", help="with --changed: since this commit instead")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="one JSON list, for programs")
    parser.add_argument("--format", choices=FORMATS, help="github: annotations; gitlab: code quality report")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="also write a summary as Markdown")
    parser.set_defaults(format="text")
    options = parser.parse_args()
    try:
        portal, findings = everything()
        if options.changed or options.since:
            findings = concerned(findings, changed_files(_venv.ROOT, options.since or "HEAD"), portal)
    except Misuse as error:
        parser.error(str(error))
    print(FORMATS[options.format](findings), end="")
    if options.summary:
        translations = [one for one in states(portal) if one.language != portal.register.source]
        options.summary.write_text(comment(findings, translations), encoding="utf-8")
    return int(stops(findings, strict=True))


def everything() -> tuple[Portal, list[Finding]]:
    """Return this checkout's portal and all findings."""
    portal, found = read_portal(_venv.ROOT, today(os.environ), cores())
    return portal, sorted({*found, *check(replace(portal, cache=_venv.ROOT / ".cache"))})


def changed_files(root: Path, since: str) -> frozenset[str]:
    """Return what differs from a commit, staged or not, and new files; raises Misuse where git cannot tell."""
    commands = (
        ["diff", "--name-only", "--no-renames", "--relative", "-z", "--end-of-options", since, "--"],
        ["ls-files", "--others", "--exclude-standard", "-z"],
    )
    names: set[str] = set()
    for words in commands:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            raise Misuse(f"git cannot tell what changed: {done.stderr.strip() or 'this is no repository'}")
        names.update(filter(None, done.stdout.split("\0")))
    return frozenset(names)


if __name__ == "__main__":
    raise SystemExit(main())
