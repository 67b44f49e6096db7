"""What households say stays with their group's contact persons: nobody else ever meets a word.

One household's every word is a canary. Everybody else opens every address there is, as a page and
as JSON, and sends every form; all printed matter and every mail is read as well.
"""

import pytest

from grannsamverkan.core import pdf
from tests.architecture.test_access import FAMILY, PERSONS, STREET, World, addresses
from tests.support.mailbox import html_of, text_of

pytestmark = pytest.mark.sqlite_only

CANARIES = ("Kanarie", "kanarie", "987 65 43", "9876543", "Kvittrar", STREET)
OTHERS = [name for name in PERSONS if name != "contact"]
LEFT_OUT = {
    "static": "files of the product",
    "desk.captured_mails": "every mail, on one's own machine only; not there in production",
    "desk.captured_mail": "the same",
    "desk.captured_file": "the same",
    "desk.captured_html": "the same",
    "accounts.sign_out": "would end the test's own session",
    "accounts.sign_out_everywhere": "the same",
}
KEYS = {"joining.own", "joining.leave"}
"""Opened by the household's own key, which nobody else has."""


def canaries_in(text):
    return [word for word in CANARIES if word in text]


class Watch:
    """Opens addresses as people and keeps every place where a canary was heard."""

    def __init__(self, app, world, signed_in):
        self.app, self.world, self.signed_in = app, world, signed_in
        self.heard, self.opened = [], 0

    def as_everybody(self, names):
        browsers = {name: self.browser(name) for name in names}
        for method in ("GET", "POST"):  # what is sent changes what is there to be read
            for name, browser in browsers.items():
                self.walk(name, browser, method)

    def browser(self, name):
        user = self.world.who(name)
        made = self.app.test_client() if user is None else self.signed_in(user)
        made.check_pages = False
        return made

    def walk(self, name, browser, method):
        adapter = self.app.url_map.bind("localhost")
        for how, rule in addresses(self.app):
            if how != method or rule.endpoint in LEFT_OUT:
                continue
            values = self.world.values(rule)
            if rule.endpoint in KEYS:
                values["token"] = "Y" * 28
            wanted = {key: value for key, value in values.items() if key in rule.arguments}
            path = adapter.build(rule.endpoint, wanted, method=method)
            for accept in ("text/html", "application/json"):
                self.open(name, browser, method, path, accept)

    def open(self, name, browser, method, path, accept):
        answer = browser.open(path, method=method, headers={"Accept": accept})
        told = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
        self.opened += 1
        if canaries_in(told):
            self.heard.append(f"{name} {method} {path} ({accept}): {canaries_in(told)}")


def test_the_list_as_a_file_is_the_keepers_alone(app, world, signed_in):
    watch = Watch(app, world, signed_in)
    path = f"/grupper/{world.deciding}/hushall/lista.csv"
    for name in (*OTHERS, "contact"):
        watch.open(name, watch.browser(name), "POST", path, "text/html")

    assert [heard.split()[0] for heard in watch.heard] == ["contact"]


@pytest.fixture
def printed(monkeypatch):
    """The data of everything that is printed while the test runs."""
    seen = []
    typeset = pdf._typeset

    def listen(template, payload, *rest):
        seen.append(payload)
        return typeset(template, payload, *rest)

    monkeypatch.setattr(pdf, "_typeset", listen)
    return seen


@pytest.fixture
def world(runtime, given):
    made = World(runtime, given)
    made.answer_arrives()
    return made


def test_the_canary_is_heard_where_it_lives(app, world, signed_in):
    """The look itself works: the group's own contact person reads every word."""
    watch = Watch(app, world, signed_in)
    page = f"/hushall/{world.dwelling}"
    watch.open("contact", watch.browser("contact"), "GET", page, "text/html")

    assert len(watch.heard) == 1
    assert all(word in str(FAMILY) + STREET for word in ("Kanarie", "kanarie", "987 65 43"))


# Eight people open and send some 300 addresses twice: minutes on a busy machine.
@pytest.mark.timeout(1200)
def test_nobody_else_meets_a_word_of_a_household(app, world, signed_in, printed, sent_mail):
    watch = Watch(app, world, signed_in)

    watch.as_everybody(OTHERS)

    assert watch.heard == []
    assert watch.opened > len(OTHERS) * 100
    assert [payload for payload in printed if canaries_in(payload)] == []


def test_no_mail_tells_a_word_of_a_household(app, world, signed_in, sent_mail):
    """The contact person does everything there is to do, and so does the household."""
    watch = Watch(app, world, signed_in)
    watch.walk("contact", watch.browser("contact"), "POST")
    mails = sent_mail()

    told = [f"{m['Subject']} {text_of(m)} {html_of(m)}" for m in mails]
    assert len(mails) > 5
    assert [text for text in told if canaries_in(text)] == []
    # The address itself stands on the envelope of the household's own mail, and on no other.
    to_the_household = [m for m in mails if canaries_in(str(m["To"]))]
    assert {m["To"] for m in to_the_household} == {FAMILY.email}
    assert not any(canaries_in(f"{m['From']} {m['Cc']} {m['Reply-To']}") for m in mails)


def test_the_printed_invitation_names_contact_persons_and_no_household(
    app, world, signed_in, printed
):
    maja = signed_in(world.maja)
    for kind in ("trapphus", "brevlada"):
        answer = maja.get(f"/grupper/{world.deciding}/hushall/flygblad-{kind}-sv.pdf")
        assert answer.data.startswith(b"%PDF-")

    assert all("Maja Lind" in payload for payload in printed)
    assert [payload for payload in printed if canaries_in(payload)] == []
