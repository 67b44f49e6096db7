"""The blueprint that all pages of the groups room hang on."""

from flask import Blueprint

from grannsamverkan.core.doors import Over, say_when_over
from grannsamverkan.core.i18n import lazy

bp = Blueprint("groups", __name__)
say_when_over(
    bp,
    token=Over(
        lazy("Länken gäller inte"),
        lazy("Den kan ha gått ut, ha ersatts av en nyare eller blivit avhuggen i mejlet."),
        lazy(
            "Leta efter ett nyare mejl. Är du kontaktombud kan du också logga in och göra samma sak"
            " på gruppens sida."
        ),
        action=(lazy("Logga in"), "groups.index"),
    ),
)
