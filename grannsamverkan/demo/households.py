"""The demo's household lists: invented people who have answered as far as the group has come."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import cycle, product

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.work import Work
from grannsamverkan.groups.queries import households as queries
from grannsamverkan.groups.rules.households import Details
from grannsamverkan.groups.usecases import households

As = Callable[[Actor], AbstractContextManager[Work]]
FIRST = ("Agneta", "Bertil", "Camilla", "Dawit", "Eva", "Farid", "Gun", "Henrik", "Irma")
LAST = ("Ahlgren", "Öberg", "Lindahl", "Tesfaye", "Åkesson", "Nouri", "Björk", "Sandell")
NOTES = ("", "", "Vill helst bli uppringd.", "", "Har hund, ring på porten.")


def keep_list(act_as: As, keeper: Actor, group_id: int, *, joined: int, declined: int) -> None:
    """Begin the group's list and write down so many answers, the rest stay unanswered."""
    with act_as(keeper) as work:
        households.start_list(work, group_id, from_area=True)
        listed = queries.households(work, queries.kept_group(work, group_id))
    people, notes = cycle(product(LAST, FIRST)), cycle(NOTES)
    for number, home in enumerate(listed[: joined + declined]):
        with act_as(keeper) as work:
            households.answer(work, home.id, status="joined" if number < joined else "declined")
            if number < joined and number % 4:
                last, first = next(people)
                phone = f"070-174 06 {number + 40}"
                details = Details(f"{first} {last}", phone, "", next(notes))
                households.describe(work, home.id, details, consents=True)
    with act_as(keeper) as work:
        households.count_by_list(work, group_id)
