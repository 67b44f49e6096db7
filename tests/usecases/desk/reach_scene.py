"""The desk's scene with training and bulletins on it, as rows."""

from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.groups.models import Contact
from grannsamverkan.messages.models import Bulletin, BulletinPassing, BulletinReceiver
from grannsamverkan.training.models import Assignment, Certificate, Edition
from tests.usecases.desk.scene import Scene


class ReachScene(Scene):
    """Gives contact persons trainings and material, and sends bulletins to groups."""

    def manned(self, *names, state="active", **values):
        """A group whose contact persons have these names."""
        return self.group(*(self.user(name) for name in names), state=state, **values)

    def people_of(self, group):
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(Contact).where(Contact.group_id == group.id).order_by(Contact.id)
            ).all()

    def train(self, contact, *, days_ago=10, lasts=700):
        """The person did the training so many days ago, for so many days (None: without end)."""
        with self.given() as work:
            on = (work.now - timedelta(days=days_ago)).date()
            row = work.get(Contact, contact.id)
            row.trained_on = on
            row.trained_until = None if lasts is None else on + timedelta(days=lasts)

    def certify(self, contact, edition, *, days_ago, withdrawn=False):
        number = self.number()
        with self.given() as work:
            made = Certificate(
                municipality_id=contact.municipality_id,
                edition_id=edition.id,
                contact_id=contact.id,
                done_on=(work.now - timedelta(days=days_ago)).date(),
                token_hash=f"{number:064}",
                token_sealed="",
                withdrawn_at=work.now if withdrawn else None,
            )
            work.session.add(made)

    def gives(self, edition, contact, *steps):
        """The person has come so far with an edition: of "sent", "read" and "done"."""
        number = self.number()
        with self.given() as work:
            row = Assignment(
                municipality_id=contact.municipality_id,
                edition_id=edition.id,
                contact_id=contact.id,
                token_hash=f"{number:064}",
                expires_at=work.now + timedelta(days=30),
                **{f"{step}_at": work.now for step in steps},
            )
            work.session.add(row)

    def dated(self, *, state="published", until=None, title="Bra att veta", days_ago=100):
        """An edition that was put out, and is sent for so many days from now."""
        with self.given() as work:
            edition = Edition(
                municipality_id=self.here,
                title=title,
                state=state,
                created_at=work.now,
                published_at=work.now - timedelta(days=days_ago),
                valid_until=None if until is None else work.now.date() + timedelta(days=until),
            )
            work.session.add(edition)
        return edition

    def tell(self, *groups, days_ago=1, title="Inbrott i förråd", state="sent"):
        """A bulletin to all contact persons of these groups."""
        code = f"kod{self.number()}"
        people = [one for group in groups for one in self.people_of(group)]
        with self.given() as work:
            sent = work.now - timedelta(days=days_ago)
            bulletin = Bulletin(
                municipality_id=self.here,
                code=code,
                state=state,
                kind="crime",
                title=title,
                text="Lås om er.",
                valid_until=work.now.date() + timedelta(days=7),
                created_at=sent,
                sent_at=sent,
                warned=[],
            )
            work.session.add(bulletin)
            work.session.flush()
            for one in people:
                work.session.add(
                    BulletinReceiver(
                        municipality_id=self.here,
                        bulletin_id=bulletin.id,
                        contact_id=one.id,
                        group_id=one.group_id,
                        user_id=one.user_id,
                        way="page",
                    )
                )
        return bulletin

    def reads(self, bulletin, *contacts):
        with self.given() as work:
            for one in contacts:
                row = work.session.scalars(
                    select(BulletinReceiver).where(
                        BulletinReceiver.bulletin_id == bulletin.id,
                        BulletinReceiver.contact_id == one.id,
                    )
                ).one()
                row.read_at = work.now

    def passes(self, bulletin, contact, *channels):
        with self.given() as work:
            for channel in channels:
                work.session.add(
                    BulletinPassing(
                        municipality_id=self.here,
                        bulletin_id=bulletin.id,
                        group_id=contact.group_id,
                        contact_id=contact.id,
                        channel=channel,
                        at=work.now,
                    )
                )

    def logs(self):
        """Something was written, whatever it was."""
        with self.given() as work:
            work.session.add(
                AuditEntry(at=work.now, actor_kind="system", event="any", subject="any", details={})
            )
