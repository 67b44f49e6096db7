"""Reads of fault reports."""

from datetime import timedelta

from sqlalchemy import func, select

from grannsamverkan.core.work import Work
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.faults import FaultReport

MOST_AN_HOUR = 10
"""Own choice: from one network. A mobile operator puts many people behind one address."""
MOST_OF_SIGN_A_DAY = 20


def is_flood(work: Work, sign: Sign, network: str) -> bool:
    """True if one network, or all of them about one sign, report more than people do."""
    hour, day = work.now - timedelta(hours=1), work.now - timedelta(days=1)
    count = select(func.count()).select_from(FaultReport)
    from_here = count.where(FaultReport.network == network, FaultReport.at > hour)
    of_sign = count.where(FaultReport.sign_id == sign.id, FaultReport.at > day)
    return (
        work.session.scalars(from_here).one() >= MOST_AN_HOUR
        or work.session.scalars(of_sign).one() >= MOST_OF_SIGN_A_DAY
    )


def is_report_of(work: Work, sign: Sign, number: int) -> bool:
    """True if a report with that number is about the sign. Open to everybody; tells no more."""
    found = work.session.get(FaultReport, number)
    return found is not None and found.sign_id == sign.id
