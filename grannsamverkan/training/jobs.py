"""What the worker does for training."""

from datetime import time, timedelta

from grannsamverkan.core import periodic, rounds
from grannsamverkan.core.work import Runtime
from grannsamverkan.training.queries import certificates as reads
from grannsamverkan.training.usecases import certificates


@periodic.every(timedelta(days=1), at=time(5))
def look_after_training(runtime: Runtime) -> None:
    """Remind of trainings that end, tell of those that have ended, and settle the groups' doors."""
    rounds.each(runtime, reads.to_settle, certificates.settle_door)
    rounds.each(runtime, reads.to_remind, certificates.remind)
    rounds.each(runtime, reads.to_tell_over, certificates.tell_over)
