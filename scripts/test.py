"""Run everything that must hold: lint, types, import contracts, unit, build and browser tests.

Installs what it needs: Python packages from the hashed lock (Node and Java among them), npm packages from
package-lock.json, and Chromium, as root on Debian, with apt-get. Further words go to pytest: `scripts/test.py -k links`.
"""

import subprocess
import sys

import _venv

if {"-h", "--help"} & set(sys.argv[1:]):
    print(__doc__)
    raise SystemExit(0)
_venv.enter("test")

from _tools import chromium, node_packages  # noqa: E402


def main() -> int:
    """Prepare the tools and run pytest on all cores; its own summary line comes last."""
    chromium()
    node_packages(_venv.ROOT)
    return subprocess.run([sys.executable, "-m", "pytest", "-n", "logical", *sys.argv[1:]], cwd=_venv.ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
