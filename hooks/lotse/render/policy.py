"""The content security policies: what a page may load and run. Never `unsafe-*`; inline texts are allowed by their hash."""

import base64
import hashlib
from collections.abc import Iterable, Sequence

# Not covered by default-src, the same in every policy.
CLOSED = "base-uri 'none'; form-action 'none'"
# The same for every page of every build. The hashes of inline texts differ from build to build and stand in each page's
# own <meta>; a header with default-src, script-src or style-src would forbid them, because both policies must agree.
HEADER = (
    f"{CLOSED}; frame-ancestors 'none'; connect-src 'self'; font-src 'none'; frame-src 'none'; img-src 'self' data:; "
    "manifest-src 'self'; media-src 'self'; object-src 'none'; script-src-attr 'none'; style-src-attr 'none'; "
    "worker-src 'self'"
)


def policy(
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    *,
    own: bool = True,
    rich: bool = False,
    images: bool = True,
) -> str:
    """Return the policy of one page for its `<meta http-equiv="Content-Security-Policy">`.

    `styles` and `scripts` are the inline texts exactly as they stand between their tags. `own` lets the page load
    scripts, pictures and the web manifest from its own origin (False for a single file opened anywhere);
    `rich` also style sheets; without `images` not even `data:` pictures show.
    What is left out falls back to default-src 'none' (workers: to script-src), so lite pages stay short.
    """
    us = ["'self'"] if own else []
    directives = {
        "default-src": ["'none'"],
        "script-src": [*us, *_hashes(scripts)],
        "style-src": [*(us if rich else []), *_hashes(styles)],
        "img-src": [*us, "data:"] if images else [],
        "connect-src": ["'self'"],  # where a single file lies, too: Lighthouse asks for robots.txt from inside the page
        "manifest-src": us,  # light pages too: offline.js adds the link
    }
    said = [f"{name} {' '.join(sources)}" for name, sources in directives.items() if sources]
    return "; ".join([*said, CLOSED])


def header_policy() -> str:
    """Return the policy a host sends as a header beside the pages' own: what only headers can say, and what never differs."""
    return HEADER


def _hashes(texts: Iterable[str]) -> list[str]:
    return [f"'sha256-{_digest(text)}'" for text in dict.fromkeys(texts) if text]


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
