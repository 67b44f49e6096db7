"""The search's words: written with the thing, mended when it came in another way."""

import json

import pytest
from sqlalchemy import delete, insert, select, update

from grannsamverkan.core import search
from grannsamverkan.core.search import SearchWord
from grannsamverkan.groups.models import Group
from grannsamverkan.places.models import Municipality
from tests.support.databases import load_models
from tests.usecases.desk.scene import Scene


@pytest.fixture
def scene(runtime, given):
    return Scene(runtime, given)


@pytest.fixture
def found(runtime):
    """Names of groups that a text finds."""

    def look(text):
        with runtime.reading() as work:
            matches = search.matching(Group, text)
            if matches is None:
                return []
            return sorted(work.session.scalars(select(Group.name).where(matches)))

    return look


def test_only_these_columns_are_searched_and_none_of_them_is_a_households():
    load_models()

    assert {model.__tablename__: names for model, names in search.searchable().items()} == {
        "watch_group": ("name", "streets"),
        "sign": ("code", "post_number", "place"),
        "user": ("name", "email"),
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("björk", ["Björkvägen"]),
        ("BJÖRKVÄGEN", ["Björkvägen"]),
        ("bjork", ["Bjorkvagen"]),
        ("as", ["Asen"]),
        ("ås", ["Åsen"]),
        ("äs", ["Äsen"]),
        ("kvarteret ek", ["Kvarteret Eken"]),
        ("ek kvart", ["Kvarteret Eken"]),
        ("eken almen", []),
        ("storgatan 12", ["Asen"]),
        ("%", []),
        ("_", []),
        ("", []),
    ],
)
def test_words_are_found_by_how_they_begin_and_letters_are_kept_apart(scene, found, text, names):
    for name in ("Björkvägen", "Bjorkvagen", "Åsen", "Äsen", "Kvarteret Eken"):
        scene.group(name=name, streets="")
    scene.group(name="Asen", streets="Storgatan 1–12")

    assert found(text) == names


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(scene, given, found):
    group = scene.group(name="Almgränd")
    with given() as work:
        work.get(Group, group.id).name = "Lindgränd"

    assert found("almgränd") == []
    assert found("lindgränd") == ["Lindgränd"]


def test_what_is_undone_leaves_no_words(runtime, found, scene):
    founder = scene.user().id
    with pytest.raises(RuntimeError, match="no permission"), runtime.work() as work:
        place = work.session.scalars(select(Municipality)).first()
        work.session.add(
            Group(
                municipality_id=place.id,
                name="Spökgränd",
                housing="villa",
                founded_by=founder,
                created_at=work.now,
            )
        )
        work.session.flush()

    assert found("spökgränd") == []


def test_what_came_in_past_the_session_is_mended_and_what_is_gone_is_taken_away(
    scene, runtime, given, found
):
    # given a name that was changed, a word nobody has, and words that were lost, all by hand
    group, other = scene.group(name="Almgränd"), scene.group(name="Ekgränd")
    with given() as work:
        connection = work.session.connection()
        connection.execute(update(Group).where(Group.id == group.id).values(name="Lindgränd"))
        connection.execute(delete(SearchWord).where(SearchWord.subject_id == other.id))
        row = {"kind": "watch_group", "subject_id": 999_999, "word": "spöke"}
        connection.execute(insert(SearchWord), [row])

    # when
    first, again = search.mend(runtime), search.mend(runtime)

    # then
    assert found("lindgränd") == ["Lindgränd"]
    assert found("almgränd") == []
    assert found("ekgränd") == ["Ekgränd"]
    assert first >= 4
    assert again == 0


def test_every_hostile_text_can_be_a_name_and_be_looked_for(scene, runtime, testdata):
    texts = [
        str(text)[:80].replace("\x00", "")
        for name in ("blns.json", "unicode.json", "sqli-generic.json")
        for text in json.loads((testdata / "strings" / name).read_text())[:60]
    ]
    names = [text for text in texts if text.isprintable() and search.words(text)]
    for name in names:
        scene.group(name=name)

    with runtime.reading() as work:
        for name in names:
            matches = search.matching(Group, name)
            assert name in work.session.scalars(select(Group.name).where(matches)).all()
