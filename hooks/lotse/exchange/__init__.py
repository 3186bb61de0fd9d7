"""Exchange content with the world outside: imports, catalogs, pseudo-locales."""
