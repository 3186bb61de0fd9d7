"""Checks of pictures: each has words for readers who do not see it, and each can be read."""

import re
from collections.abc import Iterator

from lotse.model import Portal
from lotse.read import source
from lotse.render.images import Pictures, is_picture, tells_place
from lotse.report import Finding

WORDLESS = re.compile(r"(?<!\\)!\[\s*\](?:\(\s*<?([^\s()<>]*)|\[([^\[\]]*)\])")


def check_alternative_texts(portal: Portal) -> Iterator[Finding]:
    """Find pictures without words: nobody who listens, or whose line is slow, learns what they show."""
    for page in portal.every_page():
        if "![" not in page.body:
            continue
        for line, text in source.prose(page):
            for match in WORDLESS.finditer(text):
                address = match.group(1) or match.group(2) or ""
                mend = f"Write what it shows between the brackets: `![A map of the station]({address})`."
                yield Finding(page.file, line, "P010", f"The picture {address} has no words.", mend)


def check_pictures(portal: Portal) -> Iterator[Finding]:
    """Find PNG and JPEG files that no program can show, or that say where a camera stood: a shelter's address, perhaps."""
    pictures = Pictures()
    for tag in portal.in_full:
        for path in filter(is_picture, portal.assets[tag]):
            file, name = portal.root / "content" / tag / path, f"content/{tag}/{path}"
            if pictures.of(file) is None:
                mend = "Save the picture again as PNG or JPEG, of less than 80 million pixels."
                yield Finding(name, 1, "P011", "This picture cannot be read.", mend)
            elif tells_place(file):
                mend = "Remove the place: save the picture again without its Exif data, in any picture program."
                yield Finding(name, 1, "P012", "This picture says where it was taken.", mend)
