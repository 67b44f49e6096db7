"""Recovery codes: ten lines on paper for the day the phone is gone. Pure."""

from grannsamverkan.accounts.rules import keyed_hash
from grannsamverkan.core import codes

HOW_MANY = 10
FEW_LEFT = 3
"""With so few left the page asks for new ones."""
LENGTH = 12
"""Twelve symbols of five bits: 60 bits, more than a stolen hash under an unknown key gives away,
and three groups of four to type."""


def new_codes() -> list[str]:
    """Ten fresh codes as they are printed, such as "7K4M-Q2XR-93TD"."""
    return [codes.pretty(codes.new_token()[:LENGTH], group=4) for _ in range(HOW_MANY)]


def hash_code(secret: str, user_id: int, typed: str) -> str:
    """What is stored: keyed, bound to its owner; forgives case, blanks and lookalikes."""
    return keyed_hash(secret, "recovery", str(user_id), codes.normalise(typed))
