"""Who may do what with a sign. Pure; `sign` is anything with a sign's attributes."""

from typing import Any

from grannsamverkan.core.actor import Actor
from grannsamverkan.groups import policy as groups

PLANNABLE = frozenset({"approved", "active"})
OUT_THERE = frozenset(
    {
        "handed_out",
        "photos_sent",
        "approved",
        "completion_asked",
        "correction_ordered",
        "take_down_ordered",
    }
)


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


def reviews_somewhere(actor: Actor) -> bool:
    """True for sign reviewers of any municipality."""
    return actor.has_any("reviewer")


def may_hand_out(actor: Actor, sign: Any) -> bool:
    """Coordinators hand out signs; a reviewer may do it in their place."""
    return is_coordinator(actor, sign) or is_reviewer(actor, sign) or actor.is_system


def may_print_label(actor: Actor, sign: Any) -> bool:
    """Those who hand out, for a sign that is out there or is next to be."""
    return may_hand_out(actor, sign) and (sign.state in OUT_THERE or sign.state == "place_approved")


def may_cancel(actor: Actor, sign: Any) -> bool:
    """The group's own people, those who hand out, and whoever closes the group."""
    own = groups.is_contact(actor, sign.group) or may_hand_out(actor, sign)
    return own or _closes_group(actor, sign)


def may_order_take_down(actor: Actor, sign: Any) -> bool:
    """Reviewers; and whoever closes a group orders its signs down by doing so."""
    return may_review(actor, sign) or actor.is_system or _closes_group(actor, sign)


def _closes_group(actor: Actor, sign: Any) -> bool:
    closed = sign.group.state == "closed"
    return closed and (groups.is_contact(actor, sign.group) or groups.may_decide(actor, sign.group))


def may_send(actor: Actor, sign: Any) -> bool:
    """Whoever holds the letter of this very sign; the system, for photos that came by mail."""
    return actor.is_system or (actor.kind == "link" and actor.opens == ("sign", sign.id))


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


def holds_task_link(actor: Actor, task: Any) -> bool:
    """Whoever holds the private link of this very task, or the letter of its sign."""
    opens = {("sign_task", task.id), ("sign", task.sign_id)}
    return actor.kind == "link" and actor.opens in opens


def may_see_task(actor: Actor, task: Any) -> bool:
    """Those who see the sign, and the holder of the task's link."""
    return may_see(actor, task.sign) or holds_task_link(actor, task)


def may_open_task(actor: Actor, sign: Any) -> bool:
    """Those who look after the sign: its group, and the municipality's staff for signs."""
    return groups.is_contact(actor, sign.group) or may_hand_out(actor, sign)


def may_report_task(actor: Actor, task: Any) -> bool:
    """Whoever looks after the sign, or came by the task's link, says that it is done."""
    return may_open_task(actor, task.sign) or holds_task_link(actor, task)


def may_give_task(actor: Actor, task: Any) -> bool:
    """Those who look after the sign let somebody without an account do it."""
    return may_open_task(actor, task.sign)


def may_judge_task(actor: Actor, task: Any) -> bool:
    """Sign reviewers say whether it is done."""
    return may_review(actor, task.sign)


def may_report_fault(_actor: Actor, sign: Any) -> bool:
    """Anybody who stands before a sign that may hang."""
    return sign.state in OUT_THERE


def may_order(actor: Actor, group: Any) -> bool:
    """The group's contact persons order for it, while it lives."""
    return may_plan(actor, group)


def keeps_orders(actor: Actor) -> bool:
    """Coordinators keep the orders of their municipality."""
    return actor.has_any("coordinator")


def sees_orders(actor: Actor) -> bool:
    """Whose list of orders can hold any: groups' people and the municipality's staff for signs."""
    return actor.kind == "contact" or actor.has_any("coordinator", "reviewer", "admin")


def may_see_order(actor: Actor, order: Any) -> bool:
    """The group's people and the municipality's staff for signs."""
    own = actor.is_system or groups.is_contact(actor, order.group)
    return own or actor.has(
        "coordinator", "reviewer", "admin", municipality_id=order.municipality_id
    )


def may_keep_order(actor: Actor, order: Any) -> bool:
    """Coordinators approve, order, receive and hand out."""
    return actor.has("coordinator", municipality_id=order.municipality_id) or actor.is_system


def may_cancel_order(actor: Actor, order: Any) -> bool:
    """Coordinators always; the group while nothing has been ordered."""
    early = order.state in {"asked", "approved"} and groups.is_contact(actor, order.group)
    return early or may_keep_order(actor, order)


def may_order_printed(actor: Actor, group: Any) -> bool:
    """The group's contact persons; which groups get what is told by `rules.doors`."""
    return groups.is_contact(actor, group) or actor.is_system


def may_receive_order(actor: Actor, order: Any) -> bool:
    """The group's people, the holder of a link from the mail, and the coordinator by hand."""
    held = actor.kind == "link" and actor.opens == ("sign_order", order.id)
    return held or groups.is_contact(actor, order.group) or may_keep_order(actor, order)


def may_see_received(actor: Actor, order: Any) -> bool:
    """Those who see the order, and the holder of its link."""
    held = actor.kind == "link" and actor.opens == ("sign_order", order.id)
    return held or may_see_order(actor, order)


def may_keep_catalogue(actor: Actor, municipality: Any) -> bool:
    """Coordinators and administrators say what can be ordered."""
    return actor.has("coordinator", "admin", municipality_id=municipality.id) or actor.is_system


def may_confirm_hand_out(actor: Actor, sign: Any) -> bool:
    """The receiver: a contact person of the group, or the letter's holder."""
    return groups.is_contact(actor, sign.group) or may_send(actor, sign)


def may_note_consent(actor: Actor, sign: Any) -> bool:
    """The group's people, who ask the owner, and those who hand out."""
    return groups.is_contact(actor, sign.group) or may_hand_out(actor, sign)


def may_see_receipt(actor: Actor, sign: Any) -> bool:
    """A receiver's name is for the group's people and those who hand out."""
    return may_note_consent(actor, sign)


def may_start_round(actor: Actor, group: Any) -> bool:
    """The group's contact persons let somebody walk round its signs."""
    return groups.is_contact(actor, group) or actor.is_system


def may_walk_round(actor: Actor, walk: Any) -> bool:
    """Whoever holds the round's link."""
    return actor.kind == "link" and actor.opens == ("round", walk.id)


def may_see_round(actor: Actor, walk: Any) -> bool:
    """Who made it, and who walks it."""
    return may_start_round(actor, walk.group) or may_walk_round(actor, walk)


def may_sort_mail(actor: Actor, mail: Any) -> bool:
    """Sign reviewers sort their municipality's mail; the system does what is certain."""
    return actor.is_system or actor.has("reviewer", municipality_id=mail.municipality_id)
