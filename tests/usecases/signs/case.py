"""The scene for signs: an active, trained group, a row of posts, and signs from state to state."""

from grannsamverkan.core.actor import NOBODY, Actor
from grannsamverkan.groups import usecases as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.imaging import Claims, Intake, Measures
from grannsamverkan.places.models import MapSource, Municipality, Post
from grannsamverkan.signs import queries
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import tasks as task_queries
from grannsamverkan.signs.usecases import (
    faults,
    links,
    looking,
    mounting,
    orders,
    planning,
    review,
    rounds,
    tasks,
)
from grannsamverkan.signs.usecases.faults import Fault
from grannsamverkan.signs.usecases.mounting import Statements
from grannsamverkan.signs.usecases.orders import Receipt
from grannsamverkan.signs.usecases.planning import WantedPlace
from grannsamverkan.signs.usecases.review import Answer
from tests.support.looking import good_look
from tests.usecases.groups.scene import Scene, polygon

GOOD = Statements(
    "cable_tie", "no", "footway", 2.8, post_number="1042", reply_to="boende@exempel.se"
)
UNDO_S = 10
VIEWS = ("fastening", "post", "road")


def intake(**changes):
    """An examined photo as `imaging.examine` gives it."""
    measures = {"sharpness": 0.4, "brightness": 0.5, "clipped_dark": 0.0, "clipped_light": 0.0}
    values = {
        "format": "JPEG",
        "width": 4000,
        "height": 3000,
        "claims": Claims(),
        "master": b"clean picture",
        "thumbnail": b"small picture",
        "measures": Measures(dhash="0" * 32, **measures),
    }
    return Intake(**{**values, **changes})


class SignScene(Scene):
    """A group called Björkvägen with posts 1042, 1043 and 1044 in its area."""

    def __init__(self, runtime, given):
        super().__init__(runtime, given)
        self.reviewer = self.staff("Gustav Granskare", ("reviewer", None))
        self.coordinator_user = self.coordinator("Sara Samordnare")
        with given() as work:
            work.get(Municipality, self.here).function_mailbox = "skyltar@kommun.example"
            source = MapSource(
                municipality_id=self.here, name="poster.csv", kind="posts", imported_at=work.now
            )
            work.session.add(source)
            work.session.flush()
            centre = polygon().centroid
            for number, shift in (("1042", 0), ("1043", 40), ("1044", 80)):
                work.session.add(
                    Post(
                        municipality_id=self.here,
                        source_id=source.id,
                        number=number,
                        galvanised=True,
                        x=centre.x + shift,
                        y=centre.y,
                    )
                )

    def active(self, *, trained=True):
        group_id = self.approved()
        self.note(self.maja, group_id, "meeting_held", "list_exists", "first_information")
        with self.runtime.work(self.coordinator_user.actor) as work:
            groups.activate_group(work, group_id)
        if trained:
            self.train(group_id)
        return group_id

    def train(self, group_id):
        with self.given() as work:
            for contact in work.get(Group, group_id).untrained:
                groups.note_training(work, contact, edition_id=1)

    def planned(self, group_id, number="1042"):
        with self.runtime.work(self.maja.actor) as work:
            return planning.plan_sign(
                work, group_id, WantedPlace("lamp_post", post_number=number)
            ).id

    def place_approved(self, group_id, number="1042"):
        sign_id = self.planned(group_id, number)
        with self.runtime.work(self.reviewer.actor) as work:
            planning.approve_place(work, sign_id)
        return sign_id

    def handed_out(self, group_id=None, number="1042"):
        sign_id = self.place_approved(group_id or self.active(), number)
        self.ordered(self.sign(sign_id).group_id, sign_id, steps=("approve",))
        with self.runtime.work(self.coordinator_user.actor) as work:
            orders.hand_out(work, sign_id, Receipt("Maja Lind"))
        return sign_id

    def mounter(self, sign_id):
        return Actor("link", opens=("sign", sign_id))

    def photo(self, sign_id, view="fastening", content=None, examined=None):
        """A photo taken in and examined; returns its id."""
        stored = self.runtime.storage.put([content or f"{sign_id} {view}".encode()])
        with self.runtime.work(self.mounter(sign_id)) as work:
            photo_id = mounting.take_in_photo(work, sign_id, view=view, stored=stored).id
        if examined is not False:
            self.examined(photo_id, examined or intake())
        return photo_id

    def examined(self, photo_id, found):
        stored = self.runtime.storage.put([found.master])
        thumb = self.runtime.storage.put([found.thumbnail])
        with self.given() as work:
            mounting.keep_examination(work, photo_id, found)
            looking.keep_look(
                work, photo_id, good_look(), stored=stored, thumb=thumb, close_up=None
            )

    def photos_sent(self, sign_id=None, statements=GOOD):
        sign_id = sign_id or self.handed_out()
        for view in VIEWS:
            self.photo(sign_id, view)
        return self.photos_sent_as_they_are(sign_id, statements)

    def photos_sent_as_they_are(self, sign_id, statements=GOOD):
        """Send the photos that were taken in."""
        with self.runtime.work(self.mounter(sign_id)) as work:
            mounting.send_photos(work, sign_id, statements)
        return sign_id

    def answer(self, sign_id, galvanising="yes", view="yes", by=None):
        sign = self.sign(sign_id)
        photos = [photo.id for photo in sign.sent_set.photos]
        with self.runtime.work((by or self.reviewer).actor) as work:
            review.answer_questions(
                work,
                sign_id,
                sign.sent_set.id,
                galvanising=Answer(galvanising, photos[0]),
                view=Answer(view, photos[-1]),
            )

    def decide(self, sign_id, outcome, reason="", by=None):
        """Decide, and wait until it cannot be undone."""
        decision_id = self.decide_now(sign_id, outcome, reason, by)
        self.runtime.clock.forward(seconds=UNDO_S)
        return decision_id

    def decide_now(self, sign_id, outcome, reason="", by=None):
        """Decide, at a moment when it can still be undone; returns the decision's id."""
        set_id = self.sign(sign_id).sent_set.id
        with self.runtime.work((by or self.reviewer).actor) as work:
            return review.decide(
                work, sign_id, set_id, outcome=outcome, grounds=review.Grounds(reason)
            ).id

    def standing(self, group_id=None, number="1042"):
        """A sign that was mounted, photographed and approved."""
        sign_id = self.photos_sent(self.handed_out(group_id, number))
        self.answer(sign_id)
        self.decide(sign_id, "approve")
        return sign_id

    def task(self, sign_id, kind="fault", reason="Ett band har släppt.", by=None):
        with self.runtime.work((by or self.reviewer).actor) as work:
            return tasks.open_task(work, queries.sign(work, sign_id), kind, reason=reason).id

    def fault(self, sign_id, kind="loose", text="", email="", network="here", photos=()):
        """A report by the sign's label, from nobody in particular."""
        stored = [self.runtime.storage.put([content]) for content in photos]
        with self.runtime.work(NOBODY) as work:
            said = Fault(kind, text, email, network)
            return faults.report_fault(work, work.get(Sign, sign_id), said, stored)

    def ordered(self, group_id, *sign_ids, steps=()):
        """An order of the group, taken some steps on; returns its id."""
        with self.runtime.work(self.maja.actor) as work:
            order_id = orders.place_order(work, group_id, sign_ids).id
        for step in steps:
            with self.runtime.work(self.coordinator_user.actor) as work:
                orders.move_order(work, order_id, step)
        return order_id

    def walk_round(self, group_id):
        """A round of the group: its id, and the secret of its link."""
        with self.runtime.work(self.maja.actor) as work:
            walk = rounds.start_round(work, group_id, walker="Grannstöd")
            return walk.id, work.runtime.vault.open(walk.token_sealed)

    def gives(self, task_id):
        """Gives a task to somebody: the link's id and its secret."""
        with self.runtime.work(self.maja.actor) as work:
            link = links.give_task(work, task_id, name="Bo Ek")
            return link.id, work.runtime.vault.open(link.token_sealed)

    def ordered_down(self, sign_id, reason="Platsen byggs om."):
        """Orders the sign down and returns its task."""
        with self.runtime.work(self.reviewer.actor) as work:
            tasks.order_take_down(work, sign_id, reason=reason)
            found = task_queries.open_task(work, queries.sign(work, sign_id), "take_down")
            return found.id

    def task_photo(self, task_id, by=None, content=None):
        """A photo that shows a task done, taken in and examined; returns its id."""
        stored = self.runtime.storage.put([content or f"task {task_id}".encode()])
        with self.runtime.work((by or self.maja).actor) as work:
            photo_id = tasks.take_in_task_photo(work, task_id, stored=stored).id
        self.examined(photo_id, intake())
        return photo_id

    def reported(self, task_id, note="Nu är det gjort.", by=None):
        self.task_photo(task_id, by)
        with self.runtime.work((by or self.maja).actor) as work:
            tasks.report_task(work, task_id, note=note)
        return task_id

    def finish(self, task_id, reason=""):
        """The reviewer says that a task is done."""
        with self.runtime.work(self.reviewer.actor) as work:
            tasks.finish_task(work, task_id, reason=reason)

    def sign_of(self, task_id):
        """The sign that a task is about."""
        return self.sign(self.the_task(task_id).sign_id)

    def the_task_of(self, sign_id, kind):
        """The sign's open task of a kind, or None."""
        with self.runtime.reading() as work:
            return task_queries.open_task(work, queries.sign(work, sign_id), kind)

    def the_task(self, task_id):
        with self.runtime.reading() as work:
            task = task_queries.task(work, task_id)
            assert task.sign.group is not None
            assert all(one.photos is not None for one in task.sets)
            return task

    def sign(self, sign_id):
        with self.runtime.reading() as work:
            sign = queries.sign(work, sign_id)
            for one in sign.sets:
                assert one.photos is not None
                assert one.checks is not None
                assert one.review is None or one.review.set_id == one.id
            assert sign.decisions is not None
            return sign
