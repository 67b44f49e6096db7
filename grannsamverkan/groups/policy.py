"""Who may do what with a group. Pure; `group` is anything with a group's attributes."""

from collections.abc import Mapping, Sequence
from typing import Any

from grannsamverkan.core.actor import Actor

OPEN_TO_EDIT = frozenset({"draft", "returned"})
LIVING = frozenset({"approved", "active"})
ENDED = frozenset({"closed", "rejected"})
KEEPS_LIST = OPEN_TO_EDIT | LIVING | {"submitted", "dormant"}
KEPT = LIVING | {"dormant"}
"""A group that rests is kept up to date too: that is how it gets going again."""


def may_found(actor: Actor) -> bool:
    """Any signed-in contact person may begin a registration."""
    return actor.kind == "contact" or actor.is_system


def is_contact(actor: Actor, group: Any) -> bool:
    """True for the present contact persons: who is removed, founder or not, is out at once."""
    return actor.kind == "contact" and actor.id in group.contact_ids


def is_police(actor: Actor, group: Any) -> bool:
    """True for community police of the group's area."""
    return actor.has(
        "police", municipality_id=group.municipality_id, police_area_id=group.police_area_id
    )


def is_coordinator(actor: Actor, group: Any) -> bool:
    """True for the municipality's safety coordinators."""
    return actor.has("coordinator", municipality_id=group.municipality_id)


def may_see(actor: Actor, group: Any) -> bool:
    """Its own people, the police of the area, and the municipality's staff.

    A draft is its contact persons' alone until it is sent.
    """
    if actor.is_system or is_contact(actor, group):
        return True
    staff = is_police(actor, group) or actor.has(
        "coordinator", "reviewer", "admin", municipality_id=group.municipality_id
    )
    return staff and group.state != "draft"


def may_edit(actor: Actor, group: Any) -> bool:
    """The registration can be changed by its people until it is sent."""
    return (is_contact(actor, group) or actor.is_system) and group.state in OPEN_TO_EDIT


def may_keep(actor: Actor, group: Any) -> bool:
    """Contact persons keep counts and contact persons up to date, also after approval."""
    own = is_contact(actor, group) or actor.is_system
    return own and group.state in OPEN_TO_EDIT | KEPT


def may_keep_households(actor: Actor, group: Any) -> bool:
    """The household list is the contact persons' alone: no staff, not even the system."""
    return is_contact(actor, group) and group.state in KEEPS_LIST


def may_hold_household(actor: Actor, dwelling: Any) -> bool:
    """Whoever holds the household's own private link."""
    return actor.kind == "link" and actor.opens == ("dwelling", dwelling.id)


def may_answer_invitation(_actor: Actor) -> bool:
    """Anybody who was given the invitation; whether it is good is a matter of its token."""
    return True


def may_appoint(actor: Actor, group: Any) -> bool:
    """Who adds and ends contact persons: the head contact person, where a living group has one."""
    anyone = group.state in OPEN_TO_EDIT or not group.head_ids or actor.is_system
    return may_keep(actor, group) and (anyone or actor.id in group.head_ids)


def may_end_contact(actor: Actor, contact: Any) -> bool:
    """Who may appoint may also end; and everybody may leave."""
    leaves = actor.kind == "contact" and actor.id == contact.user_id
    return leaves or may_appoint(actor, contact.group)


def may_change_area(actor: Actor, group: Any) -> bool:
    """Who asks for another area of a living group: the head contact person, where it has one."""
    own = is_contact(actor, group) and group.state in LIVING
    return own and (not group.head_ids or actor.id in group.head_ids)


def may_send(actor: Actor, group: Any) -> bool:
    """Its people send the registration."""
    return is_contact(actor, group) or actor.is_system


def may_decide(actor: Actor, group: Any) -> bool:
    """Community police of the area, and safety coordinators."""
    return is_police(actor, group) or is_coordinator(actor, group)


def may_plan_meeting(actor: Actor, group: Any) -> bool:
    """The group's people propose meetings, and those who decide book them."""
    return may_note_fact(actor, group)


def may_book_meeting(actor: Actor, meeting: Any) -> bool:
    """Those who decide book any meeting; the group books its own yearly one."""
    own = is_contact(actor, meeting.group) and meeting.kind == "year"
    return own or may_decide(actor, meeting.group)


def may_change_meeting(actor: Actor, meeting: Any) -> bool:
    """Both sides move it, call it off and note who came; a booked start-up meeting is moved and
    called off by both too, because whoever cannot come has to say so at once."""
    return may_plan_meeting(actor, meeting.group)


def anybody(actor: Actor) -> bool:
    """What is open to people without an account."""
    return actor is not None


def holds_interest(actor: Actor, row: Any) -> bool:
    """True for the holder of the row's own link, and of nothing else."""
    return actor.kind == "link" and actor.opens == ("interest", row.id)


def may_see_interest(actor: Actor, municipality_id: int) -> bool:
    """Police and coordinators see how many wait in their municipality; who, nobody sees."""
    return any(
        role.name in {"police", "coordinator"} and role.municipality_id == municipality_id
        for role in actor.roles
    )


def watches_interest(actor: Actor) -> bool:
    """True for those who see the numbers of any municipality."""
    return actor.has_any("police", "coordinator")


def may_see_number_waiting(actor: Actor, group: Any) -> bool:
    """How many wait in a living group's area: its own people, and those who decide."""
    return group.state in LIVING and (is_contact(actor, group) or may_decide(actor, group))


def may_invite(actor: Actor, group: Any) -> bool:
    """The people of a living group ask those in who wait."""
    return is_contact(actor, group) and group.state in LIVING


def may_confirm_year(actor: Actor, group: Any) -> bool:
    """The group's own people confirm the year."""
    return is_contact(actor, group)


def holds_year_link(actor: Actor, link: Any) -> bool:
    """True for the holder of this very link, and of nothing else."""
    return actor.kind == "link" and actor.opens == ("year_link", link.id)


def may_ask_to_wake(actor: Actor, group: Any) -> bool:
    """The people of a resting group ask to begin again."""
    return is_contact(actor, group) and group.state == "dormant"


def may_make_dormant(actor: Actor, group: Any) -> bool:
    """The clock does it, or somebody who decides."""
    return actor.is_system or may_decide(actor, group)


def may_close(actor: Actor, group: Any) -> bool:
    """Those who decide, and its own people: the head contact person where there is one."""
    head = not group.head_ids or actor.id in group.head_ids
    return may_decide(actor, group) or (is_contact(actor, group) and head)


def may_read_consent(actor: Actor, group: Any) -> bool:
    """The property owner's letter is for the group's people and those who decide."""
    return is_contact(actor, group) or actor.is_system or may_decide(actor, group)


def may_note_fact(actor: Actor, group: Any) -> bool:
    """Both the group's people and those who decide note dated facts."""
    own = is_contact(actor, group) or actor.is_system
    return (own or may_decide(actor, group)) and group.state in KEPT | {"submitted"}


def deciding_role(actor: Actor, group: Any, wanted: Sequence[str]) -> str | None:
    """Which of the wanted roles this actor decides in, or None."""
    held = {"police": is_police(actor, group), "coordinator": is_coordinator(actor, group)}
    return next((role for role in wanted if held[role]), None)


def role_to_decide(
    actor: Actor, group: Any, wanted: Sequence[str], given: Mapping[str, int]
) -> str | None:
    """The role in which the actor can decide now, or None.

    `given` holds who has said yes in which role; one person never gives two yeses. Where every
    wanted yes is there (a setting was changed meanwhile), each of the parties may conclude.
    """
    left = [role for role in wanted if role not in given]
    if not left:
        return deciding_role(actor, group, wanted)
    return None if actor.id in given.values() else deciding_role(actor, group, left)
