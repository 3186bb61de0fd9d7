"""Check the whole portal and list everything that is wrong, with the place and how to mend it. Writes nothing.

Exit code 0: nothing to mend (advice may be listed); 1: findings; 2: the command was not understood.
"""

import argparse
import json
import os
from dataclasses import replace

import _venv

_venv.enter()

from lotse.check import check  # noqa: E402
from lotse.parallel import cores  # noqa: E402
from lotse.read.portal import read_portal  # noqa: E402
from lotse.report import Finding, stops, summary  # noqa: E402
from lotse.run import Misuse, today  # noqa: E402


def main() -> int:
    """Print the findings as the command line asks for them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON list, for programs")
    options = parser.parse_args()
    try:
        findings = everything()
    except Misuse as error:
        parser.error(str(error))
    print(
        json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1)
        if options.json
        else "\n".join([*map(str, findings), summary(findings)])
    )
    return int(stops(findings, strict=True))


def everything() -> list[Finding]:
    """Return all findings of this checkout."""
    portal, found = read_portal(_venv.ROOT, today(os.environ), cores())
    return sorted({*found, *check(replace(portal, cache=_venv.ROOT / ".cache"))})


if __name__ == "__main__":
    raise SystemExit(main())
