"""Passkeys: made by their owner, good for signing in, and for nothing that they do not prove."""

import json

import pytest

from grannsamverkan.accounts import usecases
from grannsamverkan.accounts.models import Passkey, PasskeyChallenge
from grannsamverkan.accounts.queries import history, keys
from grannsamverkan.accounts.rules import passkeys
from grannsamverkan.accounts.usecases import Entry, sessions
from grannsamverkan.core.actor import NOBODY, Role
from grannsamverkan.core.errors import InvalidInput, NotFound, Unmet
from tests.support.authenticator import Authenticator
from tests.support.mailbox import text_of

EMAIL = "polis@polisen.example"


@pytest.fixture
def police(staff, places):
    return staff(EMAIL, Role("police", places.here, places.north))


@pytest.fixture
def inside(police, sign_in_as):
    """The officer, signed in a moment ago: (actor, session token)."""
    return sign_in_as(police)


@pytest.fixture
def sign_in_as(given, runtime):
    def sign_in_as(person):
        with given() as work:
            entry = sessions.enter(work, work.get(type(person), person.id), "test", "")
        with runtime.reading() as work:
            return work.get(type(person), person.id).actor, entry.token

    return sign_in_as


@pytest.fixture
def add(runtime, inside):
    """Adds a key for the officer; gives the row or the refusal."""

    def add(device, name="Jobbtelefonen", who=None, change=None):
        actor, session = who or inside
        with runtime.work(actor) as work:
            handle, options = usecases.begin_passkey(work, session=session)
        answer = device.create(options)
        with runtime.work(actor) as work:
            return usecases.add_passkey(
                work,
                session=session,
                handle=handle,
                answer=change(answer) if change else answer,
                name=name,
            )

    return add


@pytest.fixture
def ask(runtime):
    """Opens a sign-in in some browser: (handle, options)."""

    def ask(network="192.0.2.1"):
        with runtime.work(NOBODY) as work:
            return usecases.begin_passkey_sign_in(work, network=network)

    return ask


@pytest.fixture
def answer(runtime):
    def answer(handle, answer):
        with runtime.work(NOBODY) as work:
            return usecases.use_passkey(work, handle=handle, answer=answer, user_agent="Test")

    return answer


@pytest.fixture
def use(ask, answer):
    """Signs in with a key, all the way."""

    def use(device):
        handle, options = ask()
        return answer(handle, device.get(options))

    return use


def test_a_key_signs_in_without_name_password_or_code(police, add, use, is_live, events):
    device = Authenticator()
    add(device)

    entry = use(device)

    assert isinstance(entry, Entry)
    assert entry.user_id == police.id
    assert is_live(entry.token)
    assert events()[-1] == "sign_in"


def test_the_browser_is_asked_to_verify_the_person_and_to_keep_the_key(runtime, inside, ask):
    actor, session = inside
    with runtime.work(actor) as work:
        _, making = usecases.begin_passkey(work, session=session)
    _, using = ask()

    chosen = json.loads(making)["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert json.loads(using)["userVerification"] == "required"
    assert json.loads(using)["allowCredentials"] == []
    assert EMAIL not in json.loads(making)["user"]["id"]


def test_a_person_has_several_keys_named_and_removed_one_by_one(
    runtime, inside, add, use, sent_mail
):
    phone, laptop = Authenticator(), Authenticator()
    first = add(phone, "Telefonen")
    add(laptop, "Datorn")
    actor, session = inside

    with runtime.work(actor) as work:
        usecases.rename_passkey(work, passkey_id=first.id, name="Gamla telefonen")
    with runtime.work(actor) as work:
        usecases.remove_passkey(work, session=session, passkey_id=first.id)

    with runtime.reading(actor) as work:
        assert [key.name for key in keys.own_passkeys(work)] == ["Datorn"]
    assert isinstance(use(phone), InvalidInput)
    assert isinstance(use(laptop), Entry)
    added, _also, removed = sent_mail()
    assert added["To"] == EMAIL
    assert "Telefonen" in text_of(added)
    assert "Gamla telefonen" in text_of(removed)


def test_the_same_device_is_not_asked_for_a_second_key(runtime, inside, add):
    device = Authenticator()
    add(device)
    actor, session = inside

    with runtime.work(actor) as work:
        _, options = usecases.begin_passkey(work, session=session)

    assert len(json.loads(options)["excludeCredentials"]) == 1
    assert isinstance(add(device), InvalidInput)


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="https://grannsamverkan.evil.example"),
        Authenticator(origin="http://localhost:8000"),
        Authenticator(verified=False),
        Authenticator(rp_id="evil.example"),
    ],
    ids=["foreign origin", "other port", "person not verified", "foreign site"],
)
def test_a_key_made_elsewhere_or_without_its_person_is_refused(add, device):
    assert isinstance(add(device), InvalidInput)


@pytest.mark.parametrize(
    ("trait", "value"),
    [("origin", "https://evil.example"), ("verified", False), ("rp_id", "evil.example"),
     ("user_handle", "AAAA"), ("count", -1)],
)  # fmt: skip
def test_a_use_that_proves_too_little_is_refused(add, use, trait, value):
    device = Authenticator(count=5)
    add(device)
    assert isinstance(use(device), Entry)

    setattr(device, trait, value)

    assert isinstance(use(device), InvalidInput)


def test_a_copied_key_is_noticed_by_its_counter(add, use):
    device = Authenticator()
    add(device)
    use(device)
    use(device)

    device.count = 0

    assert isinstance(use(device), InvalidInput)


def test_an_answer_is_good_once(add, ask, answer):
    device = Authenticator()
    add(device)
    handle, options = ask()
    reply = device.get(options)
    first = answer(handle, reply)

    again = answer(handle, reply)

    assert isinstance(first, Entry)
    assert isinstance(again, InvalidInput)


def test_a_wrong_answer_spends_the_challenge(add, ask, answer, runtime):
    device = Authenticator()
    add(device)
    handle, options = ask()
    answer(handle, "{}")

    assert isinstance(answer(handle, device.get(options)), InvalidInput)
    with runtime.reading() as work:
        assert work.session.query(PasskeyChallenge).count() == 0


def test_an_answer_belongs_to_the_browser_that_asked(add, ask, answer):
    device = Authenticator()
    add(device)
    mine, _ = ask()
    _, theirs = ask()

    assert isinstance(answer(mine, device.get(theirs)), InvalidInput)
    assert isinstance(answer("0" * 28, device.get(theirs)), InvalidInput)


def test_an_answer_that_comes_late_is_refused(add, ask, answer, clock):
    device = Authenticator()
    add(device)
    handle, options = ask()

    clock.forward(minutes=5)

    assert isinstance(answer(handle, device.get(options)), InvalidInput)


@pytest.mark.parametrize(
    "rubbish",
    ["", "null", "[]", "{}", '{"id": 7}', '{"id": "AAAA"}', "[" * 50_000, "x" * 30_000,
     '{"id": "", "response": null}'],
    ids=range(9),
)  # fmt: skip
def test_rubbish_is_refused_and_never_an_error(add, ask, answer, rubbish):
    handle, _ = ask()

    assert isinstance(answer(handle, rubbish), InvalidInput)
    assert isinstance(add(Authenticator(), change=lambda _: rubbish), InvalidInput)


def test_a_broken_answer_of_a_known_key_is_refused(add, ask, answer):
    device = Authenticator()
    add(device)

    for field in ("signature", "authenticatorData", "clientDataJSON", "userHandle"):
        for wrong in (None, 7, "", "AAAA", {}):
            handle, options = ask()
            reply = json.loads(device.get(options))
            reply["response"][field] = wrong
            assert isinstance(answer(handle, json.dumps(reply)), InvalidInput), (field, wrong)


def test_adding_and_removing_takes_a_new_sign_in(runtime, inside, add, clock):
    row = add(Authenticator())
    actor, session = inside

    clock.forward(minutes=15)

    with pytest.raises(Unmet), runtime.work(actor) as work:
        usecases.begin_passkey(work, session=session)
    with pytest.raises(Unmet), runtime.work(actor) as work:
        usecases.remove_passkey(work, session=session, passkey_id=row.id)


def test_nobody_touches_the_keys_of_others(runtime, add, staff, places, sign_in_as):
    row = add(Authenticator())
    actor, session = sign_in_as(staff("annan@polisen.example", Role("admin", places.here)))

    with pytest.raises(NotFound), runtime.work(actor) as work:
        usecases.rename_passkey(work, passkey_id=row.id, name="Min")
    with pytest.raises(NotFound), runtime.work(actor) as work:
        usecases.remove_passkey(work, session=session, passkey_id=row.id)


def test_keys_end_with_the_access(given, police, add, use, runtime):
    device = Authenticator()
    add(device)

    with given() as work:
        usecases.end_access(work, user_id=police.id)

    assert isinstance(use(device), InvalidInput)
    with runtime.reading() as work:
        assert work.session.query(Passkey).count() == 0


def test_administrators_read_of_keys_that_come_and_go(runtime, as_admin, inside, add):
    actor, session = inside
    key = add(Authenticator())
    with runtime.work(actor) as work:
        usecases.remove_passkey(work, session=session, passkey_id=key.id)

    with runtime.reading(as_admin) as work:
        deeds = [deed.event for deed in history.deeds(work, number=1).rows]

    assert deeds[:2] == ["passkey_remove", "passkey_add"]


def test_a_contact_person_signs_in_with_a_key_too(
    runtime, given, add, use, press_link, sent_mail, sign_in_as
):
    with given() as work:
        nina = usecases.ensure_contact(work, email="nina@hemma.example", name="Nina", language="sv")
    device = Authenticator()
    add(device, who=sign_in_as(nina))

    assert use(device).user_id == nina.id


def test_keys_are_offered_where_browsers_have_them():
    where = passkeys.site("https://gs.example.se:8443")

    assert (where.rp_id, where.origin) == ("gs.example.se", "https://gs.example.se:8443")
    assert passkeys.site("http://localhost:5000").origin == "http://localhost:5000"
    assert passkeys.site("http://127.0.0.1:5000") is None
    assert passkeys.site("http://gs.example.se") is None
    assert passkeys.site("https://[2001:db8::1]") is None
