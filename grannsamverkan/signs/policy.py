"""Who may do what with a sign. Pure; `sign` is anything with a sign's attributes."""

from typing import Any

from grannsamverkan.core.actor import Actor
from grannsamverkan.groups import policy as groups

PLANNABLE = frozenset({"approved", "active"})


def may_plan(actor: Actor, group: Any) -> bool:
    """The group's contact persons plan places, once the group is approved."""
    own = groups.is_contact(actor, group) or actor.is_system
    return own and group.state in PLANNABLE


def is_reviewer(actor: Actor, sign: Any) -> bool:
    """True for the municipality's sign reviewers."""
    return actor.has("reviewer", municipality_id=sign.municipality_id)


def is_coordinator(actor: Actor, sign: Any) -> bool:
    """True for those who order and hand out signs."""
    return actor.has("coordinator", municipality_id=sign.municipality_id)


def may_review(actor: Actor, sign: Any) -> bool:
    """Sign reviewers judge places and photos."""
    return is_reviewer(actor, sign)


def may_hand_out(actor: Actor, sign: Any) -> bool:
    """Coordinators hand out signs; a reviewer may do it in their place."""
    return is_coordinator(actor, sign) or is_reviewer(actor, sign) or actor.is_system


def may_cancel(actor: Actor, sign: Any) -> bool:
    """The group's own people, and those who hand out."""
    return groups.is_contact(actor, sign.group) or may_hand_out(actor, sign)


def may_send(actor: Actor, sign: Any) -> bool:
    """Whoever holds the letter of this very sign."""
    return actor.kind == "link" and actor.opens == ("sign", sign.id)


def may_see(actor: Actor, sign: Any) -> bool:
    """The group's people, the municipality's staff, and police of the group's area."""
    if actor.is_system or groups.is_contact(actor, sign.group):
        return True
    return groups.is_police(actor, sign.group) or actor.has(
        "reviewer", "coordinator", "admin", municipality_id=sign.municipality_id
    )


def may_see_photos(actor: Actor, sign: Any) -> bool:
    """Photos are for the reviewer, the group's own people and the letter's holder."""
    if actor.is_system or may_send(actor, sign) or groups.is_contact(actor, sign.group):
        return True
    return actor.has("reviewer", "coordinator", municipality_id=sign.municipality_id)


def may_print_letter(actor: Actor, sign: Any) -> bool:
    """Those who hand out, and the group's own people once it is handed out."""
    return may_hand_out(actor, sign) or groups.is_contact(actor, sign.group)


def may_change_rules(actor: Actor, municipality: Any) -> bool:
    """Reviewers and administrators keep the rule tables."""
    return actor.has("reviewer", "admin", municipality_id=municipality.id)
