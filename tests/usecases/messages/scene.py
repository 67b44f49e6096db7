"""The scene for bulletins: groups in two police areas, their people, and who writes to them."""

from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.i18n import local
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.messages import queries, usecases
from grannsamverkan.messages.models import Bulletin, BulletinPassing, BulletinReceiver
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.queries import reach as reaches
from grannsamverkan.messages.rules import Said
from grannsamverkan.messages.usecases import Aim, receiving
from tests.support.ground import put_on_map
from tests.usecases.groups.scene import BLOCK, Scene, polygon

FAR_BLOCK = "58.3900, 12.3430\n58.3920, 12.3430\n58.3920, 12.3470\n58.3900, 12.3470"
"""A block more than a kilometre from `BLOCK`."""


class BulletinScene(Scene):
    """Petra is police in the north, Sara the municipality's coordinator; Maja has Björkvägen."""

    def __init__(self, runtime, given):
        super().__init__(runtime, given)
        self.petra = self.police()
        self.sara = self.coordinator()

    # --- groups ---

    def grouped(self, name="Björkvägen", founder=None, area=BLOCK, south=False):
        """An active group of the north, or of the south; returns its id."""
        group_id = self.active(founder, name, area)
        if south:
            with self.given() as work:
                work.get(Group, group_id).police_area_id = self.south
        return group_id

    def contact_of(self, group_id, user):
        with self.runtime.reading() as work:
            return work.session.scalar(
                select(Contact.id).where(Contact.group_id == group_id, Contact.user_id == user.id)
            )

    def leaves(self, group_id, user):
        contact = self.contact_of(group_id, user)
        with self.runtime.work(user.actor) as work:
            groups.end_contact(work, contact)

    # --- writing ---

    def said(self, **changes):
        with self.runtime.reading() as work:
            day = local(work.now).date() + timedelta(days=7)
        values = {
            "kind": "crime",
            "title": "Inbrott i förråd",
            "text": "Tre förråd har brutits upp.\n\nLås och märk cyklar.",
            "valid_until": day,
        }
        return Said(**{**values, **changes})

    def drafted(self, by=None, aim=None, **said):
        """A draft that is aimed; returns its id."""
        writer = (by or self.petra).actor
        with self.runtime.work(writer) as work:
            bulletin_id = usecases.create(work, self.here, self.said(**said)).id
        with self.runtime.work(writer) as work:
            usecases.choose_receivers(work, bulletin_id, aim or Aim("area", polygon()))
        return bulletin_id

    def number(self, bulletin_id, by=None):
        with self.runtime.reading((by or self.petra).actor) as work:
            return aims.number(work, queries.bulletin(work, bulletin_id))

    def questions(self, bulletin_id, by=None):
        with self.runtime.reading((by or self.petra).actor) as work:
            return queries.findings(work, queries.bulletin(work, bulletin_id))

    def send(self, bulletin_id, by=None, confirmed=()):
        shown = self.number(bulletin_id, by).counted
        with self.runtime.work((by or self.petra).actor) as work:
            usecases.send(work, bulletin_id, shown=shown, confirmed=confirmed)

    def sent(self, by=None, aim=None, **said):
        """A bulletin that was sent; returns its id."""
        bulletin_id = self.drafted(by, aim, **said)
        self.send(bulletin_id, by)
        return bulletin_id

    # --- receiving ---

    def reads(self, bulletin_id, user=None):
        with self.runtime.work((user or self.maja).actor) as work:
            receiving.confirm_read(work, bulletin_id)

    def passes(self, bulletin_id, group_id, channel="chat", user=None):
        user = user or self.maja
        contact = self.contact_of(group_id, user)
        with self.runtime.work(user.actor) as work:
            receiving.pass_on(work, bulletin_id, contact, channel)

    def wants(self, user, frequency):
        with self.runtime.work(user.actor) as work:
            receiving.choose_frequency(work, frequency)

    # --- what there is ---

    def reach(self, bulletin_id, by=None):
        with self.runtime.reading((by or self.petra).actor) as work:
            return reaches.reach(work, queries.bulletin(work, bulletin_id))

    def bulletin(self, bulletin_id):
        with self.runtime.reading() as work:
            return work.session.get(Bulletin, bulletin_id)

    def receivers(self, bulletin_id):
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(BulletinReceiver)
                .where(BulletinReceiver.bulletin_id == bulletin_id)
                .order_by(BulletinReceiver.id)
            ).all()

    def passings(self):
        with self.runtime.reading() as work:
            return work.session.scalars(select(BulletinPassing)).all()

    # --- many groups, and where they are ---

    def many(self, number):
        """So many groups of the north, of which nobody is a contact person."""
        with self.given() as work:
            for place in range(1, number + 1):
                work.session.add(
                    Group(
                        municipality_id=self.here,
                        police_area_id=self.north,
                        name=f"Grupp nummer{place}",
                        state="active",
                        housing="villa",
                        founded_by=self.maja.id,
                        created_at=work.now,
                    )
                )

    def address_in(self, group_id):
        """An address in the middle of the group's ground."""
        with self.given() as work:
            middle = work.get(Group, group_id).area.centroid
            put_on_map(work, self.here, ("Gläntan", "7", middle.x, middle.y))
        return "Gläntan 7"
