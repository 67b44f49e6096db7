"""The scene for groups: a town with two police areas, its staff, and people who found groups."""

from sqlalchemy import select

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.mail import MailRow
from grannsamverkan.geometry.area import parse_area
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.groups import queries, usecases
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import Municipality, PoliceArea
from tests.support.ground import two_towns

# A block of some 230 by 220 m in Vänersborg, and one that covers its eastern half.
BLOCK = "58.3800, 12.3230\n58.3820, 12.3230\n58.3820, 12.3270\n58.3800, 12.3270"
EASTERN = "58.3800, 12.3250\n58.3820, 12.3250\n58.3820, 12.3290\n58.3800, 12.3290"
PLANE = plane_for(3006)


def polygon(text=BLOCK):
    return parse_area(text, PLANE).polygon


class Scene:
    """Builds people and groups through the use cases, and acts as one or the other."""

    def __init__(self, runtime, given):
        self.runtime, self.given = runtime, given
        with given() as work:
            towns = two_towns(work)
            # A town need not have police areas: here the other has none.
            work.session.delete(work.get(PoliceArea, towns.far_area))
        self.here, self.elsewhere = towns.here, towns.elsewhere
        self.north, self.south = towns.north, towns.south
        self.maja = self.person("Maja Lind")

    # --- people ---

    def person(self, name="Nils Ek", language="sv", phone=None):
        with self.given() as work:
            user = User(
                municipality_id=self.here,
                kind="contact",
                email=f"{name.split()[0].lower()}@exempel.se",
                name=name,
                phone=phone,
                language=language,
                grants=[],
                created_at=work.now,
            )
            work.session.add(user)
        return user

    def staff(self, name, *roles):
        """`roles` are ("police", area id) or ("coordinator", None), in this town."""
        with self.given() as work:
            user = User(
                municipality_id=self.here,
                kind="staff",
                email=f"{name.split()[0].lower()}@kommun.example",
                name=name,
                created_at=work.now,
            )
            for role, area in roles:
                grant = RoleGrant(role=role, municipality_id=self.here, police_area_id=area)
                user.grants.append(grant)
            work.session.add(user)
        return user

    def police(self, name="Petra Polis"):
        return self.staff(name, ("police", self.north))

    def coordinator(self, name="Sara Samordnare"):
        return self.staff(name, ("coordinator", None))

    def setting(self, key, value):
        admin = self.staff(f"Admin{key.replace('.', '')} Ek", ("admin", None))
        with self.runtime.work(admin.actor) as work:
            places.change_setting(work, work.get(Municipality, self.here), key, value)

    # --- groups, from state to state ---

    def draft(self, founder=None, name="Björkvägen", housing="villa"):
        with self.runtime.work((founder or self.maja).actor) as work:
            return usecases.start_group(
                work, municipality_id=self.here, name=name, housing=housing
            ).id

    def complete(self, founder=None, name="Björkvägen", area=BLOCK):
        group_id = self.draft(founder, name)
        with self.runtime.work((founder or self.maja).actor) as work:
            usecases.place_group(
                work,
                group_id,
                area=polygon(area) if area else None,
                streets="" if area else "Björkvägen 1–24",
                police_area_id=self.north,
            )
            usecases.count_households(work, group_id, dwellings=20, joined=12, declined=3)
        return group_id

    def submitted(self, founder=None, name="Björkvägen", area=BLOCK):
        group_id = self.complete(founder, name, area)
        self.submit(group_id, founder)
        return group_id

    def approved(self, founder=None, name="Björkvägen", area=BLOCK):
        """Approved by those whom the municipality asks."""
        group_id = self.submitted(founder, name, area)
        self.approve(self.police(f"Per{group_id} Polis"), group_id)
        if self.state(group_id) == "submitted":
            self.approve(self.coordinator(f"Stig{group_id} Samordnare"), group_id)
        return group_id

    def active(self, founder=None, name="Björkvägen", area=BLOCK):
        """Approved, met, listed and declared active."""
        group_id = self.approved(founder, name, area)
        police = self.police(f"Pål{group_id} Polis")
        self.note(police, group_id, "meeting_held", "list_exists", "first_information")
        with self.runtime.work(police.actor) as work:
            usecases.activate_group(work, group_id)
        return group_id

    def submit(self, group_id, user=None, message=""):
        with self.runtime.work((user or self.maja).actor) as work:
            usecases.submit_group(work, group_id, message=message, privacy_version="2026-11")

    def approve(self, user, group_id):
        with self.runtime.work(user.actor) as work:
            usecases.approve_group(work, group_id)

    def send_back(self, user, group_id, reason="Rita om området."):
        with self.runtime.work(user.actor) as work:
            usecases.return_group(work, group_id, reason=reason)

    def reject(self, user, group_id, reason="Det finns redan en grupp."):
        with self.runtime.work(user.actor) as work:
            usecases.reject_group(work, group_id, reason=reason)

    def note(self, user, group_id, *kinds):
        for kind in kinds:
            with self.runtime.work(user.actor) as work:
                usecases.note_fact(work, group_id, kind=kind, on=work.now.date())

    def add_contact(self, group_id, user, by=None, head=False):
        with self.runtime.work((by or self.maja).actor) as work:
            return usecases.add_contact(
                work, group_id, name=user.name, email=user.email, phone=None, head=head
            ).id

    # --- what there is ---

    def group(self, group_id):
        """The group with everything a page reads of it."""
        with self.runtime.reading() as work:
            group = queries.group(work, group_id)
            assert group.contacts is not None
            assert group.facts is not None
            assert group.decisions is not None
            return group

    def state(self, group_id):
        return self.group(group_id).state

    def mails(self, letter=None):
        """(letter, address) of every mail row, oldest first."""
        with self.runtime.reading() as work:
            rows = work.session.scalars(select(MailRow).order_by(MailRow.id)).all()
            return [(r.letter, r.to_address) for r in rows if letter in (None, r.letter)]

    def events(self, subject="watch_group"):
        with self.runtime.reading() as work:
            return work.session.scalars(
                select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
            ).all()
