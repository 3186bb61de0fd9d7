"""Write /verify.html: says whether a received copy is genuine, in every language, from a server or from a disk."""

from collections.abc import Collection, Sequence

from jinja2 import Environment
from markupsafe import Markup

from lotse.model import Language, Portal
from lotse.render import times
from lotse.render.cards import Cards
from lotse.render.minify import source
from lotse.render.policy import policy
from lotse.render.share import Copy, fingerprint
from lotse.render.words import Words

NAME = "verify.html"


def verify(portal: Portal, built: Collection[str], environment: Environment, copies: Sequence[Copy]) -> str:
    """Return verify.html, one file that works alone; `copies` are those of all built languages."""
    registered = portal.register.languages
    offered = [language for tag, language in registered.items() if tag in built and language.published]
    style, script = (
        source(environment, "shared/alone.css", "verify/verify.css"),
        source(environment, "verify/verify.js"),
    )
    key, site_url = portal.settings.public_key, portal.settings.site_url
    return environment.get_template("verify.html").render(
        source=registered[portal.register.source],
        languages=[_greeting(portal, language, environment) for language in offered],
        copies=[(copy, registered[copy.path.partition("/")[0]]) for copy in copies],
        day=portal.settings.today.isoformat(),
        public_key=key if fingerprint(key) else "",
        address=f"{site_url.rstrip('/')}/{NAME}" if site_url else "",
        policy=policy([style], [script], own=False),
        style=Markup(style),
        script=Markup(script),
    )


def _greeting(portal: Portal, language: Language, environment: Environment) -> dict[str, object]:
    facts, words = portal.facts, Words(portal, language.tag)
    cards = Cards(portal, words, environment)
    channels = [facts.channels[key] for key in facts.emergency if key in facts.channels]
    return {
        "_": words,
        "language": language,
        "name": words.mark(words.fact("portal.name", facts.name)),
        "date": times.day(portal.settings.today, language.cldr),
        "emergency": [(cards.name(channel), call) for channel in channels if (call := cards.call(channel.id))],
    }
