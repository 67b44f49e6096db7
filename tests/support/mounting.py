"""The scene for those who mount signs: two signs of different groups, each with its letter."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.core import codes, web
from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.db import Base
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.places.models import Municipality, PublicContact
from grannsamverkan.signs import jobs
from grannsamverkan.signs.models import Photo, PhotoSet, Sign
from grannsamverkan.signs.usecases import mounting, review
from grannsamverkan.signs.usecases.mounting import Statements

NOTHING_SAID = Statements(None, None, None, None)
LETTER_DAYS = 60


@dataclass(frozen=True)
class Letter:
    """A sign in somebody's hands: its id and public code, and the secret of its letter."""

    sign_id: int
    code: str
    token: str

    @property
    def path(self) -> str:
        """The private page."""
        return f"/B/{self.token}"

    @property
    def holder(self) -> Actor:
        """Who acts when the letter is used."""
        return Actor("link", opens=("sign", self.sign_id))


class MountingScene:
    """`mine` is the letter tests are about, `other` belongs to another group."""

    def __init__(self, runtime, given):
        self.runtime, self.given = runtime, given
        with given() as work:
            town = Municipality(
                slug="alby",
                name="Alby kommun",
                short_name="Alby",
                function_mailbox="samhallsbyggnad@alby.example",
            )
            work.session.add(town)
            work.session.flush()
            self.town_id = town.id
            work.session.add(
                PublicContact(
                    municipality_id=town.id,
                    title="Säkerhetssamordnare",
                    phone="0521-72 10 00",
                    email="trygg@alby.example",
                )
            )
            self.reviewer_id = self._reviewer(work)
            self.mine = self.handed_out(work, "Björkvägen", "1042")
            self.other = self.handed_out(work, "Granvägen", "2077")

    @property
    def reviewer(self) -> Actor:
        """The municipality's sign reviewer."""
        return Actor("staff", self.reviewer_id, roles=(Role("reviewer", self.town_id),))

    def take_in(self, content: bytes, view: str = "post", letter: Letter | None = None) -> int:
        """A photo of the letter's sign, stored and written down; returns its id."""
        letter = letter or self.mine
        stored = self.runtime.storage.put([content])
        with self.runtime.work(letter.holder) as work:
            return mounting.take_in_photo(work, letter.sign_id, view=view, stored=stored).id

    def send(self, said: Statements = NOTHING_SAID, letter: Letter | None = None) -> int:
        """Send what the letter's holder has put together; returns the set's id."""
        letter = letter or self.mine
        with self.runtime.work(letter.holder) as work:
            return mounting.send_photos(work, letter.sign_id, said).id

    def decide(self, outcome: str, reason: str = "", letter: Letter | None = None) -> None:
        """The reviewer's decision on what was sent last."""
        letter = letter or self.mine
        with self.runtime.work(self.reviewer) as work:
            sent = work.get(Sign, letter.sign_id).sent_set
            assert sent is not None
            review.decide(
                work, letter.sign_id, sent.id, outcome=outcome, grounds=review.Grounds(reason)
            )

    def photos(self, letter: Letter | None = None) -> list[Photo]:
        """All photos of the letter's sign, with their checks' findings in `set.checks`."""
        letter = letter or self.mine
        with self.runtime.reading() as work:
            return list(
                work.session.scalars(
                    select(Photo)
                    .join(PhotoSet)
                    .where(PhotoSet.sign_id == letter.sign_id)
                    .order_by(Photo.id)
                )
            )

    def findings(self, letter: Letter | None = None) -> dict[str, str]:
        """The newest finding of each check of the letter's sign, for the set and its photos."""
        letter = letter or self.mine
        with self.runtime.reading() as work:
            sets = work.get(Sign, letter.sign_id).sets
            return {check.check: check.finding for one in sets for check in one.checks}

    def sign(self, letter: Letter | None = None) -> Sign:
        """The letter's sign with its sets."""
        letter = letter or self.mine
        with self.runtime.reading() as work:
            sign = work.get(Sign, letter.sign_id)
            assert all(one.photos is not None for one in sign.sets)
            return sign

    def _reviewer(self, work) -> int:
        user = User(
            municipality_id=self.town_id,
            kind="staff",
            email="rut@alby.example",
            name="Rut",
            created_at=work.now,
        )
        user.grants = [RoleGrant(municipality_id=self.town_id, role="reviewer")]
        work.session.add(user)
        work.session.flush()
        return user.id

    def handed_out(self, work, group_name: str, post: str) -> Letter:
        """A sign of a group of that name, on that post, in somebody's hands."""
        person = User(
            kind="contact", email=f"ombud{post}@exempel.se", name="Maja", created_at=work.now
        )
        work.session.add(person)
        work.session.flush()
        group = Group(
            municipality_id=self.town_id,
            name=group_name,
            housing="villa",
            state="active",
            founded_by=person.id,
            created_at=work.now,
        )
        group.contacts = [
            Contact(municipality_id=self.town_id, user_id=person.id, added_at=work.now)
        ]
        token = codes.new_token()
        sign = Sign(
            municipality_id=self.town_id,
            group=group,
            code=codes.new_code(),
            state="handed_out",
            support="lamp_post",
            post_number=post,
            place="Storgatan 14",
            galvanised=True,
            letter_hash=codes.token_hash(token),
            letter_until=work.now + timedelta(days=LETTER_DAYS),
            created_at=work.now,
            handed_out_at=work.now,
        )
        work.session.add(sign)
        work.session.flush()
        return Letter(sign.id, sign.code, token)


def all_rows(runtime) -> dict[str, list[tuple]]:
    """Every row of every table, to compare before and after."""
    with runtime.reading() as work:
        return {
            table.name: sorted(map(repr, work.session.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def phone_photo(testdata: Path, name: str = "mex-phone__HTC_Desire.jpg") -> bytes:
    """A photo as a phone made it, small enough to stay in memory on its way."""
    return (testdata / "images-real" / name).read_bytes()


def send_photo(client, path: str, content: bytes, view: str = "fastening", key: str | None = None):
    """Send one photo to a letter's page (its address `path`) as a phone does."""
    answer = client.post(
        f"{path}/foton?vy={view}",
        data=content,
        content_type="application/octet-stream",
        headers={"Accept": "application/json", "Idempotency-Key": key or str(uuid.uuid4())},
        csrf=False,
    )
    # Flask's client leaves a large request's body in an open file.
    answer.request.environ["wsgi.input"].close()
    return answer


def examined(client, path: str, answer) -> dict[str, Any]:
    """What the phone learns when it asks for its photo after the worker has looked at it."""
    photo_id = answer.json["id"]
    jobs.examine_photo(client.application.extensions[web.KEY], photo_id)
    return client.get(f"{path}/foton/{photo_id}.json").json
