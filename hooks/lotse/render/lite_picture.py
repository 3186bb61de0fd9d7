"""Pictures on lite pages: a link with the picture's words and size; the few essential ones small and inside the page."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

WIDEST = 320  # CSS pixels of the narrowest screens the site is made for
COLOURS = 32


class Inline(NamedTuple):
    """A picture as a data: address, and its size in pixels."""

    address: str
    width: int
    height: int


def inline(file: Path) -> Inline | None:
    """Return a picture small enough to travel inside a page; None where Pillow cannot read it (SVG).

    Drawings stay PNG with a palette, photographs become JPEG: KaiOS 2.5 knows no WebP.
    """
    try:
        with Image.open(file) as opened:
            drawing = opened.format in ("PNG", "GIF")
            image = ImageOps.exif_transpose(opened).convert("RGBA" if drawing else "RGB")
    except (OSError, UnidentifiedImageError):
        return None
    image.thumbnail((WIDEST, WIDEST * 2))
    stream = BytesIO()
    if drawing:
        image.quantize(COLOURS).save(stream, "PNG", optimize=True)
    else:
        image.save(stream, "JPEG", quality=60, optimize=True)
    kind = "png" if drawing else "jpeg"
    return Inline(f"data:image/{kind};base64,{b64encode(stream.getvalue()).decode()}", *image.size)


def size(file: Path) -> str:
    """Return a file's size in words every language shares, like "123 KB"."""
    return f"{max(1, round(file.stat().st_size / 1000))} KB"
