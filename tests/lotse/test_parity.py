"""Parity: facts are read in one form, pages are aligned, and what is harmless never alarms."""

import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from portals import TODAY, portal_of

from lotse.check.characters import check_text
from lotse.check.parity.align import aligned
from lotse.check.parity.contacts import check_contacts
from lotse.check.parity.extract import facts
from lotse.check.parity.facts import check_facts
from lotse.check.parity.fold import folded
from lotse.check.parity.identify import Identifier
from lotse.check.parity.language import check_language, foreign
from lotse.check.parity.pair import Pair, Side
from lotse.check.parity.portal import check_parity
from lotse.check.parity.relatives import is_amharic
from lotse.check.parity.sounds import likeness, marks, sounds
from lotse.check.parity.split import healed
from lotse.check.parity.structure import check_structure
from lotse.check.parity.units import units
from lotse.model import Portal, Segment
from lotse.read.portal import read_portal
from lotse.report import Level
from scenario import ROOT


def pair(source: str, translation: str, tag: str = "en") -> Pair:
    sides = Segment("paragraph", source, 1), Segment("paragraph", translation, 1)
    return Pair(*sides, Side("content/de/a.md", "de"), Side(f"content/{tag}/a.md", tag))


def values(text: str, tag: str, kind: str) -> list[str]:
    return [fact.value for fact in facts(text, tag) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0821 3102-3261", "082131023261"),
        ("0821/3102 3261", "082131023261"),
        ("(0821) 31023261", "082131023261"),
        ("+49 821 31023261", "082131023261"),
        ("+49 (0) 821 31023261", "082131023261"),
        ("0049 821 31023261", "082131023261"),
        ("[Anruf](tel:+4982131023261)", "082131023261"),
        ("٠٨٢١ ٣١٠٢٣٢٦١", "082131023261"),
        ("\u2066+49 821 31023261\u2069", "082131023261"),
        ("116 117", "116117"),
        ("የ112 ቁጽሪ", "112"),
        ("+43 1 5224488", "+4315224488"),
    ],
)
def test_a_phone_number_has_one_form_however_it_is_written(text: str, number: str) -> None:
    assert values(f"Tel. {text}, danke.", "de", "phone") == [number]


@pytest.mark.parametrize(
    "text", ["86150 Augsburg", "01.02.2024", "08.30 - 12.00 Uhr", "0 - 12 Jahre", "1112 Stück", "2015-2019"]
)
def test_what_is_no_phone_number_is_not_read_as_one(text: str) -> None:
    assert values(text, "de", "phone") == []


@pytest.mark.parametrize(
    ("german", "other", "tag", "kind"),
    [
        ("2,42 €", "€2.42", "en", "money"),
        ("2.500 Euro", "2,500 EUR", "en", "money"),
        ("12,50 €", "12.5 يورو", "ar", "money"),
        ("20 %", "٪۲۰", "fa", "percent"),
        ("23. November 2026", "November 23, 2026", "en", "date"),
        ("23.11.2026", "23 نوفمبر 2026", "ar", "date"),
        ("1. März 2026", "1 марта 2026", "ru", "date"),
        ("14 Uhr", "2 pm", "en", "time"),
        ("8 bis 12 Uhr", "8 a.m. to 12 p.m.", "en", "time"),
        ("10.00 - 13.00", "10:00–13:00", "uk", "time"),
        ("7.30 bis 17.30 Uhr", "de 7h30 à 17h30", "fr", "time"),
        ("14 Uhr", "14 heures", "fr", "time"),
        ("1.200 Menschen", "1,200 people", "en", "number"),
        ("www.beispiel.de/de/hilfe/", "https://beispiel.de/en/hilfe", "en", "link"),
    ],
)
def test_a_fact_has_one_value_in_every_language(german: str, other: str, tag: str, kind: str) -> None:
    assert values(german, "de", kind) == values(other, tag, kind) != []


def test_both_times_of_a_range_are_read_with_the_half_of_the_day_of_the_last() -> None:
    assert values("from 2 to 3 pm", "en", "time") == ["14:00", "15:00"]
    assert values("from 11 to 1 pm", "en", "time") == ["11:00", "13:00"]


def test_folding_is_for_comparing_only_and_leaves_letters_alone() -> None:
    assert folded("\u2067۱۱۲\u2069 و\u00a0٪۲۰") == "112 و %20"


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Mit 2 Kindern ab 3 Jahren.", "With two children from three years."),
        ("Um 14 Uhr.", "ساعت 14."),
        ("Am 23. November 2026.", "23 ኅዳር-ወርሒ 2026።"),
        ("Rufen Sie [0821 570480](tel:+49821570480) an.", "Call +49 821 570480."),
        ("[Hier](https://a.de/de/hilfe) lesen.", "[Read](https://a.de/en/help) here."),
        ("Offen rund um die Uhr.", "Open 24/7."),
        ("Von 10 bis 12 Uhr.", "From 10 a.m. to noon."),
        ("Für 1€ am Tag.", "مقابل يورو واحد في اليوم."),
    ],
)
def test_what_means_the_same_does_not_alarm(source: str, translation: str) -> None:
    assert list(check_facts(pair(source, translation))) == []


@pytest.mark.parametrize(
    ("source", "translation", "code"),
    [
        ("Für 9 Euro.", "For 8 euros.", "T006"),
        ("Für 900 Euro.", "For some euros.", "T006"),
        ("Von 10 bis 12 Uhr.", "From 10 a.m. in the afternoon.", "T008"),
        ("Ab 17.30 Uhr.", "Dès 17h45.", "T008"),
    ],
)
def test_what_words_cannot_say_is_still_found(source: str, translation: str, code: str) -> None:
    assert {one.code for one in check_facts(pair(source, translation, "fr" if "Dès" in translation else "en"))} == {
        code
    }


def test_what_differs_is_said_with_both_sides() -> None:
    [finding] = check_facts(pair("Rufen Sie 112 an.", "Call\n113."))
    assert (finding.code, finding.line, finding.level) == ("T003", 2, Level.ERROR)
    assert finding.what == "The page says 113 where content/de/a.md:1 says 112."


@pytest.mark.parametrize(
    "text",
    [
        "0 [8216508](tel:0821650874010) 74010",
        "f [rauenha](mailto:frauenhaus@awo-augsburg.de) us@awo-augsburg.de",
        "w [ww.hilf](https://www.hilfetelefon.de) etelefon.de",
    ],
)
def test_a_split_contact_link_is_found_and_healed_for_comparing(text: str) -> None:
    assert [one.code for one in check_contacts(pair("", f"Write: {text} today."))] == ["T017"]
    assert healed(f"Write: {text} today.").startswith("Write: [") and healed(f"Write: {text} today.").endswith(
        ") today."
    )


@pytest.mark.parametrize(
    "text",
    [
        "[0821 3102 -2718](tel:+4982131022718), [-2719](tel:+4982131022719)",
        "[Rufen Sie uns an](tel:+49821570480)",
        "[schreiben Sie](mailto:a@b.de)",
        "[www.awo.de](https://awo.de/hilfe)",
        "[plan.png](https://awo.de/plan.png)",
        "[die 3 Büros](https://awo.de/)",
        "(10.00) [+49 821 7133345](tel:+498217133345)",
    ],
)
def test_a_link_that_says_what_it_does_is_left_alone(text: str) -> None:
    assert list(check_contacts(pair("", text))) == []


def test_pages_built_alike_are_paired_one_by_one() -> None:
    page = "---\ntitle: T\n---\n\n## A {#a}\n\nText.\n\n- eins\n- zwei\n"
    assert all(block.paired for block in aligned(units(page), units(page)))


def test_what_is_dropped_is_what_is_reported_missing() -> None:
    page = "---\ntitle: T\n---\n\nErster Satz mit [[a:call]].\n\nZweiter Satz mit 2026.\n\nDritter Satz ohne alles.\n"
    without = page.replace("Zweiter Satz mit 2026.\n\n", "")
    [block] = [block for block in aligned(units(page), units(without)) if not block.paired]
    assert ([one.text for one in block.source], block.translation) == (["Zweiter Satz mit 2026."], ())


@pytest.mark.parametrize(
    ("lines", "translation"),
    [
        (
            ["Alle Nummern sind da.", "Wollen Sie anrufen?", "Das geht am Abend."],
            ["كل الأرقام موجودة.", "هل تريدون الاتصال؟", "هذا ممكن مساء."],
        ),
    ],
)
def test_of_pieces_of_one_length_the_one_dropped_is_reported_where_it_belongs(
    lines: list[str], translation: list[str]
) -> None:
    source = units("---\ntitle: T\n---\n\n" + "\n\n".join(lines) + "\n")
    for number, line in enumerate(lines):
        left = translation[:number] + translation[number + 1 :]
        page = units("---\ntitle: T\n---\n\n" + "\n\n".join(left) + "\n")
        blocks = aligned(source, page)
        assert [one.text for block in blocks if not block.paired for one in block.source] == [line]
        [finding] = check_structure(blocks, Side("de.md", "de"), Side("x.md", "x"))
        assert finding.code == "T001" and abs(finding.line - (5 + 2 * number)) <= 2


def test_words_sound_alike_in_every_alphabet() -> None:
    assert all(likeness(sounds("Augsburg"), sounds(name)) for name in ("أوغسبورغ", "Аугсбург", "لأوغسبورغ"))
    assert likeness(sounds("Bonn"), sounds("برلين")) == 0.0
    assert marks("هل؟ نعم؛ لا.") == marks("Ja? Doch; nein.")


def test_a_term_without_its_definition_is_an_error() -> None:
    source = "---\ntitle: T\n---\n\nKaution\n:   Geld, das die Vermieterin als Sicherheit bekommt.\n"
    [finding] = check_structure(
        aligned(units(source), units("---\ntitle: T\n---\n\nDeposit for the landlord (Kaution der Vermieterin)\n")),
        Side("de.md", "de"),
        Side("en.md", "en"),
    )
    assert (finding.code, finding.line, finding.level) == ("T014", 5, Level.ERROR)


def test_cards_pictures_and_code_between_segments_are_units() -> None:
    kinds = [one.kind for one in units("![Plan](a.png)\n\n[[notruf]]\n\n```\n[[x]]\n```\n\nText [[y]].\n")]
    assert kinds == ["alt", "picture", "reference", "code", "paragraph"]


@pytest.fixture(scope="module")
def identifier(tmp_path_factory: pytest.TempPathFactory) -> Identifier:
    return Identifier(["de", "en", "ar", "uk", "fa", "tr", "ckb", "ti"], tmp_path_factory.mktemp("model"))


AMHARIC = ["የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው።", "እባክዎ ወደ ሐኪም ቤት ይሂዱ። አደጋ ካለ 112 ይደውሉ።"]


@pytest.mark.parametrize("text", AMHARIC)
def test_amharic_on_a_tigrinya_page_is_found(text: str, identifier: Identifier) -> None:
    assert foreign(text, "ti", identifier) == "am"


def test_words_of_iran_on_a_page_in_dari_are_found_and_those_of_dari_are_not(identifier: Identifier) -> None:
    texts = ("لطفا به بیمارستان بروید.", "لطفا به شفاخانه (بیمارستان) بروید.", "لطفا به شفاخانه بروید.")
    found = [[one.code for one in check_language(pair("Gehen Sie.", text, "prs"), identifier)] for text in texts]
    assert found == [["T022"], [], []]
    assert list(check_language(pair("Gehen Sie.", texts[0], "fa"), identifier)) == []


def test_no_tigrinya_of_the_demo_is_taken_for_amharic() -> None:
    pages = sorted((ROOT / "content" / "ti").rglob("*.md"))
    texts = [one.text for page in pages for one in units(page.read_text(encoding="utf-8")) if len(one.text) > 25]
    assert len(texts) > 100
    assert [text for text in texts if is_amharic(text)] == []


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("قولوا: **Ich brauche einen Arzt** (أحتاج إلى طبيب).", "ar"),
        ("Say it clearly: «Es war wegen meiner Herkunft und das ist nicht in Ordnung.»", "en"),
        ("Amt für Jugend und Familie, Prinzregentenplatz 4, 86150 Augsburg", "en"),
        ("Lotse Musterstadt Bürgerbüro Rathausplatz", "tr"),
        ("Працює Tür an Tür-Integrationsprojekte gGmbH з BIB Augsburg gGmbH та Visiones e.V. Augsburg.", "uk"),
        ("Іншу можливість пропонують Augsburger Stadtzeitung та Augsburger Allgemeine Zeitung.", "uk"),
        ("[[notruf:call]] [[polizei:call]] `Ich bin ein Beispiel und bleibe so`", "uk"),
    ],
)
def test_names_addresses_and_quoted_german_do_not_alarm(text: str, tag: str, identifier: Identifier) -> None:
    assert list(check_language(pair("Etwas ganz anderes steht hier in der Quelle.", text, tag), identifier)) == []


@pytest.mark.parametrize(
    "text", ["Diakonisches Werk Augsburg e.V.", "Café International in Bobingen", "Oberbürgermeister-Dreifuß-Str. 7"]
)
def test_names_that_stay_as_they_are_do_not_alarm(text: str, identifier: Identifier) -> None:
    assert list(check_language(pair(text, text), identifier)) == []


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Auffällige Internet-Adresse", "en"),
        ("Für Arbeitnehmende: Gesetzliche Rentenversicherung", "ar"),
        ("Rufen Sie Freunde, Nachbarn, Kita oder Schule an.", "ti"),
    ],
)
def test_headings_and_lists_of_nouns_left_in_german_are_found(text: str, tag: str, identifier: Identifier) -> None:
    assert [one.code for one in check_language(pair(text, text, tag), identifier)] == ["T020"]


def test_characters_that_are_harmless_in_another_form_do_not_alarm() -> None:
    for text in ("порадиостанціїwww", "1) eins; \u20662\u2069) zwei", "(eins)"):
        for form in ("NFC", "NFD"):
            found = check_text(unicodedata.normalize(form, text), "uk", "a.md", 1)
            assert [one.code for one in found if one.level is not Level.ADVICE] == []


def test_the_unpacked_model_says_the_same_as_the_packed_one(tmp_path: Path) -> None:
    texts = ["Rufen Sie zuerst Ihre Arztpraxis an.", "Call your doctor first.", "Спочатку зателефонуйте лікарю."]
    first, second = (Identifier(["de", "en", "uk"], tmp_path) for _ in range(2))
    packed = [first.rival(text, "en") for text in texts]
    assert list(tmp_path.glob("py3langid-*.npz"))
    from lotse.check.parity import identify

    identify._model.cache_clear()
    assert [second.rival(text, "en") for text in texts] == packed


def cached(root: Path, text: str) -> Portal:
    page = "---\ntitle: Hilfe\nchecked: 2026-11-01\n---\n\n"
    given = {"content/de/a.md": f"{page}Rufen Sie 112 an.\n", "content/en/a.md": f"{page}{text}\n"}
    return replace(portal_of(root, given), cache=root / ".cache")


def test_what_was_compared_is_kept_and_what_changed_is_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(check_parity(cached(tmp_path, "Call 113.")))
    assert [one.code for one in first] == ["T003"]
    monkeypatch.setattr("lotse.check.parity.portal.compare", lambda *_: pytest.fail("compared again"))
    assert list(check_parity(cached(tmp_path, "Call 113."))) == first
    monkeypatch.undo()
    assert list(check_parity(cached(tmp_path, "Call 112."))) == []


def test_a_broken_file_of_what_was_kept_is_as_good_as_none(tmp_path: Path) -> None:
    first = list(check_parity(cached(tmp_path, "Call 113.")))
    for file in (tmp_path / ".cache" / "parity").glob("*.json"):
        file.write_text("{broken", encoding="utf-8")
    assert list(check_parity(cached(tmp_path, "Call 113."))) == first != []


def test_the_demo_is_clean_and_checked_again_in_two_seconds(tmp_path: Path) -> None:
    portal = replace(read_portal(ROOT, TODAY)[0], cache=tmp_path)
    assert [str(one) for one in check_parity(portal) if one.level is not Level.ADVICE] == []
    start = time.process_time()
    list(check_parity(portal))
    assert time.process_time() - start < 2
