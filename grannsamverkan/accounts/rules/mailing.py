"""How often people are written to about what is no part of a duty. Pure."""

FREQUENCIES = ("at_once", "daily", "page")
"""Mail about each thing, one mail a day, or none: then it is read on the page."""
CHOICE_PATH = "/utskick/val/"
"""First part of the address with which a mail leads to the choice; a token follows."""
