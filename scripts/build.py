"""Build the site into the folder that mkdocs.yml names (`site_dir`), all languages side by side.

Gives the same bytes as plain `mkdocs build --strict`. The finished site is put in place in one rename; on any error the
old one stays and all findings are listed.
"""

import argparse
import os
from pathlib import Path

import _venv

_venv.enter()

from _build import build  # noqa: E402
from lotse.parallel import cores  # noqa: E402


def main() -> int:
    """Build as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--jobs",
        type=int,
        default=cores(),
        metavar="N",
        help="languages built at once (default: all cores, here %(default)s)",
    )
    parser.add_argument(
        "--languages", default="", metavar="A,B", help="build only these; the others stay in the site as they are"
    )
    parser.add_argument("--keep-going", action="store_true", help="list the findings, but publish all the same")
    parser.add_argument("--drafts", action="store_true", help="build draft languages too")
    parser.add_argument(
        "--pseudo", action="store_true", help="add the pseudo-locales en-XA and ar-XB; for tests, never to be published"
    )
    parser.add_argument("--site", metavar="FOLDER", help="write the site here instead")
    options = parser.parse_args()
    if options.jobs < 1:
        parser.error("--jobs takes a whole number from 1")
    if options.pseudo and not options.site:
        parser.error("--pseudo needs --site FOLDER: pseudo-locales are never published")
    flags = {"KEEP_GOING": options.keep_going, "DRAFTS": options.drafts, "PSEUDO": options.pseudo}
    os.environ.update({f"LOTSE_{name}": "1" if on else "" for name, on in flags.items()})
    os.environ.update(LOTSE_JOBS=str(options.jobs), LOTSE_LANGUAGES=options.languages)
    return build(_venv.ROOT / "mkdocs.yml", Path(options.site).resolve() if options.site else None)


if __name__ == "__main__":
    raise SystemExit(main())
