"""Which edition of the training a person gets, by language. Pure."""

from collections.abc import Collection

SWEDISH = ("sv", "sv-lätt")
"""What people get whose own language there is no edition in."""


def best_language(own: str, out: Collection[str]) -> str | None:
    """The language, of those there are editions in, that a person who reads `own` gets.

    Their own, Swedish otherwise; None if there is neither: nobody is sent what they did not ask for
    in a language they have not chosen.
    """
    return next((language for language in (own, *SWEDISH) if language in out), None)
