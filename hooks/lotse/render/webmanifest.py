"""The web app manifests: "add to home screen" gives the portal in the reader's language (w3.org/TR/appmanifest)."""

import json
from urllib.parse import urlsplit

from lotse.model import Language

FILE = "manifest.webmanifest"
PAPER, BAR = "#ffffff", "#283593"  # theme/critical.css by day
ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-512-maskable.png", "512x512", "image/png", "maskable"),
)


def web_manifest(name: str, claim: str, language: Language, site_url: str, folder: str) -> str:
    """Return the manifest of the portal in one language, to be written into `folder` ("ar/", or "" above the languages).

    `id` tells apps apart, so every language can have an icon of its own; it is a path of the site, whatever is shown.
    """
    manifest = {
        "id": f"{urlsplit(site_url).path.rstrip('/')}/{folder}",
        "name": name,
        "short_name": name,
        "description": claim,
        "lang": language.tag,
        "dir": language.dir,
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": BAR,
        "icons": [
            {"src": f"assets/{file}", "sizes": sizes, "type": kind, "purpose": purpose}
            for file, sizes, kind, purpose in ICONS
        ],
    }
    return json.dumps({key: value for key, value in manifest.items() if value}, ensure_ascii=False, indent=1) + "\n"
