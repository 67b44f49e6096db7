"""Keeping what the sight check says of a municipality's posts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from grannsamverkan.core import audit
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.sight.model import Answer, Found
from grannsamverkan.geometry.sight.whose import RULES as ASIDE
from grannsamverkan.imaging import plain
from grannsamverkan.places import policy
from grannsamverkan.places.models import MapSource, Municipality, Post, PostSight, Setting

SIGHT_CHECK = audit.declare("sight_check", "posts", "changed")
MOST_TOLD = 3


def ask_after_import(work: Work, source: MapSource) -> None:
    """A new map: let the worker check all posts whose answer may be another now."""
    _ask(work, source.municipality_id)


def ask_after_setting(work: Work, row: Setting) -> None:
    """Another figure of the sight check: let the worker check all posts anew."""
    if row.key.startswith(("sight.", "clearance.")):
        _ask(work, row.municipality_id)


def _ask(work: Work, municipality_id: int) -> None:
    work.enqueue("check_sight", municipality_id=municipality_id, place_id=municipality_id)


def keep_verdicts(
    work: Work, municipality: Municipality, answers: Sequence[tuple[int, Answer]], basis: str
) -> int:
    """Keep the answers for posts by id; returns for how many the verdict is another than before.

    A post that is gone by now is passed over.
    """
    work.require(policy.may_check, municipality)
    ids = [post_id for post_id, _ in answers]
    standing = set(work.session.scalars(select(Post.id).where(Post.id.in_(ids))))
    kept = {
        row.post_id: row
        for row in work.session.scalars(select(PostSight).where(PostSight.post_id.in_(ids)))
    }
    changed = 0
    for post_id, answer in answers:
        if post_id not in standing:
            continue
        row = kept.get(post_id) or PostSight(post_id=post_id, municipality_id=municipality.id)
        changed += row.verdict != answer.verdict
        row.verdict, row.ok_from, row.told = answer.verdict, answer.ok_from, told(answer)
        row.basis, row.checked_at = basis, work.now
        work.session.add(row)
    return changed


def finish_check(work: Work, municipality: Municipality, *, posts: int, changed: int) -> None:
    """All posts are checked: answers for posts that are gone are dropped, and it is told on."""
    work.require(policy.may_check, municipality)
    gone = select(Post.id).where(Post.municipality_id == municipality.id, Post.gone_at.is_not(None))
    work.session.execute(delete(PostSight).where(PostSight.post_id.in_(gone)))
    work.record(SIGHT_CHECK, municipality, posts=posts, changed=changed)


def told(answer: Answer) -> list[dict[str, Any]]:
    """The worst that an answer says of sight and room, without its drawings, and what is missing
    so that a person must look: plain data of `Found` and `Missing`."""
    bad = [one for one in answer.found if one.verdict != "ok" and one.rule not in ASIDE]
    lacks = [plain.dump(one) for one in answer.missing if one.binds]
    return [*map(_without_shapes, bad), *lacks][:MOST_TOLD]


def _without_shapes(found: Found) -> dict[str, Any]:
    data: dict[str, Any] = plain.dump(found)
    del data["shapes"]
    return data
