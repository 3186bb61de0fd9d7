"""Fixtures of the browser tests: the demo on a static host, and a visitor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from visiting import Visitor, served


@pytest.fixture(scope="session")
def host(demo: Path) -> Iterator[str]:
    """Return the address of the served demo, ending in a slash."""
    with served(demo) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, host: str) -> Iterator[Visitor]:
    """Return a visitor of the served demo; no test may leave the site's origin or meet a script error."""
    guest = Visitor(browser, host)
    yield guest
    guest.close()
    assert guest.left == []
    assert guest.errors == []
