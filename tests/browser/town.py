"""An invented town with a map, lamp posts and staff, and the mail that is delivered in it."""

import io
import re
from dataclasses import dataclass
from email.message import EmailMessage

from PIL import Image
from shapely import box
from sqlalchemy import func, select

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.core.actor import Role
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.pdf import compile_png
from grannsamverkan.geometry.area import polygon_to_lonlat
from grannsamverkan.imaging.qr import read_codes
from grannsamverkan.places import queries as places_q
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import Address, Post
from grannsamverkan.places.usecases import imports
from grannsamverkan.signs import prints, queries
from grannsamverkan.signs.models import Sign
from tests.support.mailbox import links_in, parse
from tests.support.waiting import until

PASSWORD = "sju gula stolpar vid bron"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAILBOX = "skyltar@alby.example"
SEED = 7
MAIL_LIMIT_S = 60
HALF_BLOCK_M = 35
"""Half the side of a block that is drawn on the map at street level, also on a phone."""


@dataclass(frozen=True)
class Block:
    """A piece of the town: an address in its middle, its corners, and a post in it."""

    address: str
    lonlat: tuple[tuple[float, float], ...]
    post_number: str

    @property
    def text(self) -> str:
        """The corners as one types them."""
        return "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat in self.lonlat)


class Town:
    """Municipality with one police area, its map, published training and four officers."""

    def __init__(self, runtime, given, *, language="sv"):
        self.runtime, self.given = runtime, given
        with given() as work:
            here = places.add_municipality(
                work,
                slug="alby",
                name="Alby kommun",
                short_name="Alby",
                epsg=3006,
                privacy_controller="Kommunstyrelsen, Alby kommun",
                function_mailbox=MAILBOX,
            )
            area = places.add_police_area(work, here, "Alby").id
            imports.lay_out_town(work, here, SEED)
            self.id = here.id
            users = {
                role: accounts.create_staff(
                    work,
                    email=f"{role}@alby.example",
                    name=name,
                    password=PASSWORD,
                    totp_secret=TOTP_SECRET,
                    language=language,
                    roles=[Role(role, here.id, area if role == "police" else None)],
                )
                for role, name in (
                    ("police", "Petra Lind"),
                    ("coordinator", "Sara Mo"),
                    ("reviewer", "Gustav Berg"),
                )
            }
            self.staff = users
        self.block = self._find_block()

    def _find_block(self) -> Block:
        """The first address that has two numbered posts of its own close by."""
        with self.runtime.reading() as work:
            plane = places_q.plane_of(work, self.id)
            posts = work.session.scalars(select(Post).where(Post.number != "")).all()
            for home in work.session.scalars(select(Address).order_by(Address.id)):
                close = [
                    post
                    for post in posts
                    if max(abs(post.x - home.x), abs(post.y - home.y)) < HALF_BLOCK_M - 5
                ]
                if len(close) < 2:
                    continue
                square = box(
                    home.x - HALF_BLOCK_M,
                    home.y - HALF_BLOCK_M,
                    home.x + HALF_BLOCK_M,
                    home.y + HALF_BLOCK_M,
                )
                corners = tuple(polygon_to_lonlat(square, plane))[:4]
                return Block(f"{home.street} {home.number}", corners, close[0].number)
        raise AssertionError("the town has no address with two posts")

    def letter_address(self, sign_id: int) -> str:
        """What a phone reads in the QR code of the sign's hand-out letter."""
        with self.runtime.reading() as work:
            sign = queries.sign(work, sign_id)
            token = self.runtime.vault.open(sign.letter_sealed)
            document = prints.hand_out_letter(work, sign, token)
            pages = compile_png("signs/letter.typ", document, created=work.now)
        with Image.open(io.BytesIO(pages[0])) as picture:
            (address,) = read_codes(picture)
        return address

    def only_sign(self) -> Sign:
        """The town's one sign."""
        with self.runtime.reading() as work:
            return work.session.scalars(select(Sign)).one()


class Inbox:
    """All mail that leaves the installation, as the worker sends it."""

    def __init__(self, runtime, folder):
        self.runtime, self.folder = runtime, folder
        self._opened: set[str] = set()

    def letter(self, to: str, subject: str) -> EmailMessage:
        """The next unopened letter to `to` with this subject; waits for the worker."""
        found = until(lambda: self._find(to, subject), MAIL_LIMIT_S)
        assert found, f"no letter “{subject}” to {to}; there are: {self._all()}"
        name, message = found
        self._opened.add(name)
        return message

    def settle(self) -> None:
        """Wait until the worker has nothing left to do; nothing may have failed."""
        assert until(lambda: not self._due(), MAIL_LIMIT_S), "the worker is not done"
        with self.runtime.reading() as work:
            failed = work.session.scalars(select(Job).where(Job.last_error.is_not(None))).all()
            assert not failed, [(job.kind, job.last_error) for job in failed]

    def _due(self) -> int:
        with self.runtime.reading() as work:
            waiting = Job.state.in_(("waiting", "running"))
            due = select(func.count()).where(waiting, Job.next_at <= work.now)
            return work.session.scalar(due.select_from(Job))

    def _find(self, to, subject):
        for name, message in self._messages():
            if name not in self._opened and (message["To"], message["Subject"]) == (to, subject):
                return name, message
        return None

    def _messages(self):
        files = sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [(file.name, parse(file.read_bytes())) for file in files]

    def _all(self):
        return [(message["To"], message["Subject"]) for _name, message in self._messages()]


def digits_in(text: str) -> str:
    """The six digits of a sign-in letter."""
    found = re.search(r"(?m)^\s*(\d{3}) ?(\d{3})\s*$", text)
    assert found, text
    return found[1] + found[2]


def path_in(letter: EmailMessage, part: str) -> str:
    """The address in a letter that begins with `part`, below the installation's own."""
    [link] = {link for link in links_in(letter) if part in link}
    return part + link.split(part)[1]


def session_cookie(app, given, user) -> str:
    """A browser's cookie in which `user` is signed in."""
    with given() as work:
        entry = sessions.enter(work, work.get(User, user.id), "test", "")
    signer = app.session_interface.get_signing_serializer(app)
    return signer.dumps({"_user_id": entry.token, "_fresh": True})
