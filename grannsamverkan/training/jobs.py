"""What the worker does for training."""

from collections.abc import Callable, Iterable
from datetime import time, timedelta

from grannsamverkan.core import periodic
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.training.queries import certificates as reads
from grannsamverkan.training.usecases import certificates


@periodic.every(timedelta(days=1), at=time(5))
def look_after_training(runtime: Runtime) -> None:
    """Remind of trainings that end, tell of those that have ended, and settle the groups' doors."""
    _each(runtime, reads.to_settle, certificates.settle_door)
    _each(runtime, reads.to_remind, certificates.remind)
    _each(runtime, reads.to_tell_over, certificates.tell_over)


def _each(
    runtime: Runtime, find: Callable[[Work], Iterable[int]], do: Callable[[Work, int], None]
) -> None:
    """Do it to each that is found, in a transaction of its own."""
    with runtime.reading() as work:
        found = list(find(work))
    for key in found:
        with runtime.work() as work:
            do(work, key)
