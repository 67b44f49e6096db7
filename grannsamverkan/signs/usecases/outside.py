"""Signs that hang outside their group's area after it changed: their people are told."""

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.mails import outside as mails
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.queries.findings import NEAR_M


def tell_of_signs_outside(work: Work, group: Group) -> None:
    """The group's area was changed: tell its contact persons and the coordinators which signs
    now hang outside it. Nothing is ordered: they decide whether a sign moves or stays."""
    out = [sign for sign in task_queries.standing_signs(work, group.id) if _is_out(group, sign)]
    if not out:
        return
    people = [contact.user for contact in group.contacts]
    people += accounts.staff_with_role(work, "coordinator", group.municipality_id)
    for user in people:
        work.mail(user.recipient, mails.signs_outside, group, out)


def _is_out(group: Group, sign: Sign) -> bool:
    area = group.area
    if area is None or sign.x is None or sign.y is None:
        return False
    inside = plane.points_within(area, [(sign.x, sign.y)])[0]
    return not inside and plane.distance_to_edge(area, sign.x, sign.y) > NEAR_M
