"""What translators are shown and may decide: which segment is which, what is minor, what comes first, what differs."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portals import portal_of

from lotse.check.changed import concerned
from lotse.check.states import states
from lotse.exchange.acts import Refused, accepted, accepted_as_minor, person, reason
from lotse.exchange.aligning import Item, aligned
from lotse.exchange.carrying import carried, rebuilt, split, stamp
from lotse.exchange.minor import facts, touched_up, why_not_minor
from lotse.exchange.starting import Unknown, language_entry, mkdocs_locale, new_page
from lotse.exchange.worklist import by_risk, missing_messages, status_lines, tasks
from lotse.model import PageState, Priority, State
from lotse.render.word_diff import shown, word_diff
from lotse.report import Finding
from lotse.translation import PageRecord, Unit

TODAY = date(2026, 11, 23)


def items(*texts: str, kind: str = "") -> list[Item]:
    return [Item(text, text, kind) for text in texts]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("a b c", "a b c", {0: 0, 1: 1, 2: 2}),
        ("a b c", "a x c", {0: 0, 1: 1, 2: 2}),
        ("a b c", "c a b", {0: 1, 1: 2, 2: 0}),
        ("a b c", "a c", {0: 0, 2: 1}),
        ("a c", "a b c", {0: 0, 1: 2}),
        ("a a b", "b a a", {0: 1, 1: 2, 2: 0}),
        ("", "a", {}),
    ],
)
def test_segments_are_found_again(old: str, new: str, pairs: dict[int, int]) -> None:
    assert aligned(items(*old.split()), items(*new.split())) == pairs


def test_a_changed_segment_is_found_by_its_words_where_others_came() -> None:
    old = items("go out of the house at once")
    assert aligned(old, items("a new beginning", "go out of the house right now")) == {0: 1}
    assert aligned(old, items("a new beginning", "something else altogether")) == {}


def test_a_heading_never_becomes_a_paragraph() -> None:
    assert aligned(items("a", kind="heading"), items("a", kind="paragraph")) == {}


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcde"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_no_segment_is_found_twice(old: list[str], new: list[str]) -> None:
    pairs = aligned(items(*old), items(*new))
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(range(len(old))) and set(pairs.values()) <= set(range(len(new)))


@pytest.mark.parametrize(
    ("old", "new", "translation", "expected"),
    [
        ("[a](x.md)", "[a](y.md)", "[b](x.md)", "[b](y.md)"),
        ("[a](x.md) [c](z.md)", "[a](y.md) [c](z.md)", "[d](z.md) [b](x.md)", "[d](z.md) [b](y.md)"),
        ("[a](x.md)", "[a](y.md)", "[b](own.md)", "[b](own.md)"),
        ("[a](x.md){.k}", "[a](x.md){.l}", "[b](x.md){.k}", "[b](x.md){.l}"),
        ("[a](x.md) [c](x.md)", "[a](1.md) [c](2.md)", "[b](x.md) [d](x.md)", "[b](1.md) [d](2.md)"),
    ],
)
def test_what_is_not_for_translators_follows_the_source(old: str, new: str, translation: str, expected: str) -> None:
    assert carried(old, new, translation) == expected


def test_a_page_made_anew_keeps_its_own_front_matter() -> None:
    source = "---\nid: a\ntitle: Titel\nsummary: Kurz\npriority: safety\nchecked: 2026-11-20\n---\n\nText.\n"
    translation = "---\nid: a\ntitle: Title\nchecked: 2026-01-01\n---\n\nAlt.\n"
    made = rebuilt(source, translation, ["Title", "Short", "Text!"])
    assert made == "---\nid: a\ntitle: Title\nsummary: Short\nchecked: 2026-01-01\n---\n\nText!\n"
    assert split(made) == (made[: made.index("\nText")], "\nText!\n")


def test_wrapping_changes_no_stamp_and_a_target_does() -> None:
    assert stamp("a\n b") == stamp("a b") and stamp("[a](b)") != stamp("[a](c)")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Rufen Sie bitte 110 an.", "Rufen Sie bitte 112 an.", "a fact"),
        ("Schreiben Sie an a@b.de, bitte sehr.", "Schreiben Sie an c@b.de, bitte sehr.", "a fact"),
        ("Rufen Sie [[notruf:call]] an, bitte.", "Rufen Sie [[polizei:call]] an, bitte.", "a fact"),
        (
            "Sie müssen bitte sofort gehen, alle miteinander.",
            "Sie müssen bitte nicht sofort gehen, alle miteinander.",
            "decides",
        ),
        ("Das Amt hat am Montag für alle geöffnet.", "Das Amt hat am Dienstag für alle geöffnet.", "decides"),
        ("Das Amt hat ab März für alle geöffnet.", "Das Amt hat ab Mai für alle geöffnet.", "decides"),
        ("Kommen Sie zu uns.", "Bleiben Sie daheim.", "stayed"),
        ("Gehen Sie hinaus, und warten Sie dort auf uns.", "Gehen Sie hinaus und warten Sie dort auf uns.", ""),
    ],
)
def test_what_is_minor(old: str, new: str, said: str) -> None:
    why = why_not_minor(old, new, "de")
    assert said in why and bool(said) == bool(why)


def test_nothing_is_minor_in_a_language_whose_negations_nobody_listed() -> None:
    assert "no negations are known" in why_not_minor("a, b", "a b", "xx")
    assert why_not_minor("Go out, and wait there for us.", "Go out and wait there for us.", "en-GB") == ""


def test_digits_of_every_script_are_the_same_fact() -> None:
    assert facts("اتصلوا ١١٢") == facts("call 112") == {"112": 1}
    assert touched_up("Please call us today.", "Please call us today!") and not touched_up("Room 12", "Room 13")


def test_two_different_people_have_to_accept_on_a_safety_page() -> None:
    unit = Unit(
        0, "Gehen Sie hinaus und warten.", "Go out, wait.", previous="Gehen Sie hinaus, und warten.", fuzzy=True
    )
    record = PageRecord("r.po", "a", (unit,))

    def accept(record: PageRecord, by: str) -> PageRecord:
        return accepted_as_minor(record, by, "comma", TODAY, "de", Priority.SAFETY)

    once = accept(record, "Ada")
    assert once.units[0].fuzzy and accept(once, "Ada").units[0].fuzzy
    done = accept(once, "Bo").units[0]
    assert not done.fuzzy and len(done.minor) == 2 and "Ada" in done.minor[0] and "Bo" in done.minor[1]
    with pytest.raises(Refused):
        accept(PageRecord("r.po", "a", (Unit(0, "Neu", "New", fuzzy=True),)), "Ada")


@pytest.mark.parametrize("name", ["", " ", "a: b", "x [y]", "#1"])
def test_a_name_cannot_break_a_record(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        person(name)
    assert person("  Ada \n L. ") == "Ada L."


def test_a_reason_cannot_forge_an_acceptance() -> None:
    assert reason("typo [01234567]") == "typo (01234567)"


def test_words_that_changed_are_marked() -> None:
    assert shown("Die Hilfe kostet 12 Euro.", "Die Hilfe kostet 13 Euro.") == "Die Hilfe kostet [-12-]{+13+} Euro."
    assert shown("a [[notruf:call]]", "a [[polizei:call]]") == "a [-[[notruf:call]]-]{+[[polizei:call]]+}"
    assert "\x1b[32;1mneu\x1b[0m" in shown("", "neu", coloured=True)
    assert "\x1b" not in shown("\x1b[2J", "\x1b[2J weg")
    assert shown("um 12.30 Uhr", "um 12.45 Uhr") == "um [-12.30-]{+12.45+} Uhr"
    assert shown("a@b.de", "a@c.de") == "[-a@b.de-]{+a@c.de+}"
    assert shown("اذهب يمينًا", "اذهب يسارًا") == "اذهب [-يمينًا-]{+يسارًا+}"
    assert shown("Eins,\nzwei", "Eins, zwei") == "Eins, zwei"


@given(st.text(), st.text())
def test_both_texts_are_in_their_difference(old: str, new: str) -> None:
    pieces = list(word_diff(old, new))
    before = "".join(piece.text for piece in pieces if piece.kind != "new")
    assert "".join(before.split()) == "".join(old.split()), "blanks alone are no change"
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def test_safety_comes_first_and_stale_before_missing() -> None:
    def one(path: str, state: State, priority: Priority) -> PageState:
        return PageState(path, path, "ar", state, priority)

    safety, other = Priority.SAFETY, Priority.ORDINARY
    states = [
        one("d", State.STALE, other),
        one("c", State.COMPLETE, safety),
        one("b", State.MISSING, safety),
        one("a", State.STALE, safety),
    ]
    assert [state.path for state in by_risk(states)] == ["a", "b", "c", "d"]


def test_the_next_segments_of_a_missing_page_are_all_of_its_own(tmp_path: Path) -> None:
    portal = portal_of(tmp_path, {"content/de/a.md": "---\nid: a\ntitle: A\npriority: safety\n---\n\nEins.\n\nZwei.\n"})
    found = tasks(portal, [one for one in states(portal) if one.language == "en"], 2)
    assert [(task.segment.text, task.file, task.state.state) for task in found] == [
        ("A", "content/en/a.md", State.MISSING),
        ("Eins.", "content/en/a.md", State.MISSING),
    ]


def test_a_language_is_described_from_what_is_known_of_it(tmp_path: Path) -> None:
    portal = portal_of(tmp_path)
    assert language_entry(portal, "ps") == "  ps: {autonym: پښتو, dir: rtl, fallback: [], mkdocs: ps, status: draft}\n"
    assert "autonym: دری, dir: rtl" in language_entry(portal, "prs")
    assert mkdocs_locale("ckb") == "ku" and mkdocs_locale("zh-Hant") == "zh-Hant"
    for tag in ("en", "xx-nonsense", "../x"):
        with pytest.raises(Unknown):
            language_entry(portal, tag)
    with pytest.raises(Unknown):
        language_entry(portal, "ps", fallback=("nl",))


def test_a_new_page_cannot_lie_elsewhere_or_take_an_id(tmp_path: Path) -> None:
    portal = portal_of(tmp_path)
    assert list(new_page(portal, "a/b", "", "safety", TODAY)) == ["content/de/a/b.md"]
    for path in ("../a", "/a", "index", "home"):
        with pytest.raises(Unknown):
            new_page(portal, path, "", "ordinary", TODAY)


def test_a_change_is_answerable_for_what_depends_on_it(tmp_path: Path) -> None:
    portal = portal_of(tmp_path)
    found = [
        Finding(file, 1, code, "what", "mend")
        for file, code in (
            ("content/en/index.md", "T001"),
            ("locales/en/pages/home.po", "S002"),
            ("content/de/b.md", "K001"),
            ("content/de/b.md", "P001"),
        )
    ]
    assert concerned(found, ["content/de/index.md"], portal) == found[:3]
    assert concerned(found, ["locales/en/pages/home.po"], portal) == found[:2]
    assert concerned(found, ["content/facts/channels.yml"], portal) == found
    assert concerned(found, [], portal) == []


def test_a_review_settles_what_was_only_accepted_as_minor() -> None:
    unit = Unit(0, "Neu.", "New.", previous="Neu", minor=("2026-11-20 Bo: dot [01234567]",), machine=True)
    done = accepted(PageRecord("r.po", "a", (unit,), state="machine", waiver="2027-01-01 Bo: why"), "Ada", TODAY)
    assert done.units == (Unit(0, "Neu.", "New."),)
    assert (done.state, done.reviewer, done.waiver) == ("reviewed", "Ada 2026-11-23", "")


def test_messages_without_translation_are_counted(tmp_path: Path) -> None:
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Menu"\nmsgstr ""\n'
    portal = portal_of(tmp_path, {"locales/interface.pot": catalog, "locales/en/LC_MESSAGES/facts.po": None})
    assert missing_messages(portal, "de")["interface"] == 1
    assert missing_messages(portal, "en") == {"interface": 0, "facts": 5}
    lines = list(status_lines(portal, [one for one in states(portal) if one.language == "en"]))
    assert lines[-1].text == "    locales/en/LC_MESSAGES/facts.po: 5 without words"
