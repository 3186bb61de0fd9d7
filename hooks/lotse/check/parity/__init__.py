"""Parity of translations with their source: facts, structure, language, lengths, glossary."""
