"""Cards of channels, and the places in pages where they stand."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from portals import TODAY, portal_of

from lotse.render.cards import Cards, short_web, web_address
from lotse.render.environment import template_environment
from lotse.render.words import Words
from scenario import ROOT

CHANNELS = """\
notruf: {{name: Notruf, call: "112", hours: "{hours}", for: [help], checked: {checked} https://www.example.org/a/}}
alles:
  name: Alles
  call: ["+493023125001", "116016"]
  text: "+493023125002"
  whatsapp: "+493023125003"
  signal: "+493023125004"
  telegram: "@stadt"
  mail: post@example.org
  web: https://www.example.org/melden{{?latitude,longitude}}
  visit: Am Markt 1
  speaks: [de, ar]
  interpreter: true
  cost: free
  identity: anonymous
  tells: nobody
  logs: [ip]
  answer: P2D
  for: [help]
  area: musterstadt
  checked: 2026-01 https://example.org/
"""


def cards_of(
    folder: Path, tag: str = "de", hours: str = "24/7", checked: str = "2026-01-15", today: date = TODAY
) -> Cards:
    portal = portal_of(folder, {"content/facts/channels.yml": CHANNELS.format(hours=hours, checked=checked)}, today)
    return Cards(portal, Words(portal, tag), template_environment(ROOT / "theme", portal.settings.icons))


def card(cards: Cards, key: str) -> str:
    return str(cards.card(cards._facts.channels[key]))


def test_every_kind_of_address_has_its_link(tmp_path: Path) -> None:
    html = card(cards_of(tmp_path), "alles")
    for link in (
        'href="tel:+493023125001"><bdi dir="ltr">030 23125001</bdi>',
        'href="tel:116016"><bdi dir="ltr">116 016</bdi>',
        'href="sms:+493023125002"',
        'href="https://wa.me/493023125003"',
        'href="https://signal.me/#p/+493023125004"',
        'href="https://t.me/stadt"><bdi dir="ltr">@stadt</bdi>',
        'href="mailto:post@example.org"',
        'href="https://www.example.org/melden"><bdi dir="ltr">example.org/melden</bdi>',
        '<bdi dir="auto">Am Markt 1</bdi>',
    ):
        assert link in html


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://a.de/new?lat={lat}&lon={lon}", "https://a.de/new"),
        ("https://a.de/new?x=1&lat={lat}", "https://a.de/new?x=1"),
        ("https://a.de/new?lat={lat}&x=1", "https://a.de/new?x=1"),
        ("https://a.de/{?lat,lon}", "https://a.de/"),
        ("https://a.de/?a=b&c=", "https://a.de/?a=b&c="),
    ],
)
def test_a_template_of_an_address_works_without_values(template: str, address: str) -> None:
    assert web_address(template) == address


def test_a_web_address_is_shown_as_people_read_it() -> None:
    assert short_web("https://www.example.org/a/?b=c") == "example.org/a"


def test_facts_whose_source_is_old_or_undated_ask_to_be_checked_again(tmp_path: Path) -> None:
    mark = "Please re-check: this may be out of date."
    assert mark not in card(cards_of(tmp_path / "new", checked="2026-01-15"), "notruf")
    assert mark in card(cards_of(tmp_path / "old", checked="2020-01-15"), "notruf")
    assert mark in card(cards_of(tmp_path / "undated", checked="undated"), "notruf")
    limit = date(2026, 1, 15) + timedelta(days=730)
    assert mark not in card(cards_of(tmp_path / "last day", today=limit), "notruf")
    assert mark in card(cards_of(tmp_path / "day after", today=limit + timedelta(days=1)), "notruf")


def test_hours_of_another_season_have_their_next_dates(tmp_path: Path) -> None:
    html = card(cards_of(tmp_path, hours="Apr-Sep Mo 08:00-12:00"), "notruf")
    assert "Next dates" in html and "5. April 2027" in html and "Opening hours" not in html


def test_hours_close_on_public_holidays_where_they_say_so(tmp_path: Path) -> None:
    assert "Closed on public holidays" in card(cards_of(tmp_path / "a", hours="Mo 08:00-12:00; PH off"), "notruf")
    assert "Closed on public holidays" not in card(cards_of(tmp_path / "b", hours="Mo 08:00-12:00"), "notruf")


def test_a_reference_alone_in_its_paragraph_becomes_a_card(tmp_path: Path) -> None:
    html = cards_of(tmp_path).fill('<p><span data-fact="notruf"></span></p>', "de")
    assert html.startswith('<div class="card"') and "<p><div" not in html


def test_a_reference_in_a_sentence_stays_in_it(tmp_path: Path) -> None:
    html = cards_of(tmp_path).fill('<p>Call <span data-fact="notruf:call"></span> now.</p>', "de")
    assert html == '<p>Call <a class="fact" href="tel:112"><bdi dir="ltr">112</bdi></a> now.</p>'
    named = cards_of(tmp_path / "b").fill('<p>Call <span data-fact="notruf"></span>.</p>', "de")
    assert named == '<p>Call Notruf <a class="fact" href="tel:112"><bdi dir="ltr">112</bdi></a>.</p>'


def test_facts_in_a_page_of_another_language_carry_the_readers_language(tmp_path: Path) -> None:
    cards = cards_of(tmp_path, tag="en")
    html = cards.fill('<p><span data-fact="notruf:name"></span></p>', "de")
    assert html == '<p><span lang="en" dir="ltr">Emergency call</span></p>'
    assert cards.fill('<p><span data-fact="notruf"></span></p>', "de").startswith(
        '<div lang="en" dir="ltr"><div class="card"'
    )


def test_an_unknown_reference_leaves_its_place_empty(tmp_path: Path) -> None:
    assert cards_of(tmp_path).fill('<p>Call <span data-fact="nobody:call"></span>!</p>', "de") == "<p>Call !</p>"


def test_a_brand_is_not_translated_and_a_fictional_place_is_marked(tmp_path: Path) -> None:
    html = card(cards_of(tmp_path), "alles")
    assert '<span class="label">WhatsApp</span>' in html
    assert "Invented for this demonstration" in html
    assert "Invented" not in card(cards_of(tmp_path / "b"), "notruf")
