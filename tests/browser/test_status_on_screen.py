"""The status of the translations in a browser: complete without a script, shorter with one."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from visiting import STATUS

PAGES = "[data-priority]"
SHOWN = "[data-priority]:not([hidden])"


@pytest.mark.parametrize("path", STATUS)
def test_without_a_script_every_page_is_there_and_no_filter(browser: Browser, demo: Path, path: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((demo / path).as_uri())
    assert page.locator(PAGES).count() > 20
    assert page.locator(PAGES).count() == page.locator(f"{PAGES}:visible").count()
    assert not page.locator(".status-filter").is_visible()
    page.close()


@pytest.mark.parametrize("path", STATUS)
def test_the_filter_shows_one_priority_or_state(browser: Browser, demo: Path, path: str) -> None:
    page = browser.new_page()
    page.goto((demo / path).as_uri())
    every = page.locator(PAGES).count()
    assert page.locator("output").text_content() == f"Gefundene Seiten: {every}"
    page.select_option("[name=priority]", "safety")
    safety = page.locator(SHOWN).count()
    assert 0 < safety < every
    assert page.locator(SHOWN + '[data-priority="safety"]').count() == safety
    assert page.locator("output").text_content() == f"Gefundene Seiten: {safety}"
    page.select_option("[name=state]", "machine")
    assert page.locator(SHOWN).count() == 0
    page.select_option("[name=priority]", "")
    assert page.locator(SHOWN + '[data-states~="machine"]').count() == page.locator(SHOWN).count() > 0
    page.select_option("[name=state]", "")
    assert page.locator(SHOWN).count() == every
    page.close()
