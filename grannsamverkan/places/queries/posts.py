"""Posts that stand somewhere and may carry a sign."""

from sqlalchemy import Select, select

from grannsamverkan.core.work import Work
from grannsamverkan.geometry import plane
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.places import rules
from grannsamverkan.places.models import Post
from grannsamverkan.places.queries.boxes import point_in


def post_by_number(work: Work, municipality_id: int, number: str) -> Post | None:
    """The standing post with that number (as on the post, case and blanks aside), or None."""
    wanted = rules.post_number(number)
    if not wanted:
        return None
    return work.session.scalars(
        _posts(municipality_id).where(Post.number == wanted).order_by(Post.id).limit(1)
    ).first()


def post_called(work: Work, municipality_id: int, name: str) -> Post | None:
    """The standing post with that number, or else with that id in its source ("node/123")."""
    found = post_by_number(work, municipality_id, name)
    if found is not None:
        return found
    return work.session.scalars(
        _posts(municipality_id).where(Post.key == name).order_by(Post.id).limit(1)
    ).first()


def posts_within(work: Work, municipality_id: int, polygon_wkb: bytes) -> list[Post]:
    """Standing posts inside an area, by number."""
    area = plane.polygon_from_wkb(polygon_wkb)
    posts = work.session.scalars(_posts(municipality_id, Bounds(*area.bounds))).all()
    inside = plane.points_within(area, [(post.x, post.y) for post in posts])
    return sorted(
        (post for post, within in zip(posts, inside, strict=True) if within),
        key=lambda post: (post.number, post.id),
    )


def _posts(municipality_id: int, box: Bounds | None = None) -> Select[Post]:
    standing = select(Post).where(Post.municipality_id == municipality_id, Post.gone_at.is_(None))
    return standing if box is None else standing.where(*point_in(Post.x, Post.y, box))
