"""Who may change what in the places room. `municipality` is anything with the id of one."""

from typing import Any

from grannsamverkan.core.actor import Actor


def may_change_settings(actor: Actor, municipality: Any) -> bool:
    """The municipality's administrators."""
    return actor.has("admin", municipality_id=municipality.id)


def may_change_contacts(actor: Actor, municipality: Any) -> bool:
    """Administrators and the safety coordinator decide whom the public is told to call."""
    return actor.has("admin", "coordinator", municipality_id=municipality.id)


def may_import(actor: Actor, _municipality: Any) -> bool:
    """Only the command line: a map is set up by whoever runs the installation."""
    return actor.is_system


def may_found(actor: Actor) -> bool:
    """Only the command line adds municipalities and police areas."""
    return actor.is_system


def may_check(actor: Actor, _municipality: Any) -> bool:
    """Checking posts is done by the worker and the command line."""
    return actor.is_system
