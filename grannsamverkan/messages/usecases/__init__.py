"""Every write by those who send bulletins: one public function per intention."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from shapely.geometry import Polygon
from sqlalchemy import insert

from grannsamverkan.core import codes
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.messages import errors, policy, queries, rules
from grannsamverkan.messages.models import Bulletin, BulletinReceiver
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.queries import choosing
from grannsamverkan.messages.rules import Said, guard
from grannsamverkan.messages.workflow import BULLETIN, CREATED, DISCARDED, EDITED, REACHED
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import PoliceArea

CODE_LENGTH = 10
"""Symbols of the public address: 50 bits, so that nobody finds a bulletin by trying."""


@dataclass(frozen=True)
class Aim:
    """Whom a bulletin is for: `way` of `rules.AIMS`, and what that way needs."""

    way: str
    area: Polygon | None = None
    police_area_ids: Collection[int] = ()
    group_ids: Collection[int] = ()


@dataclass(frozen=True)
class Correction:
    """With which words a bulletin is taken back; English may be empty."""

    text: str
    text_en: str = ""


def create(work: Work, municipality_id: int, said: Said) -> Bulletin:
    """Begin a draft. InvalidInput for half an English version or a day that cannot be meant."""
    work.require(policy.may_write, municipality_id)
    _check(work, said)
    bulletin = Bulletin(
        municipality_id=municipality_id,
        code=codes.new_token()[:CODE_LENGTH],
        created_by=work.actor.id,
        created_at=work.now,
        warned=[],
        **asdict(said),
    )
    work.session.add(bulletin)
    work.record(CREATED, bulletin)
    return bulletin


def describe(work: Work, bulletin_id: int, said: Said) -> None:
    """Change what a draft says."""
    bulletin = queries.open_draft(work, bulletin_id)
    _check(work, said)
    for name, value in asdict(said).items():
        setattr(bulletin, name, value)
    work.record(EDITED, bulletin, part="text")


def choose_receivers(work: Work, bulletin_id: int, aim: Aim) -> None:
    """Say whom a draft is for; police choose among their own police areas and groups."""
    bulletin = queries.open_draft(work, bulletin_id)
    bulletin.aim = aim.way
    bulletin.area = aim.area if aim.way == "area" else None
    bulletin.police_areas = _police_areas(work, bulletin, aim)
    bulletin.groups = _groups(work, bulletin, aim)
    work.session.flush()
    if aim.way not in rules.AIMS or not aims.fits(work, bulletin):
        raise errors.no_aim(aim.way)
    work.record(EDITED, bulletin, part="receivers")


def keep_choice(work: Work, bulletin_id: int, group_ids: Collection[int]) -> None:
    """Keep which groups are ticked so far, while somebody looks for more of them.

    There may be none yet, and how the draft is aimed does not change.
    """
    bulletin = queries.open_draft(work, bulletin_id)
    bulletin.groups = list(choosing.choosable(work, bulletin, group_ids))
    work.record(EDITED, bulletin, part="receivers")


def discard(work: Work, bulletin_id: int) -> None:
    """Throw a draft away."""
    bulletin = queries.open_draft(work, bulletin_id)
    work.record(DISCARDED, bulletin)
    work.session.delete(bulletin)


def send(
    work: Work,
    bulletin_id: int,
    *,
    shown: tuple[int, int],
    confirmed: Collection[str] = (),
) -> None:
    """Send a draft to all whom it is for now: one row for each, and the worker writes the mails.

    `shown` are the numbers of groups and contact persons that were seen, `confirmed` the keys of
    the guard's questions that were answered. InvalidInput if either does not fit any more.
    """
    bulletin = queries.bulletin(work, bulletin_id)
    work.require(policy.may_keep, bulletin)
    if bulletin.state == "draft":
        _ready(work, bulletin, shown, confirmed)
    BULLETIN.take(work, bulletin, "send")
    bulletin.sent_by, bulletin.sent_at = work.actor.id, work.now
    receivers = aims.rows(bulletin, aims.group_ids(work, bulletin))
    work.session.execute(insert(BulletinReceiver).from_select(aims.RECEIVER, receivers))
    work.record(
        REACHED, bulletin, groups=shown[0], persons=shown[1], warned=sorted(bulletin.warned)
    )
    work.enqueue("mail_bulletin", municipality_id=bulletin.municipality_id, bulletin_id=bulletin.id)


def withdraw(
    work: Work, bulletin_id: int, correction: Correction, confirmed: Collection[str] = ()
) -> None:
    """Take a bulletin back with a correction, which goes to those who may have read it.

    The guard looks at the correction as well: InvalidInput until its questions are answered.
    """
    bulletin = queries.bulletin(work, bulletin_id)
    work.require(policy.may_withdraw, bulletin)
    found = queries.findings_in_correction(work, bulletin, correction.text, correction.text_en)
    _ask(found, confirmed)
    BULLETIN.take(work, bulletin, "withdraw")
    bulletin.correction, bulletin.correction_en = correction.text, correction.text_en
    bulletin.withdrawn_by, bulletin.withdrawn_at = work.actor.id, work.now
    work.enqueue(
        "mail_correction", municipality_id=bulletin.municipality_id, bulletin_id=bulletin.id
    )


def _check(work: Work, said: Said) -> None:
    if said.half_english:
        raise errors.half_english()
    if not rules.day_fits(said.valid_until, local(work.now).date()):
        raise errors.bad_day()


def _ready(
    work: Work, bulletin: Bulletin, shown: tuple[int, int], confirmed: Collection[str]
) -> None:
    """Raise unless it still holds, somebody gets it, as many as were shown, and nothing is open."""
    if rules.is_over(bulletin.valid_until, local(work.now).date()):
        raise errors.over()
    number = aims.number(work, bulletin)
    if not number.persons:
        raise errors.nobody()
    if number.counted != shown:
        raise errors.other_number(*number.counted)
    found = queries.findings(work, bulletin)
    _ask(found, confirmed)
    bulletin.warned = sorted({finding.kind for finding in found})


def _ask(found: list[guard.Finding], confirmed: Collection[str]) -> None:
    left = guard.unconfirmed(found, confirmed)
    if left:
        raise errors.unconfirmed(len(left))


def _police_areas(work: Work, bulletin: Bulletin, aim: Aim) -> list[PoliceArea]:
    if aim.way != "police_areas":
        return []
    scope = policy.areas(work.actor, bulletin.municipality_id)
    return [
        area
        for area in places.police_areas(work, bulletin.municipality_id)
        if area.id in aim.police_area_ids and (scope is None or area.id in scope)
    ]


def _groups(work: Work, bulletin: Bulletin, aim: Aim) -> list[Group]:
    if aim.way != "groups":
        return []
    return list(choosing.choosable(work, bulletin, aim.group_ids))
