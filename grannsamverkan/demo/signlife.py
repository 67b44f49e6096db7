"""What happens to the demo town's signs after they hang: faults, inspections, orders, a round."""

from datetime import timedelta

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core import qr
from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.demo.cast import PLANS
from grannsamverkan.demo.signs import SignStory
from grannsamverkan.groups import queries as groups_q
from grannsamverkan.imaging import scene
from grannsamverkan.signs import queries as signs_q
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import orders as orders_q
from grannsamverkan.signs.usecases import faults, links, orders, rounds, tasks
from grannsamverkan.signs.usecases.faults import Fault
from grannsamverkan.signs.usecases.rounds import Said

HANGING = 4
"""Signs that are put up for the tasks to be about."""
NEIGHBOURS = (("Ulf i nummer 8", "granne@example.se"), ("Ylva i nummer 2", ""))
"""Who has got a task, and how: by mail, or by a letter on paper."""
FIRST_NUMBER = 5
"""The first group's own signs in the story are 0 to 4."""


class SignLife(SignStory):
    """Goes on where the town's story ends, with the first two groups."""

    def tell(self, municipality_id: int) -> None:
        """Every kind of task, each order's state that waits for somebody, and a round."""
        self.municipality_id = municipality_id
        founder, group_id = self._founder(0)
        self._go_back(40)
        for number in range(HANGING):
            self.put_up(founder, group_id, FIRST_NUMBER + number, "approved")
        hanging = self._signs(group_id, "approved")
        self._go_back(9)
        self._report_fault(hanging[0])
        self._inspected(founder, hanging[1])
        self._ask(hanging[2], "put_back", "Stolpen byttes ut av elbolaget.")
        self._take_down(founder, hanging[3])
        if len(hanging) > HANGING:
            self._order_down(hanging[4], "Gatan byggs om, och stolpen försvinner.")
        self._walk(founder, group_id, hanging[0])
        self._give_away(founder, hanging)
        self._order()

    def _founder(self, number: int) -> tuple[Actor, int]:
        with self.runtime.reading() as work:
            user = accounts.user_by_email(work, PLANS[number].founder[0])
            assert user is not None  # the story has founded it
            active = groups_q.groups(work, ("active",)).rows
            group = next(g for g in active if user.id in g.contact_ids)
            return user.actor, group.id

    def _signs(self, group_id: int, state: str) -> list[Sign]:
        with self.runtime.reading() as work:
            return list(signs_q.signs(work, (state,), group_id))

    def _report_fault(self, sign: Sign) -> None:
        stored = self._drawn(sign, "wire")
        with self._as(NOBODY) as work:
            said = Fault("loose", "Nedre bandet har släppt och skylten slår i blåsten.")
            report = faults.report_fault(work, work.get(Sign, sign.id), said, [stored])
            photos = [photo.id for one in report.sets for photo in one.photos]
        self._examine(photos)

    def _inspected(self, founder: Actor, sign: Sign) -> None:
        task_id = self._ask(sign, "inspect", "Det var länge sedan någon tittade till skylten.")
        self._report(founder, sign, task_id, "Den sitter som den ska.")

    def _take_down(self, founder: Actor, sign: Sign) -> None:
        self._order_down(sign, "Fastigheten har sålts.")
        with self.runtime.reading() as work:
            task = next(t for t in work.get(Sign, sign.id).tasks if t.kind == "take_down")
        self._report(founder, sign, task.id, "Nere, med alla band.")
        with self._as(self._staff("reviewer")) as work:
            tasks.finish_task(work, task.id)

    def _order_down(self, sign: Sign, reason: str) -> None:
        with self._as(self._staff("reviewer")) as work:
            tasks.order_take_down(work, sign.id, reason=reason)

    def _ask(self, sign: Sign, kind: str, reason: str) -> int:
        with self._as(self._staff("reviewer")) as work:
            return tasks.open_task(work, work.get(Sign, sign.id), kind, reason=reason).id

    def _report(self, founder: Actor, sign: Sign, task_id: int, note: str) -> None:
        stored = self._drawn(sign, "cable_tie")
        with self._as(founder) as work:
            photo = tasks.take_in_task_photo(work, task_id, stored=stored)
            tasks.report_task(work, task_id, note=note)
        self._examine([photo.id])

    def _walk(self, founder: Actor, group_id: int, sign: Sign) -> None:
        self._go_back(2)
        with self._as(founder) as work:
            walk = rounds.start_round(work, group_id, walker="Grannstöd, tisdag")
        with self._as(Actor("link", opens=("round", walk.id))) as work:
            said = Fault("dirty", "Någon har klottrat.", network="round")
            rounds.mark_sign(work, walk.id, Said(sign.id, "demo", said))

    def _give_away(self, founder: Actor, hanging: list[Sign]) -> None:
        """One task by mail and one by a printed letter, to neighbours without an account."""
        with self.runtime.reading() as work:
            signs = [work.get(Sign, sign.id) for sign in hanging]
            open_tasks = [task.id for sign in signs for task in sign.tasks if task.is_waiting]
        with self._as(founder) as work:
            for task_id, (name, email) in zip(open_tasks, NEIGHBOURS, strict=False):
                links.give_task(work, task_id, name=name, email=email)

    def _order(self) -> None:
        founder, group_id = self._founder(1)
        self._go_back(8)
        for number in (5, 6):
            self.put_up(founder, group_id, number, "place_approved")
        with self.runtime.reading() as work:
            places = orders_q.orderable(work, groups_q.group(work, group_id))
        for sign, steps in zip(places, (("approve", "order", "deliver"), ()), strict=False):
            self.today += timedelta(hours=1)
            with self._as(founder) as work:
                order = orders.place_order(work, group_id, [sign.id], note="Vi hämtar gärna.")
            for step in steps:
                with self._as(self._staff("coordinator")) as work:
                    orders.move_order(work, order.id, step)

    def _drawn(self, sign: Sign, fastening: str) -> str:
        picture = scene.paint(
            "post",
            seed=sign.id + 1000,
            code_url=qr.label_address(self.runtime.settings.base_url, sign.code),
            number=sign.post_number,
            fastening=fastening,
            size=(1280, 960),
            taken_at=self.today,
        )
        return self.runtime.storage.put([picture])
