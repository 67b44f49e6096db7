"""The posts of a group's area as the planning page shows them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from grannsamverkan.core.i18n import _, format_number
from grannsamverkan.geometry.plane import Plane
from grannsamverkan.geometry.sight.entrances import Proposed
from grannsamverkan.signs.queries.candidates import Choice, Choices
from grannsamverkan.signs.words.sight import told_sentence


@dataclass(frozen=True)
class Shown:
    """A post with its name, why it is proposed or that it is taken, and what the sight check says
    of it in one sentence."""

    id: int
    name: str
    lon: float
    lat: float
    note: str
    verdict: str
    told: str


@dataclass(frozen=True)
class Posts:
    """The posts proposed, the others, and how many more there are than are shown."""

    proposed: list[Shown]
    others: list[Shown]
    left_out: int

    @property
    def all(self) -> list[Shown]:
        """Every post that is shown."""
        return [*self.proposed, *self.others]


def posts_shown(choices: Choices, taken: Collection[int | None], plane: Plane) -> Posts:
    """The page's own words for what can be chosen."""
    posts = choices.posts
    lons, lats = plane.many_to_lonlat([one.x for one in posts], [one.y for one in posts])
    why = {one.candidate.key: one for one in choices.proposed}
    shown = {
        one.id: Shown(
            one.id,
            name_of(one),
            round(float(lon), 7),
            round(float(lat), 7),
            _note(one, taken, why),
            one.verdict or "",
            told_of(one),
        )
        for one, lon, lat in zip(posts, lons, lats, strict=True)
    }
    proposed = [shown.pop(one.candidate.key) for one in choices.proposed]
    return Posts(proposed, list(shown.values()), choices.total - len(posts))


def name_of(post: Choice) -> str:
    """The number on the post, or where it stands."""
    if post.number:
        return post.number
    name = _("vid %(address)s", address=post.beside) if post.beside else _("utan nummer")
    return name if post.nth == 1 else f"{name} ({post.nth})"


def told_of(post: Choice) -> str:
    """The worst that the sight check says, and from which height it would be fine."""
    parts = [told_sentence(post.told[0])] if post.told and post.verdict != "ok" else []
    if post.verdict in {"person_looks", "not_ok"} and post.ok_from is not None:
        parts.append(_("Går bra från %(metres)s m.", metres=format_number(post.ok_from, 1)))
    return " ".join(parts)


def _note(post: Choice, taken: Collection[int | None], why: Mapping[int, Proposed]) -> str:
    if post.id in taken:
        return _("har redan en skylt")
    proposed = why.get(post.id)
    if proposed is None:
        return "" if post.inside else _("strax utanför området")
    metres = round(proposed.metres)
    if proposed.entrance.name:
        return _("infarten från %(road)s, %(metres)s m därifrån",
                 road=proposed.entrance.name, metres=metres)  # fmt: skip
    return _("där en väg kommer in, %(metres)s m därifrån", metres=metres)
