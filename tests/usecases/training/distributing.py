"""The scene for distributions: material that is out, groups in two police areas, and who sends."""

import re
from dataclasses import asdict
from datetime import date, timedelta

import pypdfium2
from sqlalchemy import select

from grannsamverkan.accounts.usecases.mailing import begin_choice
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.core.jobs import Job, revive
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.models import Contact
from grannsamverkan.training import usecases
from grannsamverkan.training.jobs import bring_distribution, follow_mails, remind_distribution
from grannsamverkan.training.models import Distribution, Edition, Receiver
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import Selection
from grannsamverkan.training.usecases import distributing
from grannsamverkan.training.usecases.distributing import Plan
from tests.usecases.training.scene import BANK, Scene

LETTERS = ("material_sent", "material_reminder")


def printed(pdf):
    """The words of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


class DistributionScene(Scene):
    """Sara coordinates, Petra is police in the north."""

    def __init__(self, runtime, given):
        super().__init__(runtime, given)
        self.sara_user = self.staff_user("coordinator")
        self.petra_user = self.staff_user("police", area=self.town.north, name="Petra Polis")
        self.sara, self.petra = self.sara_user.actor, self.petra_user.actor

    # --- material ---

    def material(self, *, trains=False, title="Så märker ni cyklar"):
        """An edition that is out, without anybody being sent it; returns its id."""
        with self.given() as work:
            edition = Edition(
                municipality_id=self.town.here,
                title=title,
                description="Kort om märkning.",
                kind="link",
                url="https://exempel.se/cyklar",
                trains=trains,
                questions=[asdict(question) for question in BANK] if trains else [],
                state="published",
                published_at=work.now,
                created_at=work.now,
            )
            work.session.add(edition)
        return edition.id

    # --- sending ---

    def plan(self, note="", days=30, **selected):
        return Plan(Selection(**selected), self.day(days), note)

    def day(self, days) -> date:
        with self.runtime.reading() as work:
            return local(work.now).date() + timedelta(days=days)

    def planned(self, edition_id, by=None, **plan):
        """A draft; returns its id."""
        with self.runtime.work(by or self.sara) as work:
            return distributing.plan(work, edition_id, self.plan(**plan)).id

    def count(self, distribution_id, by=None):
        """Whom it would reach now."""
        with self.runtime.reading(by or self.sara) as work:
            return reads.count(work, reads.distribution(work, distribution_id))

    def names(self, distribution_id, by=None):
        """Whom it would reach, in order."""
        with self.runtime.reading(by or self.sara) as work:
            found = reads.distribution(work, distribution_id)
            return [contact.user.name for contact in reads.people(work, found)]

    def press_send(self, distribution_id, by=None):
        """What happens in the request: nobody has a link yet."""
        shown = self.count(distribution_id, by).persons
        with self.runtime.work(by or self.sara) as work:
            distributing.send(work, distribution_id, shown=shown)

    def bring(self, distribution_id):
        """What the worker does."""
        bring_distribution(self.runtime, distribution_id)

    def sent(self, edition_id, by=None, **plan):
        """Sent, links given and mails written; returns its id."""
        distribution_id = self.planned(edition_id, by, **plan)
        self.press_send(distribution_id, by)
        self.bring(distribution_id)
        return distribution_id

    def remind(self, distribution_id, shown):
        with self.runtime.work(self.sara) as work:
            distributing.remind(work, distribution_id, shown=shown)
        remind_distribution(self.runtime, distribution_id)

    def withdraw(self, distribution_id, by=None):
        with self.runtime.work(by or self.sara) as work:
            distributing.withdraw(work, distribution_id)

    def print_refused(self, distribution_id):
        with self.runtime.work(self.sara) as work:
            distributing.print_refused(work, distribution_id)
        self.bring(distribution_id)

    # --- mails ---

    def settle(self):
        follow_mails(self.runtime)

    def give_up(self, address):
        """The mail server refuses this address for good."""
        with self.given() as work:
            mail = work.session.scalars(
                select(MailRow).where(MailRow.to_address == address).order_by(MailRow.id.desc())
            ).first()
            for job in work.session.scalars(select(Job).where(Job.kind == "send_mail")):
                if job.args["mail_id"] == mail.id:
                    job.state, job.finished_at = "dead", work.now

    def bounce(self, address):
        """A delivery report comes back for the newest mail to this address."""
        with self.given() as work:
            mail = work.session.scalars(
                select(MailRow).where(MailRow.to_address == address).order_by(MailRow.id.desc())
            ).first()
            mail.bounced_at = work.now

    def written(self, letter=None):
        """The mail rows of distributions, oldest first."""
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(MailRow)
                .where(MailRow.letter.in_([letter] if letter else LETTERS))
                .order_by(MailRow.id)
            ).all()

    def link_of(self, address):
        """The token in the newest mail to this address."""
        mail = [row for row in self.written() if row.to_address == address][-1]
        return re.search(r"/u/(\w+)", mail.text).group(1)

    # --- people ---

    def ends(self, user, group):
        """Somebody is no contact person of the group any more."""
        with self.given() as work:
            work.get(Contact, self.contact_of(user, group).id).ended_at = work.now

    def as_contact(self, user):
        return Actor("contact", user.id, user.name)

    # --- what there is ---

    def distribution(self, distribution_id):
        with self.runtime.reading() as work:
            return work.session.get(Distribution, distribution_id)

    def ways(self, distribution_id):
        """Way by name."""
        with self.runtime.reading() as work:
            rows = work.session.scalars(
                select(Receiver).where(Receiver.distribution_id == distribution_id)
            )
            return {row.contact.user.name: row.way for row in rows}

    def receiver(self, distribution_id, user):
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(Receiver).where(
                    Receiver.distribution_id == distribution_id, Receiver.user_id == user.id
                )
            ).one()

    def sealed_link(self, distribution_id, user):
        """The token that is printed in the letter."""
        return self.runtime.vault.open(self.receiver(distribution_id, user).link_sealed)

    def read_material(self, token):
        with self.holding(token) as work:
            usecases.confirm_read(work, token)

    def try_again(self, address):
        """Somebody gives the mail a new set of tries."""
        with self.given() as work:
            for job in work.session.scalars(select(Job).where(Job.state == "dead")):
                if work.get(MailRow, job.args["mail_id"]).to_address == address:
                    revive(work.session, [job.id], work.now)

    def wants(self, user, frequency):
        """How often the person wants mail that is no duty."""
        with self.given() as work:
            begin_choice(work, user.id).frequency = frequency

    def remind_now(self, distribution_id):
        """What the worker does after the press."""
        remind_distribution(self.runtime, distribution_id)

    def notes_read(self, receiver, by):
        with self.runtime.work(by) as work:
            distributing.note_read_on_paper(work, receiver.id)
