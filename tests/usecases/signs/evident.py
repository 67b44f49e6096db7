"""A case whose photos have been looked at: drawn pictures with evidence that is true of them."""

from functools import cache

from sqlalchemy import delete

from grannsamverkan.core.jobs import Job
from grannsamverkan.imaging.drawn import Drawn, Scene, render, sample
from grannsamverkan.imaging.evidence import (
    Covered,
    Evidence,
    FasteningSeen,
    PostSeen,
    RustSeen,
    SignSeen,
    Tilt,
)
from grannsamverkan.imaging.looking import height
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.usecases import looking, mounting
from tests.usecases.signs.case import intake

SIZE = (750, 1000)
SCENES = {
    "fastening": Scene(
        seed=5, view="fastening", size=SIZE, lower_edge_m=2.31, distance_m=1.3, eye_m=2.2,
        pitch=8, rust=0.9,
    ),
    "post": Scene(seed=5, size=SIZE, lower_edge_m=2.31, distance_m=4.6, pitch=3, plate_tilt=1.4),
    "road": Scene(seed=5, view="road", size=SIZE, lower_edge_m=2.31, distance_m=9.0, pitch=2),
}  # fmt: skip
NOTHING_TO_DO = delete(Job).where(Job.kind.in_(["examine_photo", "look_at_photo"]))
PLATE_MM, FOCAL_MM = (300.0, 400.0), 26.0


@cache
def drawn(view: str) -> Drawn:
    """The picture of a view, and what is true of it."""
    return render(SCENES[view], sample("1042"))


@cache
def evidence(view: str) -> Evidence:
    """What a faultless look would find in the picture of a view."""
    truth = drawn(view).truth
    corners = tuple(_share(place) for place in truth.corners)
    post = _post(view)
    found = Evidence(
        *SIZE,
        covered=(
            Covered("vehicle", (0.06, 0.66, 0.3, 0.76), 0.93),
            Covered("face", (0.8, 0.6, 0.84, 0.63), 0.71),
        ),
        sign=SignSeen(corners, 0.0008, "sample 1042 None", 0.94),
        tilt=Tilt(truth.tilt_post, 0.6, "post"),
        post=post,
        fastening=FasteningSeen(_around(corners), "plate", 0.42),
        rust=_rust(view),
    )
    if view != "post":
        return found
    known = height.Known(
        SIZE, corners, PLATE_MM, post.foot, post, focal_35mm=FOCAL_MM, foot_from="picture"
    )
    return Evidence(**{**vars(found), "lower_edge": height.from_places(known)})


def _post(view: str) -> PostSeen:
    truth = drawn(view).truth
    edges = tuple(tuple(_share(end) for end in edge) for edge in truth.post_edges)
    width = edges[1][0][0] - edges[0][0][0]
    if view != "post":
        return PostSeen(edges, width, 0.93)
    foot = _share(truth.foot_front)
    down = tuple(
        (edge[0], (foot[0] + side * width / 2, foot[1]))
        for edge, side in zip(edges, (-1, 1), strict=True)
    )
    return PostSeen(down, width, 0.93, foot, "picture")


def _rust(view: str) -> RustSeen:
    if view != "fastening":
        return RustSeen("too_small", "rust-1")
    x, y = _share(drawn(view).truth.post_edges[0][1])
    patches = (((x, y - 0.06, x + 0.1, y - 0.02), 0.82), ((x, y - 0.02, x + 0.08, y), 0.4))
    return RustSeen("judged", "rust-1", 0.71, 340.0, patches)


def _share(place):
    return place[0] / SIZE[0], place[1] / SIZE[1]


def _around(corners):
    (left, top), (right, bottom) = corners[0], corners[2]
    return ((left, top), (right, top), (right, bottom), (left, bottom))


class LookedAt:
    """For a scene of signs: its photos have been looked at, and no worker has more to do."""

    def photo(self, sign_id, view="fastening", content=None, examined=None):
        """A drawn photo with its evidence; returns its id."""
        with self.runtime.work(self.mounter(sign_id)) as work:
            stored = self.runtime.storage.put([drawn(view).picture])
            photo_id = mounting.take_in_photo(work, sign_id, view=view, stored=stored).id
            work.session.execute(NOTHING_TO_DO)
        with self.given() as work:
            mounting.keep_examination(work, photo_id, intake(width=SIZE[0], height=SIZE[1]))
            work.get(Photo, photo_id).focal_length_mm = FOCAL_MM
            work.session.execute(NOTHING_TO_DO)
        self.looked_at(photo_id, evidence(view), drawn(view).picture)
        return photo_id

    def looked_at(self, photo_id, found, picture):
        """Keep a look, as the worker does."""
        put = self.runtime.storage.put
        close_up = put([drawn("fastening").picture]) if found.fastening else None
        with self.given() as work:
            looking.keep_look(
                work,
                photo_id,
                found,
                stored=put([picture]),
                thumb=put([picture]),
                close_up=close_up,
            )
