"""Material that is sent to a selection, for tests about every page and every address."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.i18n import local
from grannsamverkan.training.jobs import bring_distribution
from grannsamverkan.training.models import Edition, Receiver
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import Selection
from grannsamverkan.training.usecases import distributing
from grannsamverkan.training.usecases.distributing import Plan

_PREPARING = {
    "training.change_distribution",
    "training.count_receivers",
    "training.preview_distribution",
    "training.discard_distribution",
}


@dataclass(frozen=True)
class Distributions:
    """Ids: material that is out, a draft, what was sent, and a receiver who gets a letter."""

    edition: int
    draft: int
    sent: int
    receiver: int

    def values(self, endpoint: str) -> dict[str, object]:
        """What stands for the parts of an address."""
        found = self.draft if endpoint in _PREPARING else self.sent
        own = {"edition_id": self.edition} if endpoint == "training.plan_distribution" else {}
        return {"distribution_id": found, "receiver_id": self.receiver, **own}


def send_distributions(runtime, given, municipality_id, sender) -> Distributions:
    """Plan one and send another as `sender`; the first receiver is written to on paper."""
    edition = _edition(given, municipality_id)
    draft, sent = (_planned(runtime, sender, edition) for _which in range(2))
    with runtime.work(sender.actor) as work:
        shown = reads.distribution(work, sent).persons
        distributing.send(work, sent, shown=shown)
    with runtime.reading() as work:
        wanted = select(Receiver.id).where(Receiver.distribution_id == sent).order_by(Receiver.id)
        receiver = work.session.scalars(wanted).first()
    with runtime.work(sender.actor) as work:
        distributing.print_for(work, receiver)
    bring_distribution(runtime, sent)
    return Distributions(edition, draft, sent, receiver)


def _edition(given, municipality_id) -> int:
    with given() as work:
        made = Edition(
            municipality_id=municipality_id,
            title="Så märker ni cyklar",
            description="Kort om märkning.",
            kind="link",
            url="https://exempel.se/cyklar",
            trains=False,
            questions=[],
            state="published",
            published_at=work.now,
            created_at=work.now,
        )
        work.session.add(made)
    return made.id


def _planned(runtime, sender, edition) -> int:
    with runtime.work(sender.actor) as work:
        last_day = local(work.now).date() + timedelta(days=30)
        return distributing.plan(work, edition, Plan(Selection(), last_day)).id
