"""Lists of posts that are imported again, with signs on the posts."""

import pytest

from grannsamverkan.places.models import Municipality, Post
from grannsamverkan.places.queries import posts
from grannsamverkan.places.usecases import imports
from grannsamverkan.signs import queries


@pytest.fixture
def bring(scene, tmp_path):
    """Imports the list that the scene's posts came from, with the numbers that are in it now."""

    def bringer(*numbers):
        with scene.runtime.reading() as work:
            rows = [
                f"{post.number};{post.y};{post.x}"
                for post in work.session.query(Post).order_by(Post.id)
                if post.number in numbers
            ]
        path = tmp_path / "poster.csv"
        path.write_text("\n".join(["nummer;norr;öst", *rows]))
        with scene.runtime.work() as work:
            return imports.import_file(work, work.get(Municipality, scene.here), path)

    return bringer


def test_a_sign_whose_post_is_gone_from_the_list_is_to_be_put_back_and_told_of_once(
    scene, bring, sent_mail
):
    # given
    sign_id = scene.standing()
    assert bring("1042", "1043", "1044").posts_gone == 0
    sent_mail()

    # when
    first = bring("1043", "1044")
    second = bring("1043", "1044")

    # then
    assert (first.posts_gone, second.posts_gone) == (1, 0)
    assert "1042" in scene.the_task_of(sign_id, "put_back").reason
    told = [mail for mail in sent_mail() if mail["Subject"].startswith("Sätt tillbaka")]
    assert [mail["To"] for mail in told] == ["maja@exempel.se"]


def test_a_sign_whose_post_stays_hears_nothing(scene, bring):
    # given
    sign_id = scene.standing()

    # when
    bring("1042")

    # then
    assert scene.the_task_of(sign_id, "put_back") is None


def test_a_post_that_got_another_number_at_its_place_is_gone_and_one_moved_a_little_is_not(
    scene, bring, tmp_path
):
    # given
    sign_id = scene.standing()
    with scene.runtime.reading() as work:
        post = posts.post_by_number(work, scene.here, "1042")

    # when
    path = tmp_path / "poster.csv"
    path.write_text(f"nummer;id;norr;öst\n1042;a7;{post.y + 1};{post.x}\n")
    with scene.runtime.work() as work:
        imports.import_file(work, work.get(Municipality, scene.here), path)

    # then
    assert scene.the_task_of(sign_id, "put_back") is None
    with scene.runtime.reading() as work:
        assert queries.sign(work, sign_id).post.key == "a7"

    # when
    path.write_text(f"nummer;id;norr;öst\n2042;b9;{post.y + 1};{post.x}\n")
    with scene.runtime.work() as work:
        imports.import_file(work, work.get(Municipality, scene.here), path)

    # then
    assert scene.the_task_of(sign_id, "put_back") is not None
