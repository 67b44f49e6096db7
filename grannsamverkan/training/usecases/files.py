"""What is taken out of the product as files with people in them."""

from grannsamverkan.core.work import Work
from grannsamverkan.places.models import Municipality
from grannsamverkan.training import policy, queries
from grannsamverkan.training.queries.following import followed_in
from grannsamverkan.training.workflow import PEOPLE_EXPORTED


def note_people_export(work: Work) -> None:
    """Log that the actor takes out the list of the contact persons that the actor follows.

    In each of the municipalities in question, with how many persons there were in all.
    """
    work.require(policy.watches_somewhere)
    persons, _done = queries.how_many(work)
    for municipality_id in sorted(followed_in(work.actor)):
        municipality = work.get(Municipality, municipality_id)
        work.record(PEOPLE_EXPORTED, municipality, persons=persons)
