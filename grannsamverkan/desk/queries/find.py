"""One search over everything one may see: groups, signs, people, addresses and posts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, lazyload

from grannsamverkan.accounts.models import RoleGrant, User
from grannsamverkan.core import codes, search
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.work import Work
from grannsamverkan.desk.queries import words
from grannsamverkan.desk.rules import Where
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.places import rules as place_rules
from grannsamverkan.places.models import Municipality, Post
from grannsamverkan.places.queries import addresses as address_queries
from grannsamverkan.signs import queries as signs
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.workflow import SIGN

# So many of each kind while all kinds are shown. Own choice: one screen on a desk.
A_FEW = 6
ROUND_POST_M = 120.0
ON_THE_GROUND = frozenset({"submitted", "returned", "approved", "active", "dormant"})
"""Groups that staff look for by an address: also those that are not yet or no longer at work."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is called, its page, and a line about it."""

    title: str
    where: Where
    note: str = ""


@dataclass(frozen=True)
class Hits:
    """What was found of one kind; `more` tells that there is more than is shown."""

    kind: str
    word: Any
    hits: Sequence[Hit]
    more: bool


@dataclass(frozen=True)
class Asked:
    """Who asks for what, in which municipality, and how many of a kind from which one on."""

    work: Work
    place: Municipality | None
    text: str
    offset: int = 0
    limit: int = A_FEW

    @property
    def code(self) -> str:
        """The sign's code that was typed, with blanks or hyphens, or "" if it is none."""
        code = codes.normalise(self.text)
        return code if codes.is_valid(code) else ""


def everything(asked: Asked) -> list[Hits]:
    """A few of each kind, the kinds in a fixed order; kinds without a hit are left out."""
    found = (of_kind(asked, kind) for kind in KINDS)
    return [hits for hits in found if hits.hits]


def of_kind(asked: Asked, kind: str) -> Hits:
    """Those of one kind, from `asked.offset` on."""
    word, look = KINDS[kind]
    # One more than is shown tells whether there is more.
    hits = list(look(asked))
    return Hits(kind, word, hits[: asked.limit], len(hits) > asked.limit)


def _page_of(asked: Asked, wanted: Select[Any]) -> Select[Any]:
    return wanted.offset(asked.offset).limit(asked.limit + 1)


def _groups(asked: Asked) -> Iterator[Hit]:
    """By name, and before them those that hold the very address that was typed."""
    address, at = _groups_at(asked) if asked.work.actor.roles else ("", [])
    if not asked.offset:
        yield from (_group_at(group, address) for group in at)
    matches = search.matching(Group, asked.text)
    if matches is None:
        return
    wanted = (
        select(Group)
        .where(
            groups.visible_to(asked.work.actor), matches, Group.id.not_in([one.id for one in at])
        )
        .options(joinedload(Group.police_area), lazyload(Group.contacts))
        .order_by(Group.name, Group.id)
    )
    for group in asked.work.session.scalars(_page_of(asked, wanted)):
        area = group.police_area.name if group.police_area else ""
        note = ", ".join(filter(None, (GROUP.word(group.state), area)))
        yield Hit(group.name, Where("groups.show", {"group_id": group.id}), note)


def _groups_at(asked: Asked) -> tuple[str, Sequence[Group]]:
    """The address that was typed, as it is written, and the groups that hold it."""
    work, place = asked.work, asked.place
    address = address_queries.address_by_text(work, place.id, asked.text) if place else None
    if address is None:
        return "", []
    at = groups.covering(work, address.municipality_id, address.x, address.y, ON_THE_GROUND)
    seen = select(Group).where(
        Group.id.in_([group.id for group in at]), groups.visible_to(work.actor)
    )
    return address.text, work.session.scalars(seen.order_by(Group.name, Group.id)).unique().all()


def _group_at(group: Group, address: str) -> Hit:
    note = _("%(state)s, vid %(address)s", state=GROUP.word(group.state), address=address)
    return Hit(group.name, Where("groups.show", {"group_id": group.id}), note)


def _signs(asked: Asked) -> Iterator[Hit]:
    matches = Sign.code == asked.code if asked.code else search.matching(Sign, asked.text)
    if matches is None:
        return
    # The few first by their ids: sorting all that match, as whole rows, took ten times as long.
    first = (
        select(Sign.id)
        .where(signs.visible_to(asked.work.actor), matches)
        .order_by(Sign.post_number, Sign.code)
    )
    wanted = (
        select(Sign)
        .where(Sign.id.in_(_page_of(asked, first)))
        .options(joinedload(Sign.group).lazyload(Group.contacts))
        .order_by(Sign.post_number, Sign.code)
    )
    for sign in asked.work.session.scalars(wanted):
        note = f"{SIGN.word(sign.state)}, {sign.group.name}"
        yield Hit(words.sign_name(sign), Where("signs.show", {"sign_id": sign.id}), note)


def _people(asked: Asked) -> Iterator[Hit]:
    """Contact persons of the groups one may see, and the staff one manages."""
    matches = search.matching(User, asked.text)
    if matches is None:
        return
    work = asked.work
    managed = {role.municipality_id for role in work.actor.roles if role.name == "admin"}
    in_groups = (
        select(Contact.user_id)
        .join(Group, Group.id == Contact.group_id)
        .where(Contact.ended_at.is_(None), groups.visible_to(work.actor))
    )
    is_staff = User.id.in_(
        select(RoleGrant.user_id).where(RoleGrant.municipality_id.in_(managed))
        if managed
        else select(User.id).where(false())
    )
    wanted = (
        select(User)
        .where(matches, User.active, or_(User.id.in_(in_groups), is_staff))
        .order_by(User.name, User.id)
    )
    people = work.session.scalars(_page_of(asked, wanted)).all()
    yield from (_person(user, their) for user, their in _with_groups(work, people))


def _with_groups(work: Work, people: Sequence[User]) -> Iterator[tuple[User, Sequence[Any]]]:
    kept: dict[int, list[Any]] = defaultdict(list)
    rows = work.session.execute(
        select(Contact.user_id, Group.id, Group.name)
        .join(Group, Group.id == Contact.group_id)
        .where(
            and_(Contact.user_id.in_([user.id for user in people]), Contact.ended_at.is_(None)),
            groups.visible_to(work.actor),
        )
        .order_by(Group.name)
    )
    for row in rows:
        kept[row[0]].append(row)
    for user in people:
        yield user, kept[user.id]


def _person(user: User, their: Sequence[Any]) -> Hit:
    name = user.name or user.email
    if not their:
        return Hit(name, Where("accounts.staff_person", {"user_id": user.id}), _("Personal"))
    note = _("Kontaktombud i %(groups)s", groups=", ".join(row[2] for row in their))
    return Hit(name, Where("groups.show", {"group_id": their[0][1]}), note)


def _addresses(asked: Asked) -> Iterator[Hit]:
    if asked.place is None:
        return
    limit = asked.offset + asked.limit + 1
    found = address_queries.find(asked.work, asked.place.id, asked.text, limit)
    for address in found[asked.offset :]:
        where = {"adress": address.text, "kommun": asked.place.slug}
        yield Hit(address.text, Where("desk.search", where), _("Se vilka grupper som finns där"))


def _posts(asked: Asked) -> Iterator[Hit]:
    """Posts whose number begins so, for staff, who have a map of them."""
    number = place_rules.post_number(asked.text)
    if asked.place is None or not number or not asked.work.actor.roles:
        return
    wanted = (
        select(Post)
        .where(
            Post.municipality_id == asked.place.id,
            Post.gone_at.is_(None),
            Post.number.startswith(number, autoescape=True),
            *_in_range(asked.work, number),
        )
        .order_by(Post.number, Post.id)
    )
    for post in asked.work.session.scalars(_page_of(asked, wanted)):
        near = Bounds(post.x, post.y, post.x, post.y).grown(ROUND_POST_M)
        where = {"ruta": ",".join(str(round(metres)) for metres in near), "visa": "skyltar"}
        yield Hit(
            _("Stolpe %(number)s", number=post.number),
            Where("desk.overview_map", where),
            _("Se skyltar i närheten"),
        )


def _in_range(work: Work, number: str) -> Iterator[ColumnElement[bool]]:
    """The same again, in words that SQLite's index understands; others may sort otherwise."""
    if work.runtime.database.is_sqlite:
        yield Post.number >= number
        yield Post.number < number + search.LAST_SIGN


KINDS: Mapping[str, tuple[Any, Callable[[Asked], Iterator[Hit]]]] = {
    "grupper": (lazy("Grupper"), _groups),
    "skyltar": (lazy("Skyltar"), _signs),
    "personer": (lazy("Personer"), _people),
    "adresser": (lazy("Adresser"), _addresses),
    "stolpar": (lazy("Stolpar"), _posts),
}
KIND_NAMES: Collection[str] = KINDS.keys()
