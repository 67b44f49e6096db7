"""What the worker does for groups."""

from datetime import time, timedelta

from grannsamverkan.core import periodic
from grannsamverkan.core.work import Runtime
from grannsamverkan.groups.queries import year as reads
from grannsamverkan.groups.usecases import year


@periodic.every(timedelta(days=1), at=time(6))
def look_after_years(runtime: Runtime) -> None:
    """Ask for the year's confirmation, remind, warn, and let groups rest: each by itself."""
    with runtime.reading() as work:
        due = reads.to_look_after(work)
    for group_id in due:
        with runtime.work() as work:
            year.look_after_year(work, group_id)
