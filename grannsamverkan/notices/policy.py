"""Who may write the municipality's texts. Pure."""

from typing import Any

from grannsamverkan.core.actor import Actor


def may_write(actor: Actor, municipality: Any) -> bool:
    """The municipality's administrators; everybody may read."""
    return actor.has("admin", municipality_id=municipality.id)
