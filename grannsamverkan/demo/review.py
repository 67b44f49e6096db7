"""A desk with work on it: cases of different kinds and ages that wait for the reviewer."""

from grannsamverkan.demo.signlife import SignLife
from grannsamverkan.signs.usecases import assigning

FIRST_NUMBER = 30
"""The groups' other signs have lower numbers."""
WAITING = (
    # (days since the photos came, what they show by how such a sign ends, group)
    (13, "correction_ordered", 0),
    (11, "approved", 1),
    (9, "completion_asked", 0),
    (8, "correction_ordered", 1),
    (6, "approved", 0),
    (5, "correction_ordered", 0),
    (3, "approved", 1),
    (2, "completion_asked", 1),
    (1, "approved", 0),
)
PLANNED = (12, 7, 4, 1)
"""Days since a place was asked for; all in the second group."""


class ReviewDesk(SignLife):
    """Goes on after the signs' own story, so that queue, filters and last days can be felt."""

    def tell(self, municipality_id: int) -> None:
        """Photos and places that wait, and a case that a colleague has taken."""
        self.municipality_id = municipality_id
        people = [self._founder(number) for number in (0, 1)]
        for number, (days, looks, which) in enumerate(WAITING, FIRST_NUMBER):
            founder, group_id = people[which]
            # Photos come a day after the hand-out.
            self._go_back(days + 1)
            sign = self.wait_for_review(founder, group_id, number, looks)
        founder, group_id = people[1]
        for number, days in enumerate(PLANNED, FIRST_NUMBER + len(WAITING)):
            self._go_back(days)
            self.put_up(founder, group_id, number, "planned")
        maria = self._staff("reviewer", place=1)
        with self._as(maria) as work:
            assigning.assign(work, sign.id, maria.id)
