"""Checks of pictures: each has words for readers who do not see it, and each can be read."""

import re
from collections.abc import Iterator

from lotse.model import Portal
from lotse.read import source
from lotse.render.images import Pictures, is_picture
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
    """Find PNG and JPEG files that no program can show."""
    pictures = Pictures()
    for tag in portal.in_full:
        for path in filter(is_picture, portal.assets[tag]):
            if pictures.of(portal.root / "content" / tag / path) is None:
                mend = "Save the picture again as PNG or JPEG, of less than 80 million pixels."
                yield Finding(f"content/{tag}/{path}", 1, "P011", "This picture cannot be read.", mend)
