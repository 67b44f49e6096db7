"""The queues: signs for the reviewer, groups for those who decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries.loaded import Loaded, missing_to_activate
from grannsamverkan.groups import policy as group_policy
from grannsamverkan.groups.models import Group
from grannsamverkan.signs import policy as sign_policy
from grannsamverkan.signs import rules as sign_rules
from grannsamverkan.signs.models import PhotoSet, Sign
from grannsamverkan.signs.rules import Finding, Verdict

IN_QUEUE = ("photos_sent", "planned")
IN_DECISIONS = ("submitted", "approved")


@dataclass(frozen=True)
class SignRow:
    """A sign in the reviewer's queue. `verdict` is None while no check is done or for a place."""

    sign: Sign
    since: datetime
    verdict: Verdict | None
    being_examined: bool


@dataclass(frozen=True)
class GroupRow:
    """A group in the queue of decisions.

    `mine` is the role in which the reader decides now, `awaited` whose yes is still to come,
    `missing` codes of what an approved group lacks before it is active.
    """

    group: Group
    mine: str | None
    awaited: tuple[str, ...]
    missing: tuple[str, ...]


def review_rows(work: Work) -> list[SignRow]:
    """Everything that waits for the reviewer: photos first, each with the longest wait first."""
    loaded = Loaded(work)
    photos = [_photo_row(sign) for sign in loaded.to_review]
    places = [
        SignRow(sign, sign.created_at, None, False)
        for sign in loaded.signs
        if sign.state == "planned"
    ]
    return [row for row in (*photos, *places) if sign_policy.may_review(work.actor, row.sign)]


def _photo_row(sign: Sign) -> SignRow:
    sent = sign.sent_set
    if sent is None or sent.sent_at is None:
        return SignRow(sign, sign.created_at, None, False)
    examined = all(photo.state != "received" for photo in sent.photos)
    verdict = sign_rules.overall(_findings(sent)) if examined else None
    return SignRow(sign, sent.sent_at, verdict, not examined)


def _findings(photo_set: PhotoSet) -> list[Finding]:
    return [
        Finding(row.check, row.finding, row.verdict)  # type: ignore[arg-type]  # rules wrote it
        for row in photo_set.checks
    ]


def decision_rows(work: Work) -> list[GroupRow]:
    """Groups to decide on and groups to get going: what the reader decides now comes first."""
    rows = sorted(_group_rows(Loaded(work)), key=lambda row: row.mine is None)
    return [row for row in rows if group_policy.may_decide(work.actor, row.group)]


def _group_rows(loaded: Loaded) -> Iterator[GroupRow]:
    for group in loaded.groups:
        if group.state == "submitted":
            yield GroupRow(group, loaded.role_to_decide(group), loaded.awaited(group), ())
        elif group.state == "approved":
            yield GroupRow(group, None, (), missing_to_activate(group))
