"""Texts a public service owes its readers, in versions: personal data, accessibility."""
