"""Write what stands above the languages: the chooser, the one 404 page, the sitemap and robots.txt."""

from collections.abc import Collection
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import escape

from lotse.model import Language, Portal
from lotse.render.cards import Cards
from lotse.render.languages import absolute, site_path, translations
from lotse.render.webmanifest import web_manifest
from lotse.render.words import Words

SITEMAP_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


class RootSite:
    """The files above the language folders; `built` are the languages the site has."""

    def __init__(self, portal: Portal, built: Collection[str], environment: Environment) -> None:
        """Prepare the root over the built languages; only published ones are offered."""
        self._portal, self._built, self._environment = portal, built, environment
        self._offered = [
            language for tag, language in portal.register.languages.items() if tag in built and language.published
        ]

    def chooser(self) -> str:
        """Return `/index.html`: every language by its own name."""
        return self._document("chooser.html", "", self._portal.settings.site_url)

    def not_found(self) -> str:
        """Return `/404.html`; hosts show it at any depth, so its links begin at the site's own path."""
        path = urlsplit(self._portal.settings.site_url).path.rstrip("/")
        return self._document("not-found.html", f"{path}/", "")

    def sitemap(self) -> str:
        """Return `/sitemap.xml`: every translated page with its translations (sitemaps.org, xhtml:link)."""
        source, site_url = self._portal.register.source, self._portal.settings.site_url
        parts = [SITEMAP_HEAD]
        for path in sorted({path for tag in self._built for path in self._portal.pages[tag]}):
            tags = translations(self._portal, path, self._built)
            pages = {tag: self._portal.pages[tag][path] for tag in tags}
            addresses = {tag: escape(absolute(site_url, site_path(tag, page), "")) for tag, page in pages.items()}
            links = [
                f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>\n'
                for tag, address in addresses.items()
            ]
            if tags:
                links.append(
                    f'<xhtml:link rel="alternate" hreflang="x-default" href="{addresses.get(source, addresses[tags[0]])}"/>\n'
                )
            block = "".join(links)
            for tag, address in addresses.items():
                checked = pages[tag].checked
                when = f"<lastmod>{checked.isoformat()}</lastmod>\n" if checked else ""
                parts.append(f"<url>\n<loc>{address}</loc>\n{when}{block}</url>\n")
        return "".join([*parts, "</urlset>\n"])

    def robots(self) -> str:
        """Return `/robots.txt`."""
        return "User-agent: *\nAllow: /\n" + (
            f"Sitemap: {absolute(self._portal.settings.site_url, 'sitemap.xml', '')}\n"
            if self._portal.settings.site_url
            else ""
        )

    def web_manifest(self) -> str:
        """Return `/manifest.webmanifest`: the chooser as an app, in the source language."""
        source, facts = self._portal.register.languages[self._portal.register.source], self._portal.facts
        words = Words(self._portal, source.tag)
        name, claim = words.fact("portal.name", facts.name).text, words.fact("portal.claim", facts.claim).text
        return web_manifest(name, claim, source, self._portal.settings.site_url, "")

    def _document(self, template: str, base: str, canonical: str) -> str:
        source = self._portal.register.languages[self._portal.register.source]
        return self._environment.get_template(template).render(
            base=base,
            canonical=canonical,
            source=source,
            described=Words(self._portal, source.tag).fact("portal.claim", self._portal.facts.claim),
            languages=[self._greeting(language) for language in self._offered],
            alternates=[
                (language.tag, absolute(canonical, f"{language.tag}/index.html", "")) for language in self._offered
            ],
        )

    def _greeting(self, language: Language) -> dict[str, object]:
        """Return what a language says for itself on a page of all languages."""
        facts, words = self._portal.facts, Words(self._portal, language.tag)
        cards = Cards(self._portal, words, self._environment)
        channels = [facts.channels[key] for key in facts.emergency if key in facts.channels]
        return {
            "_": words,
            "language": language,
            "name": words.mark(words.fact("portal.name", facts.name)),
            "claim": words.mark(words.fact("portal.claim", facts.claim)),
            "notice": words.mark(words.fact("portal.notice", facts.notice)),
            "emergency": [
                (cards.name(channel), address) for channel in channels if (address := cards.call(channel.id))
            ],
        }
