"""The scene for training: a town with groups and their contact persons, and who acts on it."""

import re
from contextlib import contextmanager

from sqlalchemy import select

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.db import Base
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.training import queries, rules, usecases
from grannsamverkan.training.models import Assignment
from tests.support.ground import two_towns

RIGHT = [question.right for question in rules.load_starter().questions]
WRONG = [RIGHT[0], (RIGHT[1] + 1) % 3, RIGHT[2]]
"""The second answer is wrong."""


class Scene:
    """Builds people and groups, and acts as one or the other."""

    def __init__(self, runtime, given):
        self.runtime, self.given = runtime, given
        with given() as work:
            self.town = two_towns(work)

    # --- who acts ---

    @property
    def coordinator(self):
        return Actor("staff", 9001, roles=(Role("coordinator", self.town.here),))

    @property
    def stranger(self):
        return Actor("staff", 9002, roles=(Role("coordinator", self.town.elsewhere),))

    def police(self, area=None):
        return Actor("staff", 9003, roles=(Role("police", self.town.here, area),))

    def staff_user(self, role, municipality=None, area=None, name="Sara Samordnare"):
        with self.given() as work:
            place = municipality or self.town.here
            user = User(
                municipality_id=place,
                kind="staff",
                email=f"{role}{place}{area or ''}@kommun.example",
                name=name,
                created_at=work.now,
            )
            user.grants.append(RoleGrant(role=role, municipality_id=place, police_area_id=area))
            work.session.add(user)
        return user

    # --- people and groups ---

    def person(self, name="Maja Lind", municipality=None):
        with self.given() as work:
            user = User(
                municipality_id=municipality or self.town.here,
                kind="contact",
                email=f"{name.split()[0].lower()}@exempel.se",
                name=name,
                created_at=work.now,
            )
            work.session.add(user)
        return user

    def group(self, *people, state="approved", name="Björkvägen", area=None, municipality=None):
        with self.given() as work:
            group = Group(
                municipality_id=municipality or self.town.here,
                police_area_id=area or self.town.north,
                name=name,
                state=state,
                housing="villa",
                founded_by=people[0].id,
                created_at=work.now,
                contacts=[],
            )
            work.session.add(group)
            work.session.flush()
            for user in people:
                work.session.add(self._contact(work, group, user))
        return group

    def _contact(self, work, group, user):
        return Contact(
            municipality_id=group.municipality_id,
            group_id=group.id,
            user_id=user.id,
            added_at=work.now,
        )

    def join(self, user, group):
        """Somebody becomes a contact person, without the reaction."""
        with self.given() as work:
            contact = self._contact(work, group, user)
            work.session.add(contact)
        return contact

    def contact_of(self, user, group):
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(Contact).where(Contact.user_id == user.id, Contact.group_id == group.id)
            ).one()

    # --- training ---

    def draft(self, actor=None):
        with self.runtime.work(actor or self.coordinator) as work:
            return usecases.create_starter(work, self.town.here)

    def publish(self, edition):
        with self.runtime.work(self.coordinator) as work:
            number = len(queries.receivers(work, self.town.here))
            usecases.publish_edition(work, edition.id, receivers=number)

    def published(self):
        edition = self.draft()
        self.publish(edition)
        return edition

    def approved(self, group):
        """What happens when the group is approved."""
        with self.given() as work:
            usecases.send_to_group(work, work.get(Group, group.id))

    def added(self, contact):
        """What happens when the contact person is added."""
        with self.given() as work:
            usecases.send_to_contact(work, work.get(Contact, contact.id))

    @contextmanager
    def holding(self, token):
        """Act as the holder of a link."""
        with self.runtime.reading() as work:
            opened = queries.by_token(work, token)
        with self.runtime.work(Actor("link", opens=("assignment", opened.id))) as work:
            yield work

    def read(self, token):
        with self.holding(token) as work:
            usecases.confirm_read(work, token)

    def answer(self, token, answers):
        """Answer as it is written in the starter, whatever was drawn and in which order."""
        shown, attempt = self.shown(token, answers), self.opened(token).tries
        with self.holding(token) as work:
            return usecases.answer(work, token, shown, attempt=attempt)

    def opened(self, token):
        """What the link opens."""
        with self.runtime.reading() as work:
            found = queries.by_token(work, token)
            assert found.asked is not None
            return found

    def shown(self, token, answers):
        """The places on the page of answers to the starter's questions."""
        bank = rules.load_starter().questions
        wanted = {one.text: one.options[place] for one, place in zip(bank, answers, strict=True)}
        return [one.options.index(wanted[one.text]) for one in self.opened(token).asked]

    def assignments(self):
        with self.runtime.reading() as work:
            return work.session.scalars(select(Assignment).order_by(Assignment.id)).all()

    def mails(self):
        """Mail rows about training, oldest first."""
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(MailRow).where(MailRow.letter == "material_ready").order_by(MailRow.id)
            ).all()

    def tokens(self):
        """The tokens of the mails, oldest first."""
        return [re.search(r"/u/(\w+)", mail.text).group(1) for mail in self.mails()]

    def events(self, name):
        with self.runtime.reading() as work:
            return work.session.scalars(select(AuditEntry).where(AuditEntry.event == name)).all()

    def everything(self):
        """All rows of all tables, to compare before and after."""
        with self.runtime.reading() as work:
            return {
                table.name: [
                    tuple(row)
                    for row in work.session.execute(
                        select(table).order_by(*table.primary_key.columns)
                    )
                ]
                for table in Base.metadata.sorted_tables
            }
