"""Who may do what with training. Pure; things are anything with the right attributes."""

from typing import Any

from grannsamverkan.core.actor import Actor, StaffRole
from grannsamverkan.groups import policy as groups

WATCHERS: tuple[StaffRole, ...] = ("coordinator", "admin", "police")
SEATED = groups.KEPT | {"submitted", "returned"}
"""States of groups whose contact persons get seats at sessions: all that were ever sent in."""


def may_manage(actor: Actor, municipality_id: int) -> bool:
    """Safety coordinators and administrators of the municipality keep its material."""
    return actor.is_system or actor.has("coordinator", "admin", municipality_id=municipality_id)


def may_manage_edition(actor: Actor, edition: Any) -> bool:
    """The same, for one edition."""
    return may_manage(actor, edition.municipality_id)


def manages_somewhere(actor: Actor) -> bool:
    """True for those who keep the material of any municipality."""
    return actor.is_system or actor.has_any("coordinator", "admin")


def managed(actor: Actor) -> frozenset[int]:
    """The municipalities whose material the actor keeps."""
    return frozenset(
        role.municipality_id for role in actor.roles if role.name in {"coordinator", "admin"}
    )


def watches_somewhere(actor: Actor) -> bool:
    """True for those who see how far contact persons have come, anywhere."""
    return actor.has_any(*WATCHERS)


def may_see_edition(actor: Actor, edition: Any) -> bool:
    """Those who keep it, and all police of the municipality whatever their area."""
    police = any(
        role.name == "police" and role.municipality_id == edition.municipality_id
        for role in actor.roles
    )
    return police or may_manage_edition(actor, edition)


def may_see_person(actor: Actor, contact: Any) -> bool:
    """Who sees how far a contact person has come: those who manage, and police of the area."""
    return may_manage(actor, contact.municipality_id) or groups.is_police(actor, contact.group)


def may_send(actor: Actor, contact: Any) -> bool:
    """Those who keep the material send it again."""
    return may_manage(actor, contact.municipality_id)


def may_start(actor: Actor, contact: Any) -> bool:
    """A present contact person starts the own training."""
    own = actor.kind == "contact" and actor.id is not None and actor.id == contact.user_id
    return own and contact.ended_at is None


def holds_link(actor: Actor, assignment: Any) -> bool:
    """True for the holder of this very link, and of nothing else."""
    return actor.kind == "link" and actor.opens == ("assignment", assignment.id)


def owns_certificate(actor: Actor, certificate: Any) -> bool:
    """True for the person whom the certificate is about."""
    own = actor.kind == "contact" and actor.id is not None
    return own and actor.id == certificate.contact.user_id


def may_see_certificate(actor: Actor, certificate: Any) -> bool:
    """Its holder, and those who see how far that person has come."""
    return owns_certificate(actor, certificate) or may_see_person(actor, certificate.contact)


def may_withdraw_certificate(actor: Actor, certificate: Any) -> bool:
    """Those who keep the municipality's material."""
    return may_manage(actor, certificate.municipality_id)


def may_plan_session(actor: Actor, municipality_id: int, police_area_id: int | None) -> bool:
    """Who holds sessions: coordinators anywhere in the municipality, police in their own area."""
    police = actor.has("police", municipality_id=municipality_id, police_area_id=police_area_id)
    return police or may_manage(actor, municipality_id)


def holds_sessions(actor: Actor) -> bool:
    """True for those who hold sessions somewhere."""
    return actor.has_any("coordinator", "admin", "police")


def may_hold_session(actor: Actor, session: Any) -> bool:
    """The same, for one session: whoever may hold it plans it, checks people in and ends it."""
    return may_plan_session(actor, session.municipality_id, session.police_area_id)


def may_follow_session(actor: Actor, session: Any) -> bool:
    """Those who follow contact persons anywhere in the municipality see when and where."""
    return may_hold_session(actor, session) or any(
        role.name in WATCHERS and role.municipality_id == session.municipality_id
        for role in actor.roles
    )


def is_signup_of(actor: Actor, signup: Any) -> bool:
    """True for the person whom a place is for, signed in or by the own link, and nobody else."""
    by_link = actor.kind == "link" and actor.opens == ("signup", signup.id)
    own = actor.kind == "contact" and actor.id is not None and actor.id == signup.user_id
    return by_link or own


def may_answer_session(actor: Actor, signup: Any) -> bool:
    """That person, those who hold the session (who comes without asking), and the clock."""
    holds = may_hold_session(actor, signup.session)
    return actor.is_system or is_signup_of(actor, signup) or holds


def may_leave_session(actor: Actor, signup: Any) -> bool:
    """The person gives the seat back; and it is taken from whoever is no contact person any more.

    That is done by the one who ends the contact person or closes the group, who asks leave there.
    """
    contact = signup.contact
    lost = contact.ended_at is not None or contact.group.state not in SEATED
    return lost or may_answer_session(actor, signup)


def takes_free_seat(_actor: Actor, signup: Any) -> bool:
    """A free seat goes to whoever waits, whoever it was that freed it."""
    return bool(signup.state == "waiting")


def may_join_session(actor: Actor) -> bool:
    """Any signed-in contact person; whether there is a group is the use case's matter."""
    return actor.kind == "contact" and actor.id is not None


def distributed_in(actor: Actor) -> frozenset[int]:
    """The municipalities in which the actor sends material to people."""
    return frozenset(role.municipality_id for role in actor.roles if role.name in WATCHERS)


def areas_sent_to(actor: Actor, municipality_id: int) -> frozenset[int] | None:
    """The police areas whose people the actor sends to; None is the whole municipality."""
    held = [
        role
        for role in actor.roles
        if role.name in WATCHERS and role.municipality_id == municipality_id
    ]
    if actor.is_system or any(role.police_area_id is None for role in held):
        return None
    return frozenset(role.police_area_id for role in held if role.police_area_id is not None)


def may_distribute(actor: Actor, municipality_id: int) -> bool:
    """Those who keep the material, and police, who reach their own police areas."""
    return municipality_id in distributed_in(actor)


def may_distribute_edition(actor: Actor, edition: Any) -> bool:
    """The same, for one edition."""
    return may_distribute(actor, edition.municipality_id)


def may_keep_distribution(actor: Actor, distribution: Any) -> bool:
    """Whoever began a draft goes on with it and sends it."""
    own = actor.id is not None and actor.id == distribution.created_by
    return own and may_distribute(actor, distribution.municipality_id)


def may_see_distribution(actor: Actor, distribution: Any) -> bool:
    """Its sender; what was sent, also those who keep the municipality's material."""
    if actor.is_system or may_keep_distribution(actor, distribution):
        return True
    return distribution.state != "draft" and may_manage(actor, distribution.municipality_id)


def may_follow_distribution(actor: Actor, distribution: Any) -> bool:
    """Who sees what was sent also reminds, prints letters and takes links back."""
    return may_see_distribution(actor, distribution)


def may_see_receiver(actor: Actor, receiver: Any) -> bool:
    """Who follows the distribution, and the present contact persons of the same group."""
    group = receiver.contact.group
    beside = actor.kind == "contact" and actor.id in group.contact_ids
    return beside or may_see_distribution(actor, receiver.distribution)


def mails(actor: Actor) -> bool:
    """The worker writes the mails of what was sent."""
    return actor.is_system
