"""Pictures of pages: offered as AVIF and WebP beside the original, loaded when the reader comes near, with room kept free."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from lotse.model import Portal

SUFFIXES = (".png", ".jpg", ".jpeg")
WIDEST = 1200  # pixels; a phone of 400 CSS pixels shows three to each
# One thread: two builds of one picture give the same bytes.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "webp": {"quality": 76, "method": 6},
    "avif": {"quality": 55, "speed": 6, "max_threads": 1},
}
SALT = f"{sorted((kind, sorted(options.items())) for kind, options in KINDS.items())} {WIDEST} 1".encode()
IMAGE = re.compile(r"<img ([^>]*?)\s*/?>")
SOURCE = re.compile(r'(?:^|\s)src="([^"]*)"')
OURS = re.compile(r'\s*\b(?:width|height|loading|decoding)="[^"]*"')
GPS = 0x8825
UNREADABLE = (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as readers see it: its size in pixels and, smallest first, the files that say the same in fewer bytes."""

    width: int
    height: int
    smaller: Mapping[str, Path]


class Pictures:
    """Knows pictures by file and makes their smaller forms; `cache` keeps these by content, None makes none."""

    def __init__(self, cache: Path | None = None) -> None:
        """Prepare an empty memory."""
        self._cache = cache
        self._known: dict[Path, Picture | None] = {}

    def of(self, file: Path) -> Picture | None:
        """Return the picture in a PNG or JPEG file, or None where there is none that can be read."""
        if file not in self._known:
            self._known[file] = self._look(file) if is_picture(file.name) else None
        return self._known[file]

    def _look(self, file: Path) -> Picture | None:
        try:
            content = file.read_bytes()
            width, height = _size(content)
        except UNREADABLE:
            return None
        return Picture(width, height, self._smaller(content) if self._cache else {})

    def _smaller(self, content: bytes) -> dict[str, Path]:
        assert self._cache
        key = content_key(content)
        record = self._cache / f"{key}.json"
        try:
            kinds = json.loads(record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            made = converted(content)
            self._cache.mkdir(parents=True, exist_ok=True)
            for kind, data in made.items():
                _keep(self._cache / f"{key}.{kind}", data)
            kinds = list(made)
            _keep(record, json.dumps(kinds).encode())  # last: what it names is there
        return {kind: self._cache / f"{key}.{kind}" for kind in kinds}


def is_picture(name: str) -> bool:
    """Tell by its name whether a file is a picture we make smaller."""
    return name.lower().endswith(SUFFIXES)


def tells_place(file: Path) -> bool:
    """Tell whether a picture says where it was taken (Exif 2.3, GPS IFD)."""
    try:
        with Image.open(file) as image:
            return bool(image.getexif().get_ifd(GPS))
    except UNREADABLE:
        return False


def content_key(content: bytes) -> str:
    """Return the name under which the smaller forms of a picture are kept."""
    return hashlib.blake2b(content, key=hashlib.blake2b(SALT).digest(), digest_size=16).hexdigest()


def picture_keys(portal: Portal, tag: str) -> list[tuple[str, str]]:
    """Return (path, key) of every picture a reader of `tag` gets: what must be the same for a page to be the same."""
    files = ((path, portal.root / "content" / other / path) for path, other in sorted(portal.files(tag).items()))
    return [(path, content_key(file.read_bytes())) for path, file in files if is_picture(path) and file.is_file()]


def converted(content: bytes) -> dict[str, bytes]:
    """Return a picture in each kind that is smaller than all before it, the smallest first; nothing of an animation.

    What a camera adds (place, time, device) stays behind.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            if getattr(opened, "n_frames", 1) > 1:
                return {}
            image = _fitted(ImageOps.exif_transpose(opened))
    except UNREADABLE:
        return {}
    made: dict[str, bytes] = {}
    smallest = len(content)
    for kind, options in KINDS.items():
        stream = BytesIO()
        image.save(stream, kind, exif=b"", xmp=b"", **options)
        if stream.tell() < smallest:
            smallest = stream.tell()
            made = {kind: stream.getvalue()} | made
    return made


def _fitted(image: Image.Image) -> Image.Image:
    """Return an image in colours every kind knows, at most `WIDEST` wide."""
    if not image.mode.startswith("RGB"):
        image.info.pop("icc_profile", None)  # it describes other colours than those we are about to write
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.width <= WIDEST:
        return image
    return image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))), Image.Resampling.LANCZOS)


def _size(content: bytes) -> tuple[int, int]:
    """Return width and height as shown: cameras write pictures lying and say so."""
    with Image.open(BytesIO(content)) as image:
        lying = image.getexif().get(0x0112, 1) >= 5
        return (image.height, image.width) if lying else image.size


def _keep(file: Path, data: bytes) -> None:
    """Write a cache file whole or not at all: several processes share the cache."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(file)


def with_pictures(html: str, find: Callable[[str], Picture | None]) -> str:
    """Return a page's HTML with every picture in its smaller forms; `find` knows the picture at an address of the page."""
    return IMAGE.sub(lambda match: _offered(match.group(1), find), html) if "<img" in html else html


def _offered(attributes: str, find: Callable[[str], Picture | None]) -> str:
    source = SOURCE.search(attributes)
    address = source.group(1) if source else ""
    own = f'<img {OURS.sub("", attributes).strip()} loading="lazy" decoding="async"'
    picture = find(address)
    if picture is None:
        return f"{own}>"
    place = address.partition("#")[0].replace(" ", "%20").replace(",", "%2C")
    kinds = "".join(f'<source type="image/{kind}" srcset="{place}.{kind}">' for kind in picture.smaller)
    sized = f'{own} width="{picture.width}" height="{picture.height}">'
    return f"<picture>{kinds}{sized}</picture>" if kinds else sized
