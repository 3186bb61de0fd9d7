"""Write a .br (brotli 11) and a .gz (gzip 9) beside each text file of a built site, for hosts that send them as they are.

What was compressed before is taken from .cache/compressed by the hash of the file, so the second run is quick. Compressed
files whose original is gone are removed. See docs/hosting/README.md.
"""

import argparse
from pathlib import Path

import _venv

_venv.enter()

from lotse.pack.compress import compress  # noqa: E402


def main() -> int:
    """Compress a site; print how many files there are and their bytes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--site", type=Path, default=_venv.ROOT / "site", help="folder of the built site (default: site)"
    )
    options = parser.parse_args()
    if not options.site.is_dir():
        parser.error(f"there is no folder {options.site}; build the site first: python3 scripts/build.py")
    done = compress(options.site, _venv.ROOT / ".cache" / "compressed")
    print(f"{done.files} files, {done.plain:,} bytes: {done.br:,} with brotli, {done.gz:,} with gzip")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
