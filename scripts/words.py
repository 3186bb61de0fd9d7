"""Bring the message catalogs up to date: locales/*.pot and every language's interface.po, facts.po and tools.po.

Run it after changing words in theme/, hooks/lotse/, scripts/translate.py or content/facts/. Translations stay; a message whose source
changed loses its translation (git keeps it), because an old translation of a new sentence is a wrong one.
"""

import argparse
import os

import _venv

_venv.enter()

from lotse.check.messages import check_tools  # noqa: E402
from lotse.exchange.catalogs import update_all  # noqa: E402
from lotse.read.portal import read_portal  # noqa: E402
from lotse.run import today  # noqa: E402

UNREADABLE = ("L001", "L007", "M001", "M004", "F001")  # the inputs this script works from


def main() -> int:
    """Write, or with --check only name, the catalogs that are out of date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a catalog is out of date")
    options = parser.parse_args()
    portal, found = read_portal(_venv.ROOT, today(os.environ))
    broken = [finding for finding in (*found, *check_tools(portal)) if finding.code in UNREADABLE]
    if broken:  # writing such a catalog again would lose what could not be read
        print("\n".join(map(str, broken)))
        return 1
    changes = list(update_all(portal, _venv.ROOT / "theme", _venv.ROOT / "hooks" / "lotse"))
    for file, new in changes:
        print(file.relative_to(_venv.ROOT))
        if not options.check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(new)
    return int(options.check and bool(changes))


if __name__ == "__main__":
    raise SystemExit(main())
