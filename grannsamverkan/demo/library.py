"""What lies in the demo's library beside the training, and how one piece was sent to people."""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.mail import MailRow
from grannsamverkan.core.work import Work
from grannsamverkan.demo.stage import Stage
from grannsamverkan.training import jobs
from grannsamverkan.training import usecases as training
from grannsamverkan.training.models import Receiver
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules import About
from grannsamverkan.training.rules.selecting import Selection
from grannsamverkan.training.usecases import distributing
from grannsamverkan.training.usecases.distributing import Plan

TITLE = "Märk det du vill ha tillbaka"
ABOUT = About(
    minutes=3,
    owner="Vänersborgs kommun",
    licence="Får skrivas ut och delas fritt.",
    audience="everyone",
    trains=False,
)
TEXT = """Det som är märkt är svårare att sälja vidare, och lättare att lämna tillbaka.

## Det här är värt att märka

- cykeln, på ramen och på batteriet
- verktyg och trädgårdsmaskiner
- båtmotorn
- det i förrådet som du skulle sakna

## Så gör du

Välj en märkning som inte går att skrapa bort: gravyr, eller märkvätska med ett nummer.

Skriv upp numren och fotografera sakerna. Blanketten för inventarielista finns här i tjänsten.

Berätta med en dekal att det är märkt. Då syns det i tid.

## Om något blir stulet

Pågår det: ring 112. Annars: anmäl på polisen.se eller 114 14, och ta med numren."""
NOTE = "Ta gärna upp det här när ni träffas nästa gång."
PUBLISHED_DAYS_AGO, SENT_DAYS_AGO, LINK_DAYS = 50, 18, 90
ON_PAPER = "cecilia@example.se"
"""Whom the coordinator writes a letter to instead; others in the group can note the answer."""
UNREAD = 4
"""Of so many receivers one has not confirmed."""


class LibraryStory(Stage):
    """The coordinator writes a page for everybody and sends it to all contact persons."""

    def tell(self, municipality_id: int) -> None:
        """The page, and what was sent of it."""
        self.municipality_id = municipality_id
        self._go_back(PUBLISHED_DAYS_AGO)
        edition_id = self._publish()
        self._go_back(SENT_DAYS_AGO)
        distribution_id = self._send(edition_id)
        jobs.bring_distribution(self._then(), distribution_id)
        self._write_to_one_on_paper(distribution_id)
        self._sleep(2)
        for holder, token in self._readers(distribution_id):
            with self._as(holder) as work:
                training.confirm_read(work, token)

    def _publish(self) -> int:
        with self._as(self._staff("coordinator")) as work:
            page = training.create_edition(
                work,
                municipality_id=self.municipality_id,
                title=TITLE,
                language="sv",
                description="Cyklar, verktyg och annat som tjuvar gärna tar.",
                about=ABOUT,
            )
            training.attach_page(work, page.id, TEXT)
            training.publish_edition(work, page.id, receivers=0)
            return page.id

    def _send(self, edition_id: int) -> int:
        coordinator = self._staff("coordinator")
        with self._as(coordinator) as work:
            last_day = local(work.now).date() + timedelta(days=LINK_DAYS)
            draft = distributing.plan(work, edition_id, Plan(Selection(), last_day, NOTE))
        with self._as(coordinator) as work:
            found = reads.distribution(work, draft.id)
            distributing.send(work, found.id, shown=found.persons)
        return draft.id

    def _write_to_one_on_paper(self, distribution_id: int) -> None:
        person = self._person(ON_PAPER)
        with self._as(self._staff("coordinator")) as work:
            rows = self._receivers(work, distribution_id)
            found = next(one for one in rows if one.user_id == person.id)
            distributing.print_for(work, found.id)

    def _receivers(self, work: Work, distribution_id: int) -> Sequence[Receiver]:
        return work.session.scalars(
            select(Receiver)
            .where(Receiver.distribution_id == distribution_id)
            .order_by(Receiver.id)
        ).all()

    def _readers(self, distribution_id: int) -> list[tuple[Actor, str]]:
        """Those who press the button in their mail, with the secret that stands in it."""
        readers = []
        with self.runtime.reading() as work:
            for number, one in enumerate(self._receivers(work, distribution_id)):
                if one.mail_id is None or number % UNREAD == UNREAD - 1:
                    continue
                written = re.search(r"/u/(\w+)", work.get(MailRow, one.mail_id).text)
                assert written is not None  # no mail has gone yet
                holder = Actor("link", opens=("assignment", one.assignment_id or 0))
                readers.append((holder, written[1]))
        return readers
