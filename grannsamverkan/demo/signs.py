"""The signs of the demo town, from a planned place to the decision they end with."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

from grannsamverkan.core import qr
from grannsamverkan.core.actor import Actor
from grannsamverkan.demo.grounds import nearest_address
from grannsamverkan.demo.stage import Stage
from grannsamverkan.groups import queries as groups_q
from grannsamverkan.imaging import scene
from grannsamverkan.places import queries as places_q
from grannsamverkan.places.queries import posts as post_queries
from grannsamverkan.signs import jobs as sign_jobs
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.usecases import mounting, orders, planning, review
from grannsamverkan.signs.usecases.mounting import Statements
from grannsamverkan.signs.usecases.orders import Receipt
from grannsamverkan.signs.usecases.planning import WantedPlace
from grannsamverkan.signs.usecases.review import Answer, Grounds

JUDGEMENTS = {
    "approved": ("approve", ""),
    "completion_asked": (
        "ask_completion",
        "Fotona är tagna i skymning. Ta om fotot av fästet i dagsljus.",
    ),
    "correction_ordered": (
        "order_correction",
        "Tråden skaver mot stolpen. Byt till svarta buntband av plast.",
    ),
}


class SignStory(Stage):
    """How a sign comes up, through the same use cases as a real one."""

    def put_up(self, founder: Actor, group_id: int, number: int, end: str) -> None:
        sign = self._plan(founder, group_id, number)
        if not self._place(founder, sign, end):
            return
        self._hand_out(founder, group_id, sign)
        if end == "handed_out":
            return
        self._send_photos(sign, end)
        if end != "photos_sent":
            self._judge(self._staff("reviewer"), sign, end)

    def wait_for_review(self, founder: Actor, group_id: int, number: int, looks: str) -> Sign:
        """A sign whose photos wait, and look like those of a sign that ends so."""
        sign = self._plan(founder, group_id, number)
        self._place(founder, sign, looks)
        self._hand_out(founder, group_id, sign)
        self._send_photos(sign, looks)
        return sign

    def _hand_out(self, founder: Actor, group_id: int, sign: Sign) -> None:
        with self._as(founder) as work:
            order = orders.place_order(work, group_id, [sign.id])
        with self._as(self._staff("coordinator")) as work:
            orders.move_order(work, order.id, "approve")
            orders.hand_out(work, sign.id, Receipt())

    def _place(self, founder: Actor, sign: Sign, end: str) -> bool:
        """Judge the place; True if the sign goes on from there."""
        if end == "cancelled":
            with self._as(founder) as work:
                planning.cancel_sign(work, sign.id)
        if end in {"planned", "cancelled"}:
            return False
        with self._as(self._staff("reviewer")) as work:
            if end == "place_refused":
                reason = "På stolpen sitter ett vägmärke. Välj nästa stolpe längs gatan."
                planning.refuse_place(work, sign.id, reason=reason)
                return False
            planning.approve_place(work, sign.id)
        return end != "place_approved"

    def _plan(self, founder: Actor, group_id: int, number: int) -> Sign:
        with self._as(founder) as work:
            group = groups_q.group(work, group_id)
            assert group.area_wkb is not None  # every demo group draws its area
            posts = post_queries.posts_within(work, self.municipality_id, group.area_wkb)
            post = posts[(number * 3) % len(posts)]
            wanted = WantedPlace(
                "lamp_post", post_id=post.id, place=nearest_address(work, post.x, post.y)
            )
            return planning.plan_sign(work, group_id, wanted)

    def _send_photos(self, sign: Sign, end: str) -> None:
        self._sleep(1)
        mounter = Actor("link", opens=("sign", sign.id))
        drawn = "wire" if end == "correction_ordered" else "cable_tie"
        light: scene.Light = "dusk" if end == "completion_asked" else "day"
        lower_edge_m = 2.3 if end == "correction_ordered" else 2.8
        self._examine(
            [
                self._send_photo(sign, mounter, view, drawn, light, lower_edge_m)
                for view in get_args(scene.View)
            ]
        )
        statements = Statements(
            fastening="loose_wire" if drawn == "wire" else "cable_tie",
            liner="no",
            surface="footway",
            lower_edge_m=lower_edge_m,
            post_number=sign.post_number,
            reply_to="boende@example.se",
        )
        with self._as(mounter) as work:
            mounting.send_photos(work, sign.id, statements)

    def _send_photo(
        self,
        sign: Sign,
        mounter: Actor,
        view: scene.View,
        fastening: str,
        light: scene.Light,
        lower_edge_m: float,
    ) -> int:
        base_url = self.runtime.settings.base_url
        with self.runtime.reading() as work:
            assert sign.x is not None  # demo signs hang on known posts
            assert sign.y is not None
            plane = places_q.plane_of(work, self.municipality_id)
            lon, lat = plane.to_lonlat(sign.x, sign.y)
        drawn = scene.paint(
            view,
            seed=sign.id,
            code_url=qr.label_address(base_url, sign.code),
            number=sign.post_number,
            fastening=fastening,
            light=light,
            lower_edge_m=lower_edge_m,
            size=(1280, 960),
            taken_at=self.today,
            longitude=lon,
            latitude=lat,
        )
        stored = self.runtime.storage.put([drawn])
        with self._as(mounter) as work:
            return mounting.take_in_photo(work, sign.id, view=view, stored=stored).id

    def _examine(self, photo_ids: Sequence[int]) -> None:
        """Let them be looked at, two at a time as a worker does."""
        then = self._then()
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(sign_jobs.examine_photo, then, one) for one in photo_ids]:
                done.result()

    def _judge(self, reviewer: Actor, sign: Sign, end: str) -> None:
        with self._as(reviewer) as work:
            photo_set = work.get(Sign, sign.id).sent_set
            assert photo_set is not None  # just sent
            first, *_rest, last = (photo.id for photo in photo_set.photos)
            good = "yes" if end == "approved" else "no"
            review.answer_questions(
                work,
                sign.id,
                photo_set.id,
                galvanising=Answer(good, first),
                view=Answer("yes", last),
            )
            outcome, reason = JUDGEMENTS[end]
            review.decide(work, sign.id, photo_set.id, outcome=outcome, grounds=Grounds(reason))
