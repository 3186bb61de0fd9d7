"""Lotse's library: read, check, render and pack a multilingual help portal. It never imports MkDocs."""
