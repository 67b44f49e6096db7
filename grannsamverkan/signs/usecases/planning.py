"""From a planned place to a sign in somebody's hands: places, labels, hand-out letters."""

from dataclasses import dataclass
from datetime import timedelta

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality, Post
from grannsamverkan.places.queries import posts as post_queries
from grannsamverkan.signs import errors, mails, policy, queries, rules
from grannsamverkan.signs.models import FasteningRule, Sign, SignDecision, SignOrder
from grannsamverkan.signs.queries import demands
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.usecases import sight
from grannsamverkan.signs.workflow import (
    CROSSING_STATED,
    DECIDED,
    LABELS_PRINTED,
    LETTER_PRINTED,
    PLANNED,
    RULE_CHANGED,
    SIGN,
)


@dataclass(frozen=True)
class WantedPlace:
    """Where a sign is to hang, as the planner gave it.

    `post_id` or `post_number` names a post; `x`, `y` are metres for other supports.
    """

    support: str
    post_id: int | None = None
    post_number: str = ""
    place: str = ""
    galvanised: bool | None = None
    owner_consent: str = ""
    x: float | None = None
    y: float | None = None


def plan_sign(work: Work, group_id: int, wanted: WantedPlace) -> Sign:
    """Plan a sign at a place; the municipality answers before anyone climbs."""
    group = groups.group(work, group_id)
    work.require(policy.may_plan, group)
    post = _post(work, group, wanted)
    if post is None and not wanted.place and wanted.x is None:
        raise errors.no_place()
    sign = Sign(
        municipality_id=group.municipality_id,
        group=group,
        code=_free_code(work),
        support=wanted.support,
        post=post,
        post_number=post.number if post else wanted.post_number,
        place=wanted.place,
        galvanised=wanted.galvanised if post is None else post.galvanised,
        owner_consent=wanted.owner_consent,
        x=post.x if post else wanted.x,
        y=post.y if post else wanted.y,
        created_by=work.actor.id,
        created_at=work.now,
        waits_since=work.now,
    )
    work.session.add(sign)
    work.record(PLANNED, sign, support=wanted.support)
    sight.ask(work, sign)
    for reviewer in queries.reviewers(work, sign.municipality_id):
        work.mail(reviewer.recipient, mails.place_planned, sign)
    return sign


def approve_place(work: Work, sign_id: int) -> None:
    """Say yes to the place."""
    sign = queries.sign(work, sign_id)
    SIGN.take(work, sign, "approve_place")
    _note(work, sign, "approve_place", "")
    for contact in sign.group.contacts:
        work.mail(contact.user.recipient, mails.place_approved, sign)


def refuse_place(work: Work, sign_id: int, *, reason: str) -> None:
    """Say no to the place, with the reason."""
    sign = queries.sign(work, sign_id)
    SIGN.take(work, sign, "refuse_place", reason=reason)
    _note(work, sign, "refuse_place", reason)
    for contact in sign.group.contacts:
        work.mail(contact.user.recipient, mails.place_refused, sign, reason)


def cancel_sign(work: Work, sign_id: int) -> None:
    """Give up a sign that has not been handed out."""
    SIGN.take(work, queries.sign(work, sign_id), "cancel")


def hand_out(work: Work, sign_id: int, order: SignOrder | None) -> None:
    """Hand out the sign of an order with its letter; the door is closed until all is in place."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_hand_out, sign)
    missing = order_queries.hand_out_door(work, sign, order)
    if missing and sign.state == "place_approved":
        raise errors.gate_closed(missing)
    SIGN.take(work, sign, "hand_out")
    sign.handed_out_at = work.now
    sign.due_on = rules.due_after(local(work.now).date(), _days(work, sign, "photo_due_days"))
    _new_letter(work, sign)
    for contact in sign.group.contacts:
        work.mail(contact.user.recipient, mails.sign_handed_out, sign)


def letter_token(work: Work, sign_id: int, *, fresh: bool = False) -> str:
    """The secret of the sign's letter, to print it; `fresh` makes the old letter stop working."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_print_letter, sign)
    if sign.letter_sealed is None:
        raise errors.letter_not_ready()
    if fresh:
        work.require(policy.may_hand_out, sign)
        _new_letter(work, sign)
    work.record(LETTER_PRINTED, sign, fresh=fresh)
    return work.runtime.vault.open(sign.letter_sealed)


def note_labels(work: Work, sign_ids: list[int]) -> list[Sign]:
    """Write down that the labels of these signs are being printed, and give the signs.

    A label is for a sign that is handed out, or may be.
    """
    signs = [queries.sign(work, sign_id) for sign_id in sign_ids]
    for sign in signs:
        work.require(policy.may_hand_out, sign)
        _check_label(work, sign)
        work.record(LABELS_PRINTED, sign)
    return signs


def set_fastening_rule(
    work: Work, municipality: Municipality, *, fastening: str, liner: str, verdict: str
) -> None:
    """Give the municipality's own verdict for a fastening and liner."""
    work.require(policy.may_change_rules, municipality)
    row = demands.own_rule(work, municipality.id, fastening, liner)
    if row is None:
        row = FasteningRule(municipality_id=municipality.id, fastening=fastening, liner=liner)
        work.session.add(row)
    row.verdict, row.changed_by, row.changed_at = verdict, work.actor.id, work.now
    work.record(RULE_CHANGED, row, fastening=fastening, liner=liner, verdict=verdict)


def _check_label(work: Work, sign: Sign) -> None:
    if sign.state in policy.OUT_THERE:
        return
    missing = order_queries.hand_out_door(work, sign, order_queries.open_order_of(work, sign))
    if missing or sign.state != "place_approved":
        raise errors.label_closed(codes.pretty(sign.code), missing)


def _post(work: Work, group: Group, wanted: WantedPlace) -> Post | None:
    if wanted.post_id is not None:
        post = work.get(Post, wanted.post_id)
        return post if post.municipality_id == group.municipality_id else None
    if wanted.support != "lamp_post" or not wanted.post_number:
        return None
    found = post_queries.post_by_number(work, group.municipality_id, wanted.post_number)
    if found is None and not wanted.place:
        raise errors.unknown_post()
    return found


def _free_code(work: Work) -> str:
    # 33 million codes: a second try is rare, and the unique column has the last word.
    while queries.sign_by_code(work, code := codes.new_code()) is not None:
        pass
    return code


def _new_letter(work: Work, sign: Sign) -> None:
    token = codes.new_token()
    sign.letter_hash = codes.token_hash(token)
    sign.letter_sealed = work.runtime.vault.seal(token)
    sign.letter_until = work.now + timedelta(days=_days(work, sign, "upload_link_days"))


def _days(work: Work, sign: Sign, key: str) -> int:
    return int(places.setting(work, sign.municipality_id, f"sign.{key}"))


def _note(work: Work, sign: Sign, outcome: str, reason: str) -> None:
    sign.decided_at = work.now
    sign.decisions.append(
        SignDecision(
            municipality_id=sign.municipality_id,
            outcome=outcome,
            reason=reason,
            actor_id=work.actor.id,
            at=work.now,
        )
    )
    work.record(DECIDED, sign, set_id=None, outcome=outcome)


def state_crossing(work: Work, sign_id: int, near: bool | None) -> None:
    """Say whether a sign is near a crossing; None leaves it to the map."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    sign.near_crossing = near
    work.record(CROSSING_STATED, sign, near=near)
