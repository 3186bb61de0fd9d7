"""Phone numbers: what can be dialled, what is fictional, how they are shown."""

import pytest

from lotse.render import phones


@pytest.mark.parametrize("number", sorted(phones.SHORT_CODES))
def test_short_codes_can_be_dialled_as_they_are(number: str) -> None:
    assert phones.is_valid(number, "DE")
    assert phones.dial(number, "DE") == number
    assert not phones.is_fictional(number, "DE")


@pytest.mark.parametrize("number", ["12", "99999", "116999", "", "rathaus", "+49", "+49 30 1", "0", "+999123456789"])
def test_what_no_numbering_plan_knows_cannot_be_dialled(number: str) -> None:
    assert not phones.is_valid(number, "DE")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("116016", "116 016"),
        ("116117", "116 117"),
        ("112", "112"),
        ("+493023125001", "030 23125001"),
        ("030 23125-001", "030 23125001"),
        ("+498001239900", "0800 1239900"),
        ("+431234567890", "+43 1 234567890"),
        ("no number", "no number"),
    ],
)
def test_numbers_are_shown_as_people_of_the_country_write_them(number: str, shown: str) -> None:
    assert phones.display(number, "DE") == shown


@pytest.mark.parametrize(
    ("number", "dialled"),
    [("030 23125-001", "+493023125001"), ("+49 800 1239900", "+498001239900"), ("116016", "116016"), ("110", "110")],
)
def test_numbers_are_dialled_with_their_country_code(number: str, dialled: str) -> None:
    assert phones.dial(number, "DE") == dialled


@pytest.mark.parametrize(
    "number", ["+493023125000", "030 23125999", "+496990009123", "+494066969001", "+492214710456", "+498999998789"]
)
def test_numbers_kept_for_film_and_fiction_are_known(number: str) -> None:
    assert phones.is_valid(number, "DE")
    assert phones.is_fictional(number, "DE")


@pytest.mark.parametrize("number", ["+493023126000", "+49302312500", "+493022732152", "112", "nonsense"])
def test_other_numbers_are_not_fictional(number: str) -> None:
    assert not phones.is_fictional(number, "DE")
