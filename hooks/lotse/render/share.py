"""Write share.html: how a helper passes copies on, and a poster to print."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from babel.numbers import format_decimal
from jinja2 import Environment
from markupsafe import Markup, escape

from lotse.render import times
from lotse.render.languages import SHARE
from lotse.render.site import LanguageSite
from lotse.render.words import cldr_locale

NAME = "share.html"
COPIES = ("guide.html", "guide.zip")


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to pass on: its path below the site's root, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """Return the file's name."""
        return self.path.rpartition("/")[2]

    @property
    def ends(self) -> str:
        """Return the first and last eight digits of its hash, as they stand on the poster."""
        return f"{self.sha256[:8]} … {self.sha256[-8:]}"


def copies(folder: Path, tag: str) -> list[Copy]:
    """Return the files to pass on that a language's finished folder has."""
    found = [(name, (folder / name).read_bytes()) for name in COPIES if (folder / name).is_file()]
    return [Copy(f"{tag}/{name}", len(data), hashlib.sha256(data).hexdigest()) for name, data in found]


def share(site: LanguageSite, environment: Environment, files: Sequence[Copy]) -> str:
    """Return share.html of a language; `files` are its copies, already written."""
    settings, language = site.portal.settings, site.language
    stand_in = site.stand_in(SHARE, "Pass this guide on")
    address = f"{settings.site_url.rstrip('/')}/{language.tag}/" if settings.site_url else ""
    values = {
        "page": stand_in,
        "lite": "lite/index.html",  # this page has no light form
        "files": [(file, size(file.size, language.cldr)) for file in files],
        "address": address,
        "qr": qr(address + "index.html", site.words.plain("Address as a QR code")) if address else "",
        "date": times.day(settings.today, language.cldr),
        "fingerprint": fingerprint(settings.public_key),
    }
    return environment.get_template("share.html").render(site.frame(stand_in) | values)


def qr(address: str, name: str) -> Markup:
    """Return an address as a QR code: inline SVG without styles, with a name for who cannot see it."""
    svg = segno.make(address, error="m").svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{escape(name)}" ', 1))


def size(count: int, cldr: str) -> str:
    """Return a number of bytes as people read it, like "48 KB" or "1.3 MB", with the digits of the language."""
    locale = cldr_locale(cldr)
    if count < 1_000_000:
        return f"{format_decimal(max(1, round(count / 1000)), locale=locale)} KB"
    return f"{format_decimal(count / 1_000_000, format='0.0', locale=locale)} MB"


def fingerprint(public_key: str) -> str:
    """Return 32 digits that stand for a minisign public key, in groups of four; "" where it is none.

    They are the first half of the SHA-256 over the 42 bytes of the key (algorithm, key id, Ed25519 key): the key id alone
    is random and could be made to match. theme/verify/verify.js computes the same.
    """
    try:
        key = base64.b64decode(public_key.strip(), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if len(key) != 42 or key[:2] != b"Ed":
        return ""
    half = hashlib.sha256(key).hexdigest()[:32]
    return " ".join(half[start : start + 4] for start in range(0, 32, 4))
