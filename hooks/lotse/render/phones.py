"""Write phone numbers as people read them and as phones dial them."""

import phonenumbers

# Harmonised and emergency short codes of Germany. phonenumbers 9 does not know 116016 and 115, so they stand here.
SHORT_CODES = frozenset({"110", "112", "115", "116000", "116006", "116016", "116111", "116117", "116123"})
# Numbers the Bundesnetzagentur keeps free for film and fiction ("Rufnummern für Medienproduktionen").
FICTION = (("+493023125", 3), ("+496990009", 3), ("+494066969", 3), ("+492214710", 3), ("+498999998", 3))


def parse(number: str, country: str) -> phonenumbers.PhoneNumber | None:
    """Return the number if it can be dialled, else None."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None


def is_valid(number: str, country: str) -> bool:
    """Tell whether a number is a known short code or valid by the numbering plan of its country."""
    return number in SHORT_CODES or parse(number, country) is not None


def is_fictional(number: str, country: str) -> bool:
    """Tell whether a number lies in a range reserved for film and fiction."""
    parsed = parse(number, country)
    dialled = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if parsed else ""
    return any(dialled.startswith(prefix) and len(dialled) == len(prefix) + digits for prefix, digits in FICTION)


def dial(number: str, country: str) -> str:
    """Return the number for a tel: or sms: link: E.164, but short codes as they are (RFC 3966 local numbers)."""
    parsed = None if number in SHORT_CODES else parse(number, country)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if parsed else number


def display(number: str, country: str) -> str:
    """Return the number as people of the country write it; short codes of six digits in two groups."""
    if number in SHORT_CODES:
        return f"{number[:3]} {number[3:]}" if len(number) == 6 else number
    parsed = parse(number, country)
    if not parsed:
        return number
    home = phonenumbers.country_code_for_region(country) == parsed.country_code
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
