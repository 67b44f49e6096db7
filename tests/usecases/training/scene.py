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
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.models import Assignment
from grannsamverkan.training.queries import courses
from grannsamverkan.training.rules import About
from grannsamverkan.training.usecases import sending
from tests.support.ground import two_towns
from tests.support.material import BANK, ask, whole_draft

RIGHT = [question.right for question in BANK]
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

    def person(self, name="Maja Lind", municipality=None, language="sv"):
        with self.given() as work:
            user = User(
                municipality_id=municipality or self.town.here,
                kind="contact",
                email=f"{name.split()[0].lower()}@exempel.se",
                name=name,
                language=language,
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

    def begun(self, title="Att vara kontaktombud", language="sv", **about):
        """A draft that has a name and nothing else; `about` as in `rules.About`."""
        with self.runtime.work(self.coordinator) as work:
            return usecases.create_edition(
                work,
                municipality_id=self.town.here,
                title=title,
                language=language,
                description="Det viktigaste på en sida.",
                about=About(**about),
            )

    def draft(self, language="sv"):
        """A whole draft of the training: a PDF, and the questions of `BANK`."""
        with self.runtime.work(self.coordinator) as work:
            return whole_draft(work, self.town.here, language)

    def publish(self, edition):
        with self.runtime.work(self.coordinator) as work:
            number = len(queries.receivers(work, queries.edition(work, edition.id)))
            usecases.publish_edition(work, edition.id, receivers=number)

    def published(self, language="sv"):
        edition = self.draft(language)
        self.publish(edition)
        return edition

    def leaf(self, title="Ett blad", text="## Läs\n\nDet här.", **about):
        """Published material that is no training: a page to read."""
        edition = self.begun(title, trains=False, **about)
        with self.runtime.work(self.coordinator) as work:
            usecases.attach_page(work, edition.id, text)
        self.publish(edition)
        return edition

    def course(self, *leaves, language="sv", trains=True):
        """A draft course of published leaves, with the questions of `BANK` if it trains."""
        edition = self.begun("Kursen", language, trains=trains)
        with self.runtime.work(self.coordinator) as work:
            for leaf in leaves:
                usecases.add_module(work, edition.id, leaf.id)
            if trains:
                ask(work, edition)
        return edition

    def outline(self, token):
        """The modules as the holder of the link sees them."""
        with self.runtime.reading() as work:
            return courses.outline(work, queries.by_token(work, token))

    def learn(self, token, *numbers):
        """Read the modules with these numbers, or all that are left."""
        for number in numbers or [stop.number for stop in self.outline(token) if stop.left]:
            with self.holding(token) as work:
                usecases.confirm_module(work, token, number)

    def withdraw(self, edition):
        with self.runtime.work(self.coordinator) as work:
            usecases.withdraw_edition(work, edition.id)

    def given_link(self, edition, contact):
        """A link to that edition, as it is made for somebody who is sent it; its token."""
        with self.given() as work:
            found = queries.edition(work, edition.id)
            _assignment, token = sending.give_link(work, found, work.get(Contact, contact.id))
        return token

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

    def press(self, token, *, wrong=0):
        """Answer what is asked now, whatever the bank, with so many wrong."""
        opened = self.opened(token)
        answers = [
            (one.right + (place < wrong)) % len(one.options)
            for place, one in enumerate(opened.asked)
        ]
        with self.holding(token) as work:
            return usecases.answer(work, token, answers, attempt=opened.tries)

    def answer(self, token, answers):
        """Answer as it is written in `BANK`, whatever was drawn and in which order."""
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
        """The places on the page of answers to the questions of `BANK`."""
        wanted = {one.text: one.options[place] for one, place in zip(BANK, answers, strict=True)}
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
