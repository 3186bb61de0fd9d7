"""Sign a built site: writes SHA256SUMS.minisig beside SHA256SUMS with the operator's minisign key.

Build first, sign, then publish. The signature is of minisign's legacy form, which verify.html can check in the browser.
A key is made once, with `minisign -G -s lotse.key -p lotse.pub`, and kept off the server. Its public half belongs into
mkdocs.yml (extra.lotse.public_key) and onto the poster.

Exit code 0: signed, and the signature was verified; 1: not signed; 2: the command was not understood, or minisign is missing.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import _venv

_venv.enter()

from lotse.pack.sums import NAME, SIGNATURE, checksums  # noqa: E402
from lotse.render.share import fingerprint  # noqa: E402

COPIED = re.compile(r'data-copied="(\d{4}-\d\d-\d\d)"')
LEGACY = "-l"  # signs the list itself, not its BLAKE2b: WebCrypto has no BLAKE2b


class Refused(Exception):
    """The site cannot be signed; says why."""


def main() -> int:
    """Sign, verify and print what belongs on the poster."""
    options = arguments()
    program = shutil.which("minisign")
    if not program:
        print("minisign is not installed. Install it, then run this again: sudo apt install minisign", file=sys.stderr)
        return 2
    try:
        public = sign(program, options.key, options.public, options.site, options.comment)
    except Refused as reason:
        print(f"Not signed: {reason}")
        return 1
    print(f"Signed: {options.site / SIGNATURE}")
    print(f"Public key:  {public}")
    print(f"Fingerprint: {fingerprint(public)}")
    return 0


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--key", required=True, type=file, metavar="FILE", help="the secret key")
    parser.add_argument(
        "--public", type=Path, metavar="FILE", help="the public key (default: beside the secret one, with .pub)"
    )
    parser.add_argument(
        "--site", type=Path, default=_venv.ROOT / "site", metavar="FOLDER", help="the built site (default: %(default)s)"
    )
    parser.add_argument("--comment", default="", help="a line that is signed too and shown by verify.html")
    options = parser.parse_args()
    if "\n" in options.comment:
        parser.error("--comment takes one line")
    options.public = options.public or options.key.with_suffix(".pub")
    return options


def file(name: str) -> Path:
    """Return an existing file, or refuse it."""
    if not Path(name).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {name!r}")
    return Path(name)


def sign(program: str, key: Path, public: Path, site: Path, comment: str) -> str:
    """Write the signature, verify it, and return the public key; raises Refused and leaves no signature otherwise."""
    check_list(site)
    if not public.is_file():
        run(program, "-R", "-s", key, "-p", public)
    signature = site / SIGNATURE
    signature.unlink(missing_ok=True)
    said = " ".join(filter(None, [day_of(site), comment]))
    run(program, "-S", LEGACY, "-s", key, "-m", site / NAME, "-x", signature, *(["-t", said] if said else []))
    try:
        run(program, "-V", "-q", "-p", public, "-m", site / NAME, "-x", signature)
    except Refused:
        signature.unlink(missing_ok=True)
        raise Refused(f"{public} is not the public half of {key}.") from None
    return public.read_text(encoding="utf-8").splitlines()[1].strip()


def check_list(site: Path) -> None:
    """Refuse a site without list, or with files that the list does not tell the truth about."""
    if not (site / NAME).is_file():
        raise Refused(f"there is no {NAME} in {site}. Build the site first: python3 scripts/build.py")
    listed, real = (set(text.splitlines()) for text in ((site / NAME).read_text(encoding="utf-8"), checksums(site)))
    if listed != real:
        wrong = min(listed ^ real, key=lambda line: line.split("  ")[-1]).split("  ")[-1]
        raise Refused(f"{NAME} does not fit the files, {wrong} for one. Build the site again.")


def day_of(site: Path) -> str:
    """Return the day the copies of a site say they are of, so that verify.html can tell older copies from changed ones."""
    for guide in sorted(site.glob("*/guide.html")):
        if match := COPIED.search(guide.read_text(encoding="utf-8")):
            return match[1]
    return ""


def run(program: str, *words: str | Path) -> None:
    """Run minisign; it may ask for the password of the key."""
    done = subprocess.run([program, *map(str, words)], stdout=sys.stderr)
    if done.returncode:
        raise Refused("minisign failed; it says why above.")


if __name__ == "__main__":
    raise SystemExit(main())
