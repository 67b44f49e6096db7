"""Signs that hang already, with real pictures, and browsers in which people are signed in."""

import io
from datetime import timedelta

from PIL import Image

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.accounts.models import SignInCode, User
from grannsamverkan.accounts.rules import hash_password
from grannsamverkan.core import codes
from grannsamverkan.core.actor import Role
from grannsamverkan.groups.models import Contact
from grannsamverkan.groups.models.interest import Interest
from grannsamverkan.groups.models.year import YearLink
from grannsamverkan.groups.queries import year as years
from grannsamverkan.groups.usecases import change, life
from grannsamverkan.signs import jobs
from grannsamverkan.signs.usecases import looking, mounting
from grannsamverkan.training import queries as training_queries
from grannsamverkan.training import usecases as training
from grannsamverkan.training.rules import About
from grannsamverkan.training.usecases import sending
from tests.architecture.test_access import World
from tests.browser.persons import Person
from tests.browser.town import PASSWORD, TOTP_SECRET, session_cookie
from tests.support.looking import good_look
from tests.usecases.signs.case import SignScene
from tests.usecases.signs.press import LEAFLET, STICKER, Press

LINK = "Z" * 28
CLERK = "klara@alby.example"
"""Somebody of the staff who signs in with a password."""


class RealPictures:
    """Photos that any worker may examine: the live one works beside the scene."""

    def photo(self, sign_id, view="fastening", content=None, examined=None):
        """Take in and examine a photo whose grain is its own; returns its id."""
        stored = self.runtime.storage.put([content or grainy(f"{sign_id} {view}")])
        with self.runtime.work(self.mounter(sign_id)) as work:
            photo_id = mounting.take_in_photo(work, sign_id, view=view, stored=stored).id
        if examined is not False:
            jobs.examine_photo(self.runtime, photo_id)
        return photo_id


def grainy(seed: str) -> bytes:
    """A JPEG of 640 by 480 px whose grain differs with the seed."""
    grain = Image.effect_noise((640, 480), 10 + sum(map(ord, seed)) % 60)
    output = io.BytesIO()
    grain.save(output, "JPEG")
    return output.getvalue()


class Windows:
    """People of a scene have windows in which they are signed in."""

    app = somebody = base_url = None

    def in_windows(self, app, somebody, base_url):
        """Give the scene what windows need; returns the scene."""
        self.app, self.somebody, self.base_url = app, somebody, base_url
        return self

    def window_of(self, user, **how) -> Person:
        """A window of the user's own, or nobody's."""
        person = self.somebody(**how)
        if user is not None:
            value = session_cookie(self.app, self.given, user)
            cookie = {"name": "session", "value": value, "url": self.base_url}
            person.page.context.add_cookies([cookie])
        return person

    def letter_path(self, sign_id: int) -> str:
        """The private page of the sign's letter."""
        return "/B/" + self.runtime.vault.open(self.sign(sign_id).letter_sealed)


class HangingSigns(RealPictures, Windows, SignScene):
    """An active, trained group with posts, signs, a coordinator and a reviewer."""


class EveryPage(RealPictures, Windows, World):
    """One of everything that a page can show, also what only letters and links open."""

    def __init__(self, runtime, given):
        super().__init__(runtime, given)
        del self.photo  # the world keeps the id of one under the name of what takes photos in
        self._cover(self.own_photo)
        self.unsent = self.complete(name="Granvägen")
        self.returned = self.submitted(name="Ekvägen", area=None)
        self.send_back(self.police("Per Polis"), self.returned)
        self.fresh = self.handed_out(self.group_id, "1044")
        self.corrected = self.photos_sent(self.handed_out(self.group_id, "1044"))
        self.decide(self.corrected, "order_correction", "Byt ståltråden mot buntband.")
        steps = ("approve", "order", "deliver")
        coming = self.place_approved(self.group_id, "1043")
        self.arrived = self.ordered(self.group_id, coming, steps=steps)
        press = Press(self)
        self.wished = press.wishes(self.group_id, quantities={LEAFLET: 5, STICKER: 5})
        self.sent_for = press.wishes(
            self.group_id, quantities={LEAFLET: 4, "meeting_poster": 2}, steps=("approve", "order")
        )
        press.arrives(self.sent_for, {LEAFLET: 3})
        self.of_flats = self.approved(name="Höghusen")
        press.flats(self.of_flats)
        self.ordering = self.active()
        self.place_approved(self.ordering, "1043")
        self.closed = self.place_approved(self.active(trained=False))
        self.resting = self._resting()
        self.wanting = self._wanting()
        self.year_token = self._year_token()
        self.interest_token = self._interest_token()
        self.newcomer = self.person("Ny Granne")
        self.police_user = self.police("Pia Polis")
        self.lonely = self.who("foreign_staff")
        self.training_token, self.leaf_token = self._training(), self._leaf()
        self.taken_back = self.bulletins.withdrawn
        self.taken_back_code = self.bulletins.withdrawn_code
        self.gathering_free, self.gathering_held = self.gatherings.free, self.gatherings.held
        self.gathering_going, self.gathering_coming = self.gatherings.going, self.gatherings.coming
        self.went_token = self.gatherings.held_token
        with given() as work:
            accounts.create_staff(
                work,
                email=CLERK,
                name="Klara Kontor",
                password=PASSWORD,
                totp_secret=TOTP_SECRET,
                roles=[Role("coordinator", self.here, None)],
            )
            # Only who has a password and an app for codes is offered others, and recovery codes.
            officer = work.get(User, self.police_user.id)
            officer.password_hash = hash_password(PASSWORD)
            officer.totp_sealed = work.runtime.vault.seal(TOTP_SECRET)
            work.session.add(self._sign_in_code(work.now))

    def _resting(self) -> int:
        """A group that rests, and one of whose people has not asked to begin again."""
        group_id = self.active(trained=False)
        with self.runtime.work(self.police("Pelle Polis").actor) as work:
            life.rest_group(work, group_id, reason="Ni bad om en paus.")
        return group_id

    def _wanting(self) -> int:
        """A group whose people have asked for another area, far larger than the one it has."""
        group_id = self.active(trained=False)
        with self.runtime.work(self.maja.actor) as work:
            area = self.group(group_id).area.buffer(120)
            change.ask_for_area(
                work, group_id, area=area, streets="", reason="Tre hus på Lindgatan vill vara med."
            )
        return group_id

    def _year_token(self) -> str:
        """Maja's link to a year that can be confirmed."""
        with self.given() as work:
            year = years.open_year(work, self.group(self.group_id))
            year.began_on -= timedelta(days=330)
            link = YearLink(
                municipality_id=self.here,
                year_id=year.id,
                user_id=self.maja.id,
                token_hash=codes.token_hash("W" * 28),
                expires_at=work.now + timedelta(days=100),
            )
            work.session.add(link)
        return "W" * 28

    def _interest_token(self) -> str:
        """Somebody's link to the own place on the interest list."""
        vault = self.runtime.vault
        with self.given() as work:
            row = Interest(
                municipality_id=self.here,
                street="Björkvägen",
                number="4",
                x=0.0,
                y=0.0,
                email_key="key",
                email_sealed=vault.seal("anna@exempel.se"),
                name_sealed=vault.seal("Anna Ny"),
                token_hash=codes.token_hash("V" * 28),
                token_sealed=vault.seal("V" * 28),
                language="sv",
                consent_version="2026-11",
                created_at=work.now,
                expires_at=work.now + timedelta(days=7),
            )
            work.session.add(row)
        return "V" * 28

    def user(self, who):
        """The user behind a name of `pages.py`; None for nobody and holders of links."""
        return {
            "nobody": None,
            "contact": self.maja,
            "newcomer": self.newcomer,
            "police": self.police_user,
            "coordinator": self.coordinator_user,
            "reviewer": self.reviewer,
            "admin": self.admin,
            "lonely": self.lonely,
        }[who]

    def _sign_in_code(self, now) -> SignInCode:
        """A mailed link that has not been pressed."""
        return SignInCode(
            email="maja@exempel.se",
            handle_hash="handle",
            link_hash=codes.token_hash(LINK),
            code_hash="code",
            language="sv",
            created_at=now,
            expires_at=now + timedelta(days=1),
        )

    def _cover(self, photo_id):
        """Keep a look at a photo, as the worker does: from now on it is seen."""
        stored = self.runtime.storage.put([grainy("covered")])
        with self.given() as work:
            looking.keep_look(
                work, photo_id, good_look(), stored=stored, thumb=stored, close_up=None
            )

    def address(self, rule, wanted):
        """The values of an address: the world's own, replaced by `wanted` where it names them."""
        values = self.values(rule)
        if rule.endpoint == "training.open_link":
            values["token"] = self.training_token
        for name, value in wanted.items():
            held = getattr(self, value, value)
            by_letter = rule.endpoint.startswith("mounting.") and isinstance(held, int)
            values[name] = self.letter_path(held).removeprefix("/B/") if by_letter else held
        return {name: value for name, value in values.items() if name in rule.arguments}

    def _training(self) -> str:
        """Publish material and give Maja her own link to it; returns its token."""
        with self.runtime.work(self.coordinator_user.actor) as work:
            edition = training.create_starter(work, self.here)
            waiting = len(training_queries.receivers(work, edition))
            training.publish_edition(work, edition.id, receivers=waiting)
        with self.runtime.work(self.maja.actor) as work:
            return training.start_own(work, self.contact_id)

    def _leaf(self) -> str:
        """Publish a page that is no training, with a link of Maja's; returns its token."""
        about = About(minutes=2, owner="Alby kommun", trains=False)
        with self.runtime.work(self.coordinator_user.actor) as work:
            leaf = training.create_edition(
                work,
                municipality_id=self.here,
                title="Inför sommaren",
                language="sv",
                description="Kort om semestertider.",
                about=about,
            )
            training.attach_page(work, leaf.id, "## Säg till en granne\n\n- Muntligt.")
            training.publish_edition(work, leaf.id, receivers=0)
            _assignment, token = sending.give_link(work, leaf, work.get(Contact, self.contact_id))
        return token
