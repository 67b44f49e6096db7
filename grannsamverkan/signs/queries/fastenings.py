"""Which fastenings people here use."""

from sqlalchemy import func, select

from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import PhotoSet
from grannsamverkan.signs.rules import fastenings

SHOWN = 6
"""Own choice: so many answers stand before the fold, and "I do not know" after them."""
UNKNOWN = "unknown"


def common_fastenings(work: Work, municipality_id: int) -> list[str]:
    """The fastenings most used in the municipality, then those first in the table; unknown last."""
    used = work.session.scalars(
        select(PhotoSet.fastening)
        .where(PhotoSet.municipality_id == municipality_id, PhotoSet.sent_at.is_not(None))
        .where(PhotoSet.fastening.in_(fastenings()))
        .group_by(PhotoSet.fastening)
        .order_by(func.count().desc(), PhotoSet.fastening)
        .limit(SHOWN + 1)
    ).all()
    wanted = dict.fromkeys([*(code for code in used if code), *fastenings()])
    return [*[code for code in wanted if code != UNKNOWN][:SHOWN], UNKNOWN]
