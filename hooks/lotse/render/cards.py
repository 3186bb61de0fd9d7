"""Show channels: cards, numbers as links, and the list of what is true about them."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup, escape

from lotse.model import Channel, Portal
from lotse.render import phones, times
from lotse.render.words import Words

REFERENCE = re.compile(r'(<p>\s*)?<span data-fact="([a-z0-9-]+)(?::([a-z0-9,-]+))?"></span>(\s*</p>)?')
TEMPLATE_PART = re.compile(r"\{[^}]*\}")


def N_(message: str) -> str:
    """Mark a message for the catalogs where it is not said yet."""
    return message


# What the address kinds are called, in the order of a card. Values are messages of the interface catalog.
KINDS = {
    "call": N_("Call"),
    "text": N_("Text message"),
    "chat": N_("Chat"),
    "mail": N_("E-mail"),
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "telegram": "Telegram",
    "web": N_("Website"),
    "open311": N_("Online form"),
    "visit": N_("Address"),
    "post": N_("Postal address"),
}
BRANDS = ("whatsapp", "signal", "telegram")
CHOICES = {
    "cost": (
        N_("Cost"),
        {"free": N_("Free of charge"), "normal": N_("Price of a normal call"), "paid": N_("Costs money")},
    ),
    "identity": (
        N_("Your name"),
        {"anonymous": N_("Not needed"), "optional": N_("You decide"), "required": N_("Needed")},
    ),
    "tells": (
        N_("Who else is told"),
        {
            "nobody": N_("Nobody"),
            "with-consent": N_("Others only if you agree"),
            "police": N_("The police"),
            "prosecutor": N_("The public prosecutor"),
            "other-office": N_("Another office"),
        },
    ),
}
DURATIONS = {"H": N_("{number} hours"), "D": N_("{number} days"), "W": N_("{number} weeks"), "M": N_("{number} months")}


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach a channel: what to call it, where the link leads ("" for none) and what it shows."""

    label: Markup
    href: str
    shown: str
    kind: str

    @property
    def link(self) -> Markup:
        """Return the address as HTML; it reads left to right in every language."""
        shown = Markup('<bdi dir="{}">{}</bdi>').format("auto" if self.kind in ("visit", "post") else "ltr", self.shown)
        return Markup('<a class="fact" href="{}">{}</a>').format(self.href, shown) if self.href else shown


def web_address(template: str) -> str:
    """Return a URI template (RFC 6570) as an address with no values filled in."""
    return (
        re.sub(r"[?&][^?&=]+=(?=$|&)", "", TEMPLATE_PART.sub("", template)).replace("&", "?", 1)
        if "{" in template
        else template
    )


def short_web(address: str) -> str:
    """Return a web address as people read it: without scheme, `www.` and the last slash."""
    return re.sub(r"^https?://(www\.)?", "", address).split("?")[0].rstrip("/")


class Cards:
    """Writes channels in one reader's language."""

    def __init__(self, portal: Portal, words: Words, environment: Environment) -> None:
        """Prepare cards for the reader's words."""
        self._facts, self._settings, self._words = portal.facts, portal.settings, words
        self._areas = portal.facts.areas
        self._template = environment.get_template("components/card.html")
        self._made: dict[str, Markup] = {}

    def fill(self, html: str, language: str) -> str:
        """Replace the fact references in a page's HTML; `language` is the one the page is written in."""
        if "data-fact=" not in html:
            return html
        return REFERENCE.sub(lambda match: self._reference(match, language), html)

    def call(self, channel_id: str) -> Address | None:
        """Return the first phone number of a channel."""
        channel = self._facts.channels.get(channel_id)
        return next(iter(self._addresses(channel, "call")), None) if channel else None

    def name(self, channel: Channel) -> Markup:
        """Return a channel's name as HTML."""
        return self._word(channel, "name", channel.name)

    def card(self, channel: Channel) -> Markup:
        """Return the card of a channel, in the reader's language."""
        if channel.id not in self._made:
            self._made[channel.id] = Markup(self._template.render(self._context(channel)))
        return self._made[channel.id]

    def _reference(self, match: re.Match[str], language: str) -> str:
        opened, channel_id, field, closed = match.groups()
        channel = self._facts.channels.get(channel_id)
        if channel is None:
            return ""  # check_references has reported it; with --keep-going the place stays empty
        if field is None and opened and closed:
            return self._in_reader_language(self.card(channel), language, "div")
        inline = (
            self._field(channel, field)
            if field
            else Markup("{} {}").format(self.name(channel), self._field(channel, "call"))
        )
        return f"{opened or ''}{self._in_reader_language(inline, language, 'span')}{closed or ''}"

    def _in_reader_language(self, html: Markup, language: str, tag: str) -> Markup:
        reader = self._words.language
        if language == reader.tag:
            return html
        return Markup('<{0} lang="{1}" dir="{2}">{3}</{0}>').format(tag, reader.tag, reader.dir, html)

    def _field(self, channel: Channel, field: str) -> Markup:
        if field == "name":
            return self.name(channel)
        if field == "hours":
            return self._words.listed(
                [Markup("{} {}").format(days, Markup(" ").join(spans)) for days, spans in self._hours(channel)["rows"]]
            )
        return self._words.listed([address.link for address in self._addresses(channel, field)])

    def _word(self, channel: Channel, field: str, source: str) -> Markup:
        return self._words.mark(self._words.fact(f"channels.{channel.id}.{field}", source))

    def _context(self, channel: Channel) -> dict[str, object]:
        area = self._areas.get(channel.area)
        return {
            "_": self._words,
            "channel": channel,
            "name": self.name(channel),
            "does": self._word(channel, "does", channel.does) if channel.does else "",
            "not_for": self._word(channel, "not", channel.not_) if channel.not_ else "",
            "addresses": [address for kind in KINDS for address in self._addresses(channel, kind)],
            "hours": self._hours(channel),
            "rows": self._rows(channel),
            "checked": times.source_date(channel.checked, self._words.language.cldr),
            "source": short_web(channel.checked.source),
            "overdue": self._settings.overdue(channel.checked.on),
            "fictional": bool(area and area.fictional),
        }

    def _addresses(self, channel: Channel, kind: str) -> list[Address]:
        return [self._address(kind, value) for value in channel.addresses.get(kind, ())]

    def _address(self, kind: str, value: str) -> Address:
        label = Markup(escape(KINDS[kind])) if kind in BRANDS else self._words(KINDS[kind])
        country = self._settings.country
        if kind in ("call", "text"):
            scheme = "tel" if kind == "call" else "sms"
            return Address(label, f"{scheme}:{phones.dial(value, country)}", phones.display(value, country), kind)
        if kind == "whatsapp":
            return Address(
                label, f"https://wa.me/{phones.dial(value, country).lstrip('+')}", phones.display(value, country), kind
            )
        if kind == "signal":
            return Address(
                label, f"https://signal.me/#p/{phones.dial(value, country)}", phones.display(value, country), kind
            )
        if kind == "telegram":
            return Address(label, f"https://t.me/{quote(value.lstrip('@'))}", f"@{value.lstrip('@')}", kind)
        if kind == "mail":
            return Address(label, f"mailto:{value}", value, kind)
        if kind in ("visit", "post"):
            return Address(label, "", value, kind)
        return Address(label, web_address(value), short_web(web_address(value)), kind)

    def _hours(self, channel: Channel) -> dict[str, Any]:
        """Return what the card shows of the opening hours, and the data from which the phone says "open now"."""
        if not channel.hours:
            return {"rows": []}
        cldr, today = self._words.language.cldr, self._settings.today
        try:
            hours = times.read_hours(channel.hours, self._settings.country, today)
        except (
            times.UnreadableHours
        ):  # check_channels has reported it; with --keep-going the card says nothing of hours
            return {"rows": []}
        weekly = bool(hours.week and any(hours.week))  # hours of another season have dates, no week
        rows = times.table(hours.week, cldr) if hours.week and weekly else times.next_dates(hours, today, cldr)
        data: dict[str, Any] = {
            "week": hours.week or [[]] * 7,
            "days": {when.isoformat(): spans for when, spans in sorted(hours.exceptions.items())},
        }
        return {
            "rows": [
                (days, [Markup('<bdi dir="ltr">{}</bdi>').format(span) for span in spans])
                for days, spans in rows
                if spans
            ],
            "always": hours.always,
            "weekly": weekly,
            "holidays": "PH off" in channel.hours,
            "data": json.dumps(data, separators=(",", ":")),
            "zone": self._settings.time_zone,
        }

    def _rows(self, channel: Channel) -> list[tuple[Markup, Markup]]:
        """Return what is true about a channel as (label, value)."""
        rows = []
        if channel.speaks:
            rows.append((self._words("Languages"), self._languages(channel)))
        for field, (label, values) in CHOICES.items():
            if value := getattr(channel, field):
                rows.append((self._words(label), self._words(values[value])))
        if "ip" in channel.logs:
            rows.append((self._words("What is stored"), self._words("Your IP address")))
        if channel.answer:
            rows.append((self._words("Answer"), self._answer(channel.answer)))
        return rows

    def _languages(self, channel: Channel) -> Markup:
        names = [Markup(escape(self._words.name_of(tag))) for tag in channel.speaks]
        return self._words.listed([*names, self._words("With an interpreter")] if channel.interpreter else names)

    def _answer(self, answer: str) -> Markup:
        if answer in ("now", "none"):
            return self._words("At once") if answer == "now" else self._words("None")
        cldr_words = times.duration(answer, self._words.language.cldr)
        number = "".join(filter(str.isdigit, answer))
        return self._words("At most {time}", time=cldr_words or self._words(DURATIONS[answer[-1]], number=number))
