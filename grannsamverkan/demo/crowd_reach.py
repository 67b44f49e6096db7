"""Training and bulletins of the crowd: everybody was sent material, and each bulletin goes to all.

The rows have the shape that the use cases give them; the keys of certificates and links open
nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select

from grannsamverkan.core.work import Work
from grannsamverkan.groups.models import Contact, Group
from grannsamverkan.messages.models import Bulletin, BulletinPassing, BulletinReceiver
from grannsamverkan.messages.queries import LIVING
from grannsamverkan.training.models import Assignment, Certificate, Edition

BULLETINS = 3
"""So many, to every living group; a month lies between them."""


class Crowd(Protocol):
    """What is needed of the municipality in the making."""

    work: Work
    here: int

    def ago(self, days: float) -> datetime: ...
    def ids(self, table: type[Any]) -> Sequence[int]: ...
    def add(self, table: Any, rows: Iterator[dict[str, Any]]) -> None: ...


def tell(crowd: Crowd) -> None:
    """Give the crowd's people material, certificates and bulletins."""
    people = crowd.work.session.execute(
        select(Contact.id, Contact.group_id, Contact.user_id)
        .join(Contact.group)
        .where(Contact.municipality_id == crowd.here, Group.state.in_(LIVING))
        .order_by(Contact.id)
    ).all()
    _train(crowd, people)
    _write(crowd, people)


def _train(crowd: Crowd, people: Sequence[Any]) -> None:
    crowd.add(
        Edition,
        iter(
            [
                {
                    "title": "Bra att veta för kontaktombud",
                    "state": "published",
                    "kind": "link",
                    "url": "https://example.org/",
                    "version": 1,
                    "questions": [],
                    "created_at": crowd.ago(400),
                    "published_at": crowd.ago(400),
                }
            ]
        ),
    )
    *_course, edition = crowd.ids(Edition)
    crowd.add(Assignment, (_assignment(crowd, edition, *person) for person in enumerate(people)))
    crowd.add(Certificate, (_certificate(crowd, edition, *person) for person in enumerate(people)))


def _assignment(crowd: Crowd, edition: int, number: int, person: Any) -> dict[str, Any]:
    return {
        "edition_id": edition,
        "contact_id": person.id,
        "token_hash": f"{person.id:064x}",
        "expires_at": crowd.ago(100),
        "sent_at": crowd.ago(300),
        "read_at": crowd.ago(290) if number % 5 else None,
        "done_at": crowd.ago(290) if number % 5 else None,
        "tries": 1,
    }


def _certificate(crowd: Crowd, edition: int, number: int, person: Any) -> dict[str, Any]:
    done = crowd.ago(number % 360).date()
    return {
        "edition_id": edition,
        "contact_id": person.id,
        "done_on": done,
        "valid_until": done + timedelta(days=730),
        "token_hash": f"{person.id:064x}",
        "token_sealed": "",
    }


def _write(crowd: Crowd, people: Sequence[Any]) -> None:
    crowd.add(Bulletin, (_bulletin(crowd, number) for number in range(BULLETINS)))
    for place, bulletin in enumerate(crowd.ids(Bulletin)):
        rows = [{"bulletin_id": bulletin, "group_id": one.group_id} for one in people]
        crowd.add(
            BulletinReceiver,
            (
                row
                | {
                    "contact_id": one.id,
                    "user_id": one.user_id,
                    "way": "page",
                    "read_at": crowd.ago(30 * place) if number % 3 else None,
                }
                for number, (row, one) in enumerate(zip(rows, people, strict=True))
            ),
        )
        crowd.add(
            BulletinPassing,
            (
                row | {"contact_id": one.id, "channel": "chat", "at": crowd.ago(30 * place)}
                for number, (row, one) in enumerate(zip(rows, people, strict=True))
                if number % 2
            ),
        )


def _bulletin(crowd: Crowd, number: int) -> dict[str, Any]:
    sent = crowd.ago(30 * number + 1)
    return {
        "code": f"crowd{crowd.here}x{number}",
        "state": "sent",
        "version": 1,
        "kind": "crime",
        "title": f"Inbrott i förråd, utskick {number + 1}",
        "text": "Lås förrådet och märk det som är värdefullt.",
        "valid_until": (sent + timedelta(days=60)).date(),
        "created_by": 1,
        "created_at": sent,
        "sent_by": 1,
        "sent_at": sent,
        "warned": [],
    }
