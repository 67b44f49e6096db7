"""The scene for the desk: a town with groups and signs in every state, made as plain rows."""

from datetime import timedelta
from itertools import count

from shapely import box

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.jobs import Job, WorkerBeat
from grannsamverkan.core.mail import MailRow
from grannsamverkan.groups.models import Contact, Group, GroupDecision, GroupFact
from grannsamverkan.places.models import Municipality, PoliceArea, PublicContact
from grannsamverkan.signs.models import CheckResult, Photo, PhotoSet, Sign
from grannsamverkan.training.models import Edition
from tests.support.ground import put_on_map
from tests.support.statements import statements_of


class Scene:
    """Builds people, groups, signs and waiting work."""

    def __init__(self, runtime, given):
        self.runtime, self.given = runtime, given
        self._numbers = count(1)
        self._codes = set()
        with given() as work:
            here = Municipality(
                slug="alby",
                name="Alby kommun",
                short_name="Alby",
                function_mailbox="bygg@alby.example",
                privacy_controller="Byggnadsnämnden",
            )
            work.session.add(here)
            work.session.flush()
            areas = [PoliceArea(municipality_id=here.id, name=name) for name in ("Norr", "Söder")]
            work.session.add_all(areas)
            work.session.add(
                PublicContact(municipality_id=here.id, title="Kommunpolis", phone="114 14")
            )
            work.session.flush()
            self.here, self.north, self.south = here.id, areas[0].id, areas[1].id

    def number(self):
        return next(self._numbers)

    def code(self):
        """A code that no sign here has: of some hundred by chance, two are alike now and then."""
        while (code := codes.new_code()) in self._codes:
            pass
        self._codes.add(code)
        return code

    def municipality(self, slug="bro"):
        with self.given() as work:
            there = Municipality(slug=slug, name=f"{slug.title()} kommun", short_name=slug.title())
            work.session.add(there)
            work.session.flush()
            return there.id

    # --- who acts ---

    def staff(self, *roles):
        """Staff with these roles here; a role with an area is written ("police", area)."""
        held = [role if isinstance(role, tuple) else (role, None) for role in roles]
        return Actor("staff", 9001, "Sara Ek", roles=tuple(Role(n, self.here, a) for n, a in held))

    def user(self, name="Maja Lind", kind="contact", roles=(), place=None):
        with self.given() as work:
            user = User(
                municipality_id=place or self.here,
                kind=kind,
                email=f"person{self.number()}@exempel.se",
                name=name,
                created_at=work.now,
            )
            for role in roles:
                user.grants.append(RoleGrant(role=role, municipality_id=place or self.here))
            work.session.add(user)
        return user

    def contact(self, user):
        return Actor("contact", user.id, user.name)

    # --- groups ---

    def group(self, *people, state="submitted", days=0, place=None, **values):
        """A group whose registration came `days` ago; its contact persons are `people`."""
        with self.given() as work:
            group = Group(
                **{
                    "municipality_id": place or self.here,
                    "police_area_id": self.north,
                    "name": f"Grupp {self.number()}",
                    "state": state,
                    "housing": "villa",
                    "dwellings": 12,
                    "founded_by": people[0].id if people else self.founder(work),
                    "created_at": work.now - timedelta(days=days),
                    "submitted_at": None if state == "draft" else work.now - timedelta(days=days),
                    "contacts": [],
                    **values,
                }
            )
            work.session.add(group)
            work.session.flush()
            for person in people:
                work.session.add(
                    Contact(
                        municipality_id=group.municipality_id,
                        group_id=group.id,
                        user_id=person.id,
                        added_at=work.now,
                    )
                )
        return group

    def founder(self, work):
        user = User(
            kind="contact", email=f"grundare{self.number()}@exempel.se", created_at=work.now
        )
        work.session.add(user)
        work.session.flush()
        return user.id

    def trained(self, *groups, over=False):
        """Everybody has done the training; with `over`, it is to be done anew before new signs."""
        with self.given() as work:
            for group in groups:
                for contact in work.get(Group, group.id).contacts:
                    contact.trained_on = contact.trained_until = work.now.date()
                    contact.training_over = over

    def fact(self, group, kind):
        with self.given() as work:
            work.session.add(
                GroupFact(
                    municipality_id=group.municipality_id,
                    group_id=group.id,
                    kind=kind,
                    on=work.now.date(),
                    noted_at=work.now,
                )
            )

    def decision(self, group, role, outcome="approve", actor_id=1, reason=""):
        with self.given() as work:
            work.session.add(
                GroupDecision(
                    municipality_id=group.municipality_id,
                    group_id=group.id,
                    round=group.round,
                    role=role,
                    outcome=outcome,
                    actor_id=actor_id,
                    reason=reason,
                    at=work.now,
                )
            )

    # --- signs ---

    def sign(self, group, state="planned", days=0, **values):
        """A sign planned `days` ago."""
        with self.given() as work:
            sign = Sign(
                municipality_id=group.municipality_id,
                group_id=group.id,
                code=self.code(),
                state=state,
                support="lamp_post",
                created_at=work.now - timedelta(days=days),
                **{"post_number": f"{1000 + self.number()}", **values},
            )
            work.session.add(sign)
        return sign

    def photos(self, sign, *verdicts, days=0, state="ready"):
        """A sent set with one photo in `state` and a check for each verdict."""
        with self.given() as work:
            sent = PhotoSet(
                municipality_id=sign.municipality_id,
                sign_id=sign.id,
                created_at=work.now,
                sent_at=work.now - timedelta(days=days),
            )
            sent.photos = [
                Photo(
                    municipality_id=sign.municipality_id,
                    view="post",
                    state=state,
                    original=f"{self.number():064x}",
                    received_at=work.now,
                )
            ]
            sent.checks = [
                CheckResult(
                    municipality_id=sign.municipality_id,
                    check="size",
                    finding=f"size_{verdict}",
                    verdict=verdict,
                    at=work.now,
                )
                for verdict in verdicts
            ]
            work.session.add(sent)
            work.get(Sign, sign.id).waits_since = sent.sent_at

    def edition(self, state="published", title="Kontaktombud"):
        with self.given() as work:
            edition = Edition(
                municipality_id=self.here,
                title=title,
                state=state,
                created_at=work.now,
                published_at=work.now if state == "published" else None,
            )
            work.session.add(edition)
        return edition

    # --- ground ---

    def address(self, street, number, x, y, place=None):
        with self.given() as work:
            put_on_map(work, place or self.here, (street, number, x, y))

    def draw(self, group, x, y, size=100):
        with self.given() as work:
            work.get(Group, group.id).area = box(x, y, x + size, y + size)

    # --- waiting work ---

    def job(self, state="dead", kind="mail_case", place="here", **values):
        with self.given() as work:
            job = Job(
                municipality_id=self.here if place == "here" else place,
                kind=kind,
                state=state,
                created_at=work.now,
                **{"args": {}, "next_at": work.now, "attempts": 11, **values},
            )
            work.session.add(job)
        return job

    def mail(self, address="maja.lind@exempel.se", subject="Skylten är godkänd"):
        with self.given() as work:
            row = MailRow(
                municipality_id=self.here,
                letter="decision",
                to_address=address,
                language="sv",
                subject=subject,
                text="",
                html="",
                attachments=[],
                message_id=f"<{self.number()}@test>",
                created_at=work.now,
            )
            work.session.add(row)
        return row

    def beat(self):
        with self.given() as work:
            work.session.merge(WorkerBeat(name="test", at=work.now))

    # --- measuring ---

    def questions(self, ask, actor):
        """How many statements `ask(work)` sends to the database."""
        with statements_of(self.runtime) as asked, self.runtime.reading(actor) as work:
            ask(work)
        return len(asked)
