"""Who has taken on a case. It tells colleagues, and never stops anybody."""

from grannsamverkan.core.work import Work
from grannsamverkan.signs import errors, policy, queries
from grannsamverkan.signs.workflow import ASSIGNED


def assign(work: Work, sign_id: int, to: int | None) -> None:
    """Take a case (`to` is oneself), give it to a colleague, or release it (None)."""
    sign = queries.sign(work, sign_id)
    work.require(policy.may_review, sign)
    known = {person.id for person in queries.reviewers(work, sign.municipality_id)}
    if to is not None and to not in known:
        raise errors.not_a_reviewer()
    if sign.assigned_to == to:
        return
    sign.assigned_to = to
    work.record(ASSIGNED, sign, to=to)
