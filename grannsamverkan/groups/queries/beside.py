"""What lies beside a group and its page tells of: by one question."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.models.change import AreaChange
from grannsamverkan.groups.models.households import HouseholdList, ParticipationFall


@dataclass(frozen=True)
class Beside:
    """The area it wants and nobody has answered, the fall it has not risen from, and whether its
    numbers come from its list here."""

    change: AreaChange | None
    fall: ParticipationFall | None
    is_counted: bool


def beside(work: Work, group: Group) -> Beside:
    """What lies beside a group; the newest of what there can be several of."""
    wanted = and_(AreaChange.group_id == Group.id, AreaChange.state == "open")
    fallen = and_(ParticipationFall.group_id == Group.id, ParticipationFall.ended_at.is_(None))
    change, fall, counts_since = work.session.execute(
        select(AreaChange, ParticipationFall, HouseholdList.counts_since)
        .select_from(Group)
        .outerjoin(AreaChange, wanted)
        .outerjoin(ParticipationFall, fallen)
        .outerjoin(HouseholdList, HouseholdList.group_id == Group.id)
        .where(Group.id == group.id)
        .order_by(AreaChange.id.desc(), ParticipationFall.id.desc())
        .limit(1)
    ).one()
    return Beside(change, fall, counts_since is not None)
