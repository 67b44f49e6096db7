"""What the worker does for groups."""

from datetime import time, timedelta

from grannsamverkan.core import periodic, rounds
from grannsamverkan.core.jobs import handles
from grannsamverkan.core.work import Runtime
from grannsamverkan.groups.queries import falls as fall_reads
from grannsamverkan.groups.queries import households as household_reads
from grannsamverkan.groups.queries import meetings as meeting_reads
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.usecases import falls, households, interest, meetings, year


@periodic.every(timedelta(days=1), at=time(6))
def look_after_years(runtime: Runtime) -> None:
    """Ask for the year's confirmation, remind, warn, and let groups rest: each by itself."""
    rounds.each(runtime, reads.to_look_after, year.look_after_year)


@periodic.every(timedelta(days=1), at=time(7))
def remind_of_meetings(runtime: Runtime) -> None:
    """Tell the contact persons of meetings that are near."""
    rounds.each(runtime, meeting_reads.to_remind, meetings.remind_of_meeting)


@periodic.every(timedelta(days=1), at=time(3))
def erase_lapsed_interest(runtime: Runtime) -> None:
    """Erase those on the interest list whose time is over or who never answered."""
    with runtime.work() as work:
        interest.erase_lapsed(work)


@handles("tell_interested")
def tell_interested(runtime: Runtime, group_id: int) -> None:
    """Tell those who wait near a group that has been approved."""
    with runtime.work() as work:
        interest.tell_interested(work, group_id)


@periodic.every(timedelta(hours=1))
def tell_of_falls(runtime: Runtime) -> None:
    """Write to contact persons whose share of households has been below a limit for a while."""
    rounds.each(runtime, fall_reads.to_tell, falls.tell_of_fall)


@periodic.every(timedelta(days=1), at=time(4))
def erase_lists_of_ended_groups(runtime: Runtime) -> None:
    """Erase what was kept of households once their group has been gone for its time."""
    rounds.each(runtime, household_reads.lists_of_ended, households.erase_after_end)
