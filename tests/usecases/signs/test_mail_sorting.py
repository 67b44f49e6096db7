"""A person says where mailed photos belong."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, Unmet
from grannsamverkan.signs.jobs import mailin as jobs
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.models.mailin import InboundPhoto
from grannsamverkan.signs.queries import mailin as queries
from grannsamverkan.signs.usecases import mailin
from tests.support.posted import SENDER, mail
from tests.usecases.signs.postbox import label, photos_of, picture


class TestSorting:
    @pytest.fixture
    def unsure(self, post, scene, sign):
        """A mail nobody could match, with two photos."""
        return post.arrives(mail(picture(1), picture(2)))[1]

    def test_a_person_chooses_sign_and_photos(self, post, scene, sign, unsure):
        with post.as_reviewer() as work:
            mailin.choose(work, unsure.id, sign.id, [unsure.photos[0].id])
        answers = post.sent()

        row = post.row(unsure.uid)
        assert (row.state, row.sign_id, row.settled_by) == ("placed", sign.id, scene.reviewer.id)
        assert len(photos_of(scene, sign)) == 1
        assert answers == [], "one receipt for a mail, and it has had it"

    def test_only_signs_that_wait_for_photos_can_be_chosen(self, post, scene, sign, unsure):
        planned = scene.planned(sign.group_id, "1044")

        with pytest.raises(Unmet), post.as_reviewer() as work:
            mailin.choose(work, unsure.id, planned, [photo.id for photo in unsure.photos])

    def test_at_least_one_photo_is_chosen(self, post, sign, unsure):
        with pytest.raises(InvalidInput), post.as_reviewer() as work:
            mailin.choose(work, unsure.id, sign.id, [])

    def test_the_sender_can_be_asked_which_sign_it_was(self, post, unsure):
        with post.as_reviewer() as work:
            mailin.answer_not_understood(work, unsure.id)

        (question,) = post.sent()
        assert (question["To"], question["Subject"]) == (SENDER, "Vi förstod inte vilken skylt")

    def test_laying_aside_needs_a_reason(self, post, unsure):
        with pytest.raises(InvalidInput), post.as_reviewer() as work:
            mailin.discard(work, unsure.id, "  ")
        with post.as_reviewer() as work:
            mailin.discard(work, unsure.id, "Gäller en annan förvaltning")

        assert (post.row(unsure.uid).state, post.sent()) == ("discarded", [])

    def test_of_two_who_sort_the_second_is_told(self, post, unsure):
        with post.as_reviewer() as work:
            mailin.answer_not_understood(work, unsure.id)

        with pytest.raises(Conflict), post.as_reviewer() as work:
            mailin.discard(work, unsure.id, "Gäller inte oss")

    def test_others_see_none_of_it(self, post, scene, unsure):
        strangers = (
            scene.maja.actor,
            scene.coordinator_user.actor,
            scene.police("Pia Polis").actor,
            Actor("link", opens=("sign", 1)),
        )
        for actor in strangers:
            with scene.runtime.reading(actor) as work:
                assert queries.unsure(work) == []
                with pytest.raises(NotFound):
                    queries.mail(work, unsure.id)

    def test_words_sender_and_pictures_are_erased_after_their_time(
        self, post, scene, sign, unsure, clock
    ):
        post.arrives(mail(picture(5, label(sign)), number=5))
        placed = photos_of(scene, sign)[0]
        clock.forward(days=61)
        jobs.erase_mail(post.runtime)
        post.sent()

        row = post.row(unsure.uid)
        assert (row.state, row.sender_sealed, row.subject, row.words) == ("expired", None, "", "")
        with post.runtime.reading() as work:
            assert work.session.scalars(select(InboundPhoto)).all() == []
            stored = work.session.get(Photo, placed.id)
            assert work.storage.exists(stored.original), "a sign's photo follows the sign's times"
            assert work.storage.exists(stored.stored)
        for photo in unsure.photos:
            assert not post.runtime.storage.exists(photo.stored)
