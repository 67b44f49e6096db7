"""Who gets what at every address: route × person, kept in `access.txt`.

A difference is a decision: run with WRITE_ACCESS=1 to write the table anew, and read the diff. Each
person has a world of their own; first every GET, then every POST with an empty form, in order.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from grannsamverkan.accounts.models import Invitation, LoginSession, Passkey, User
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.core import codes
from grannsamverkan.core.actor import NOBODY
from grannsamverkan.core.jobs import Job
from grannsamverkan.groups.models.meetings import Meeting
from grannsamverkan.groups.queries import households as household_queries
from grannsamverkan.groups.queries import invitations as invitation_queries
from grannsamverkan.groups.rules.households import Details
from grannsamverkan.groups.usecases import agreements, households
from grannsamverkan.groups.usecases import invitations as inviting
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs.jobs.sight import check_sign_sight
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.usecases import artworks, looking, planning
from grannsamverkan.signs.usecases.artworks import Face, NewArtwork
from grannsamverkan.training import usecases as training
from grannsamverkan.training.models import Certificate
from grannsamverkan.training.queries import courses
from tests.support.bulletins import write_bulletins
from tests.support.distributions import send_distributions
from tests.support.gatherings import hold_sessions
from tests.support.mailed import unsure_mail
from tests.support.material import whole_draft
from tests.usecases.groups.listing import CONSENT_VERSION
from tests.usecases.signs.case import SignScene
from tests.usecases.signs.press import Press

pytestmark = pytest.mark.sqlite_only

TABLE = Path(__file__).parent / "access.txt"
PERSONS = (
    "nobody",
    "contact",
    "other_contact",
    "police",
    "other_police",
    "coordinator",
    "reviewer",
    "admin",
    "foreign_staff",
)
LEFT_OUT = {"static", "desk.captured_file", "desk.captured_html"}
"""Files of the product, and parts of a development page that another row stands for."""


CERTIFICATE_TOKEN = "C" * 28
STREET = "Kanariegatan"
FAMILY = Details(
    "Ali och Maja Kanariefågel", "070-987 65 43", "kanarie@bur.example", "Kvittrar på kvällen"
)
"""A household whose every word is found again wherever it turns up (see test_secrecy.py)."""


class World(SignScene):
    """One of everything that an address can name, all in one municipality and police area."""

    def __init__(self, runtime, given):
        super().__init__(runtime, given)
        self.deciding = self.submitted()
        self.group_id = self.active()
        self.place = self.planned(self.group_id, "1043")
        self.sign_id = self.photos_sent(self.handed_out(self.group_id, "1042"))
        self.admin = self.staff("Alva Admin", ("admin", None))
        # In a group of its own: ending the list of the other one would take it away.
        self.listed_dwelling(self.group_id)
        self.dwelling = self.listed_dwelling(self.deciding)
        self.invitation_token, self.own_token = self.invites(self.deciding)
        with runtime.work(self.maja.actor) as work:
            self.agreement = agreements.agree(work, self.deciding).id
        with runtime.work(self.coordinator_user.actor) as work:
            self.letter = planning.letter_token(work, self.sign_id)
            self.edition = whole_draft(work, self.here).id
            course = training.create_starter(work, self.here)
            self.course, self.module_id = course.id, courses.modules(work, course)[0].id
        self.certificate_id = self._certificate()
        with runtime.work(self.admin.actor) as work:
            municipality = work.get(Municipality, self.here)
            details = places.ContactDetails("Kommunpolis", "114 14")
            self.public_contact = places.add_public_contact(work, municipality, details).id
        self._ways_in()
        self.meeting_id, self.proposal = self._meeting("booked"), self._meeting("proposed")
        self.report = self.fault(self.sign_id).id
        self.task_id = self.task(self.sign_id)
        down = self.ordered_down(self.handed_out(self.group_id, "1042"))
        self.link_id, self.task_token = self.gives(down)
        self.ending_link, _token = self.gives(down)
        self.round_id, self.round_token = self.walk_round(self.group_id)
        self.order_id = self.ordered(self.group_id, self.place_approved(self.group_id, "1044"))
        self.printed_id, self.receipt_token = Press(self).delivered(self.group_id)
        self.mounted = self.handed_out(self.group_id, "1042")
        self.own_photo = self.photo(self.mounted, "post")
        self.artwork = self._artwork()
        self.photo = self.sign(self.sign_id).sent_set.photos[0].id
        self.label = self._pointed_out(self.photo)
        self.mail, self.mailed_photo = unsure_mail(runtime, given, self.here)
        self.contact_id = self.group(self.group_id).contacts[0].id
        self.bulletins = write_bulletins(
            runtime, self.here, self.coordinator_user, self.group_id, self.maja
        )
        self.gatherings = hold_sessions(runtime, given, self.here, self.coordinator_user, self.maja)
        self.distributions = send_distributions(runtime, given, self.here, self.coordinator_user)
        check_sign_sight(runtime, self.sign_id)
        self.post_id = self.sign(self.sign_id).post_id

    def _ways_in(self):
        """An invitation, a passkey, a login, and a job that was given up."""
        with self.given() as work:
            invitation = Invitation(
                token_hash=codes.token_hash("X" * 28),
                email="ny@kommun.example",
                name="Ny Person",
                role="reviewer",
                municipality_id=self.here,
                expires_at=work.now.replace(year=2027),
                invited_by=self.admin.id,
                created_at=work.now,
            )
            job = Job(
                kind="send_mail",
                args={},
                state="dead",
                municipality_id=self.here,
                created_at=work.now,
                next_at=work.now,
            )
            key = Passkey(
                user_id=self.maja.id,
                credential_id="AAAA",
                public_key=b"",
                sign_count=0,
                transports=[],
                backed_up=False,
                name="Telefonen",
                created_at=work.now,
            )
            work.session.add_all([invitation, job, key])
            sessions.enter(work, work.get(User, self.maja.id), "test", "")
            work.session.flush()
            self.key = key.id
            self.session = work.session.scalars(select(LoginSession.id)).one()
            self.invitation, self.job = invitation.id, job.id

    def _certificate(self):
        """The certificate of a contact person, verified at its public address."""
        with self.given() as work:
            made = Certificate(
                municipality_id=self.here,
                edition_id=self.edition,
                contact_id=self.group(self.group_id).contacts[0].id,
                done_on=work.now.date(),
                token_hash=codes.token_hash(CERTIFICATE_TOKEN),
                token_sealed=work.runtime.vault.seal(CERTIFICATE_TOKEN),
            )
            work.session.add(made)
        return made.id

    def _artwork(self):
        """An edition of the printed face of the signs here."""
        face = Face(self.runtime.storage.put([b"a printed face"]), 600, 800)
        with self.runtime.work(self.reviewer.actor) as work:
            municipality = work.get(Municipality, self.here)
            new = NewArtwork("Skylt 2026", face, 300, 400)
            return artworks.add_artwork(work, municipality, new).id

    def _pointed_out(self, photo_id):
        """Something that a reviewer pointed out in a photo, which has its fastening cut out."""
        with self.given() as work:
            if found := work.get(Photo, photo_id).evidence:
                found.close_up = self.runtime.storage.put([b"close up"])
        with self.runtime.work(self.reviewer.actor) as work:
            corners = [(0.4, 0.4), (0.6, 0.4), (0.5, 0.6)]
            return looking.point_out(work, photo_id, "rust", corners).id

    def listed_dwelling(self, group_id):
        """A joined household on the group's list, which is begun for it."""
        with self.runtime.work(self.maja.actor) as work:
            households.start_list(work, group_id, from_area=False)
            homes = [f"{STREET} 12", f"{STREET} 14", f"{STREET} 16"]
            households.add_dwellings(work, group_id, homes)
            found = household_queries.dwelling_at(work, group_id, f"{STREET} 12")
            # Being placed takes a dwelling off the list: that one is asked about nothing else.
            self.placed = household_queries.dwelling_at(work, group_id, f"{STREET} 16").id
            households.answer(work, found.id, status="joined")
            households.describe(work, found.id, FAMILY, consents=True)
        return found.id

    def invites(self, group_id):
        """Makes the group's invitation, and lets a household answer it: both links' tokens."""
        with self.runtime.work(self.maja.actor) as work:
            made = inviting.invite(work, group_id)
            token = invitation_queries.token_of(work, made)
        answer = inviting.Answer("form", True, f"{STREET} 14", FAMILY, True, CONSENT_VERSION)
        with self.runtime.work(NOBODY) as work:
            return token, inviting.take_answer(work, token, answer, network="192.0.2.1")

    def answer_arrives(self):
        """Somebody answers for a dwelling that the list does not know."""
        answer = inviting.Answer("more", True, f"{STREET} 99", FAMILY, True, CONSENT_VERSION)
        with self.runtime.work(NOBODY) as work:
            inviting.take_answer(work, self.invitation_token, answer, network="192.0.2.2")

    def _meeting(self, state):
        with self.given() as work:
            meeting = Meeting(
                municipality_id=self.here,
                group_id=self.group_id,
                kind="start",
                state=state,
                starts_at=work.now + timedelta(days=9),
                minutes=90,
                place="Folkets hus",
                uid=state,
                created_at=work.now,
            )
            work.session.add(meeting)
        return meeting.id

    def person(self, name="Nils Ek", language="sv", phone=None):
        return super().person(name, language, phone)

    def who(self, name):
        """The user behind a column of the table; None for nobody."""
        made = {
            "nobody": lambda: None,
            "contact": lambda: self.maja,
            "other_contact": lambda: self.person("Otto Annan"),
            "police": lambda: self.police("Pia Polis"),
            "other_police": lambda: self.staff("Olle Polis", ("police", self.south)),
            "coordinator": lambda: self.coordinator_user,
            "reviewer": lambda: self.reviewer,
            "admin": lambda: self.admin,
            "foreign_staff": self._foreigner,
        }
        return made[name]()

    def _foreigner(self):
        here, self.here = self.here, self.elsewhere
        roles = [(role, None) for role in ("police", "coordinator", "reviewer", "admin")]
        user = self.staff("Frida Främmande", *roles)
        self.here = here
        return user

    def values(self, rule):
        """What stands for each part of an address; a group or sign in a fitting state."""
        deciding = rule.endpoint in {"groups.approve", "groups.turn_down", "groups.household_flyer"}
        placing = "/plats/" in rule.rule or rule.endpoint in {"signs.cancel", "signs.hand_out"}
        return (
            {
                "group_id": self.deciding if deciding else self.group_id,
                "sign_id": self.place if placing else self.sign_id,
                "photo_id": self.photo_for(rule.endpoint),
                "post_id": self.post_id,
                "artwork_id": self.artwork,
                "mail_id": self.mail,
                "contact_id": self.public_contact
                if "places." in rule.endpoint
                else self.contact_id,
                "edition_id": self.course if "_module" in rule.endpoint else self.edition,
                "module_id": self.module_id,
                "certificate_id": self.certificate_id,
                "user_id": self.reviewer.id,
                "grant_id": self.reviewer.grants[0].id,
                "invitation_id": self.invitation,
                "job_id": self.job,
                "passkey_id": self.key,
                "session_id": self.session,
                "provider_id": "none",
                "dwelling_id": self.placed if rule.rule.endswith("/placera") else self.dwelling,
                "agreement_id": self.agreement,
                "token": self.token_for(rule.endpoint),
                "language": "sv",
                "code": self.sign(self.sign_id).code,
                "key": "sign.correction_days",
                "size": "liten",
                "reason": "blurred",
                "mark_id": 1,
                "label_id": self.label,
                "decision_id": 1,
                "outcome": "tillbaka",
                "meeting_id": self.proposal
                if rule.endpoint == "groups.accept_meeting"
                else self.meeting_id,
                "ending": "vila",
                "number": 1,
                "zoom": 16,
                "column": 35016,
                "row": 19700,
                "what": "grupper",
                "figures": "utskick",
                "kind": {"notices": "privacy"}.get(
                    rule.endpoint.split(".")[0],
                    "trapphus" if rule.endpoint.endswith("_flyer") else "csv",
                ),
                "version": "2026-11",
                "blank_name": "grannlapp",
                "name": "none",
            }
            | self.life_of_signs(rule)
            | self.bulletins.values(rule.endpoint)
            | self.distributions.values(rule.endpoint)
            | self.gatherings.values(rule.endpoint)
        )

    def life_of_signs(self, rule):
        """What becomes of signs that hang, and what is ordered."""
        number = {"number": self.report} if rule.endpoint.startswith("faults.") else {}
        return {
            "task_id": self.task_id,
            "order_id": self.printed_id if rule.endpoint.startswith("printed.") else self.order_id,
            "item": "door_sticker",
            "link_id": self.ending_link if rule.endpoint.endswith(".end") else self.link_id,
            "round_id": self.round_id,
            **number,
        }

    def photo_for(self, endpoint):
        """A photo in a fitting state: sent, come by mail, or still the mounter's own."""
        if endpoint.startswith("mailin."):
            return self.mailed_photo
        return self.own_photo if endpoint == "mounting.point" else self.photo

    def token_for(self, endpoint):
        """The key in an address: real ones open, others are refused."""
        if endpoint.startswith("joining."):
            own = "own" in endpoint or "leave" in endpoint
            return self.own_token if own else self.invitation_token
        if endpoint == "mounting.point":
            with self.runtime.work(self.coordinator_user.actor) as work:
                return planning.letter_token(work, self.mounted)
        tokens = {
            "tasklinks": self.task_token,
            "bulletins": self.bulletins.choice_token,
            "receiving": self.receipt_token,
            "certificates": CERTIFICATE_TOKEN,
            "mounting": self.letter,
        }
        return tokens.get(endpoint.split(".")[0], "Y" * 28)


def addresses(app):
    """(method, rule) of every address, all GETs before all POSTs, in the table's order."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
    found = [(m, r) for r in rules for m in ("GET", "POST") if m in r.methods]
    return sorted(found, key=lambda one: (one[0], one[1].rule))


def read_table():
    """{(method, rule): {person: status}} as kept."""
    head, *lines = [line for line in TABLE.read_text().splitlines() if line.strip()]
    persons = head.split()[2:]
    kept = {}
    for line in lines:
        method, *rest = line.split()
        statuses, rule = rest[-len(persons) :], " ".join(rest[: -len(persons)])
        kept[method, rule] = dict(zip(persons, statuses, strict=True))
    return kept


@pytest.fixture
def statuses(app, runtime, given):
    """Asks every address as a person: {(method, rule): status}."""

    def ask(name):
        world = World(runtime, given)
        user = world.who(name)
        browser = app.test_client()
        browser.check_pages = False
        if user is not None:
            with given() as work:
                entry = sessions.enter(work, work.get(User, user.id), "test", "")
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = entry.token, True
        found = {}
        adapter = app.url_map.bind("localhost")
        for method, rule in addresses(app):
            if rule.endpoint in {"accounts.sign_out", "accounts.sign_out_everywhere"}:
                found[method, rule.rule] = "303"  # would end the test's own session
                continue
            wanted = {k: v for k, v in world.values(rule).items() if k in rule.arguments}
            path = adapter.build(rule.endpoint, wanted, method=method)
            found[method, rule.rule] = str(browser.open(path, method=method).status_code)
        return found

    return ask


@pytest.mark.timeout(300)
@pytest.mark.parametrize("person", PERSONS)
def test_everybody_gets_what_the_table_says_and_nothing_else(person, statuses):
    found = statuses(person)

    if os.environ.get("WRITE_ACCESS"):
        write_column(person, found)
    kept = {address: row[person] for address, row in read_table().items()}
    assert found == kept


def write_column(person, found):
    """Put one person's column into the table, for a reader of the diff to judge."""
    table = read_table() if TABLE.exists() else {}
    rows = {address: {**table.get(address, {}), person: got} for address, got in found.items()}
    width = max(len(rule) for _method, rule in rows)
    lines = [f"HOW  {'ADDRESS':{width}} " + " ".join(f"{name:>13}" for name in PERSONS)]
    for (method, rule), row in rows.items():
        cells = " ".join(f"{row.get(name, '-'):>13}" for name in PERSONS)
        lines.append(f"{method:4} {rule:{width}} {cells}")
    TABLE.write_text("\n".join(lines) + "\n")


def test_nobody_from_outside_reads_or_writes_what_belongs_here():
    """The table itself holds no hole: other people's things answer 403 or 404."""
    own_things = (
        "group_id",
        "dwelling_id",
        "agreement_id",
        "sign_id",
        "photo_id",
        "artwork_id",
        "contact_id",
        "edition_id",
        "job_id",
        "passkey_id",
        "session_id",
        "meeting_id",
        "bulletin_id",
        "distribution_id",
        "receiver_id",
    )
    leaks = [
        (method, rule, person, status)
        for (method, rule), row in read_table().items()
        for person in ("other_contact", "foreign_staff")
        if any(f"{name}>" in rule for name in own_things)
        and not rule.startswith(("/B/", "/hitta/"))
        for status in [row[person]]
        if status not in {"403", "404"}
    ]

    assert leaks == []


def test_only_the_reviewer_of_the_municipality_gets_past_the_door_to_a_decision():
    row = read_table()["POST", "/skyltar/<int:sign_id>/beslut"]

    let_in = {person for person in PERSONS if row[person] not in {"303", "403", "404"}}
    assert let_in == {"reviewer"}
    assert row["nobody"] == "303"
