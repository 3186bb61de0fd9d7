"""Build the site, show it at an address of this machine only, and build again what changed when a file is saved.

The preview has its own folder (.cache/preview): the site you publish is not touched. Draft languages are shown too.
Errors and warnings are listed; a page that cannot be read is missing until it is mended. With --strict the last good
pages stay instead. Stop it with Ctrl+C.
"""

import argparse

import _venv

_venv.enter()

from _preview import Preview, serve  # noqa: E402


def main() -> int:
    """Preview until stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--port", type=int, default=8000, help="first port to try (default: %(default)s); 0 takes any free one"
    )
    parser.add_argument("--strict", action="store_true", help="do not show pages while there are errors or warnings")
    options = parser.parse_args()
    if not 0 <= options.port < 65536:
        parser.error("--port takes 0 to 65535")
    return serve(Preview(_venv.ROOT, keep_going=not options.strict), options.port)


if __name__ == "__main__":
    raise SystemExit(main())
