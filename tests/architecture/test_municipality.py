"""No municipality is built in, and none sees another's matters."""

import pytest

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.accounts.usecases import sessions
from grannsamverkan.core.actor import Role
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import Municipality
from tests.architecture.sources import PACKAGE, project_files

# Put together here, so that this file does not name the first one either.
FIRST = ("väners" + "borg", "vaners" + "borg")
CANARY = "Kanariestad"
PATHS = (
    "/",
    "/personal",
    "/personal/ny",
    "/installningar",
    "/installningar/kommun",
    "/installningar/texter",
    "/installningar/historik",
    "/installningar/kontakter",
    "/grupper",
    "/skyltar",
    "/konto",
)


def test_the_first_municipality_stands_in_the_demo_only():
    named = [
        str(file.relative_to(PACKAGE))
        for file in project_files(".py", ".html", ".toml", ".txt", ".typ", ".js", ".po", ".css")
        if PACKAGE in file.parents
        and PACKAGE / "demo" not in file.parents
        and any(name in file.read_text("utf-8").casefold() for name in FIRST)
    ]

    assert named == []


@pytest.fixture
def admin_of(given, app):
    """A municipality of that name with its administrator, signed in."""

    def make(slug, name):
        with given() as work:
            here = places.add_municipality(work, slug=slug, name=name, short_name=name)
            places.add_police_area(work, here, f"{name} norr")
            user = accounts.create_staff(
                work,
                email=f"admin@{slug}.example",
                name=f"Ada i {name}",
                password="tallkotte hiss mars regn",
                totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                roles=[Role("admin", here.id)],
            )
            token = sessions.enter(work, user, "test", "").token
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return browser

    return make


def test_the_administrator_of_one_never_sees_the_others_anything(admin_of, given, runtime):
    theirs, mine = admin_of("kanarie", CANARY), admin_of("alby", "Alby")
    share = "/installningar/varde/group.participation_approve_pct"
    assert theirs.post(share, data={"value": "77"}).status_code == 303
    details = {"title": f"Polis i {CANARY}", "phone": "114 14", "position": "0"}
    assert theirs.post("/installningar/kontakter/ny", data=details).status_code == 303
    invited = {"name": f"Ny i {CANARY}", "email": "ny@kanarie.example", "role": "reviewer"}
    with given() as work:
        kanarie = work.session.query(Municipality).filter_by(slug="kanarie").one().id
    invited |= {"municipality": str(kanarie), "police_area": "0"}
    assert theirs.post("/personal/ny", data=invited).status_code == 303
    text = "/installningar/texter/start.lead/sv"
    assert theirs.post(text, data={"body": f"Hej {CANARY}"}).status_code == 303

    for path in PATHS:
        assert CANARY in theirs.get("/personal").get_data(as_text=True)
        for query in ("", "?kommun=kanarie"):
            answer = mine.get(path + query, follow_redirects=True)
            assert CANARY not in answer.get_data(as_text=True), path + query
    assert "77" not in mine.page(share).text()
    for path in (share, text, "/installningar/kommun"):
        assert mine.get(f"{path}?kommun=kanarie").status_code == 403
        assert mine.post(f"{path}?kommun=kanarie", data={"value": "1"}).status_code == 403
    assert mine.post("/personal/ny", data=invited).status_code in {403, 422}
