"""What the room's pages share: the blueprint, whose settings are kept, a value in words."""

from typing import Any

from flask import Blueprint, request

from grannsamverkan.core.i18n import _, format_number, format_percent
from grannsamverkan.core.work import Work
from grannsamverkan.places import policy, queries, rules
from grannsamverkan.places.models import Municipality

blueprint = Blueprint("places", __name__)
NO_BREAK = "\N{NO-BREAK SPACE}"
EFFECTS = "grannsamverkan.effects"
"""Under this name the application keeps what the upper rooms know of a setting's effects."""


def managed(work: Work) -> Municipality:
    """The municipality whose settings the person keeps, as the address names it."""
    return queries.managed_municipality(
        work, request.args.get("kommun"), policy.may_change_settings
    )


def shown_value(definition: rules.Definition, value: Any) -> str:
    """A setting's value in words; a number and its unit stay on one line."""
    if definition.type == "bool":
        return _("Ja") if value else _("Nej")
    if definition.type == "codes":
        words = definition.options or {}
        return ", ".join(_(words[code]) for code in value if code in words) or _("Ingenting")
    if definition.type == "text":
        return str(value) or "–"
    if definition.unit == "%":
        return format_percent(value / 100)
    unit = _(definition.unit).replace(" ", NO_BREAK) if definition.unit else ""
    return f"{format_number(value)}{NO_BREAK}{unit}" if unit else format_number(value)
