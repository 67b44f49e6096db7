"""Several cases decided together: each its own decision, letter and entry in the log."""

import pytest

from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.signs.workflow import DECIDED
from tests.support.statements import statements_of
from tests.usecases.signs.case import UNDO_S, SignScene

REASON = "Tråden skaver mot stolpens zink."


@pytest.fixture
def signs(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def cases(signs, sent_mail):
    """Three signs of one group whose photos wait."""
    group_id = signs.active()
    made = [signs.photos_sent(signs.handed_out(group_id, n)) for n in ("1042", "1043", "1044")]
    sent_mail()
    return made


@pytest.fixture
def reviewer(signed_in, signs):
    return signed_in(signs.reviewer)


def address(*cases):
    return "/granskning/flera?" + "&".join(f"skylt={one}" for one in cases)


def pretty(signs, sign_id):
    code = signs.sign(sign_id).code
    return f"{code[:3]}-{code[3:]}"


def asked(signs, cases, **values):
    return {
        "arende": [f"{one}:{signs.sign(one).sent_set.id}" for one in cases],
        "outcome": "order_correction",
        "reason": REASON,
        "remedy": "Byt till buntband.",
        **values,
    }


def test_the_chosen_cases_are_shown_with_their_letters_before_anything_happens(
    reviewer, signs, cases
):
    chosen = reviewer.page(address(*cases[:2]))
    assert pretty(signs, cases[0]) in chosen.text()
    assert pretty(signs, cases[2]) not in chosen.text()

    shown = reviewer.post("/granskning/flera/brev", data=asked(signs, cases[:2]))

    text = shown.get_data(as_text=True)
    assert text.count(REASON) >= 2
    assert all(pretty(signs, one) in text for one in cases[:2])
    assert {signs.sign(one).state for one in cases} == {"photos_sent"}


def test_more_cases_take_no_more_questions(reviewer, runtime, cases):
    def questions(*chosen):
        with statements_of(runtime) as asked:
            reviewer.page(address(*chosen))
        return len(asked)

    questions(cases[0])

    assert questions(*cases) == questions(cases[0])


def test_the_text_can_be_changed_before_the_letters_go(reviewer, signs, cases):
    values = asked(signs, cases[:2])

    answer = reviewer.post("/granskning/flera/brev?andra=1", data=values)

    shown = answer.get_data(as_text=True)
    assert "Avgör flera tillsammans" in shown
    assert REASON in shown
    assert 'value="order_correction" checked' in shown


def test_each_gets_its_own_decision_log_entry_and_letter(
    reviewer, signs, cases, sent_mail, clock, runtime
):
    answer = reviewer.post("/granskning/flera/beslut", data=asked(signs, cases[:2]))

    assert answer.status_code == 303
    assert [signs.sign(one).state for one in cases] == [
        "correction_ordered",
        "correction_ordered",
        "photos_sent",
    ]
    with runtime.reading() as work:
        entries = work.session.query(AuditEntry).filter_by(event=DECIDED).all()
        decided = [e.subject_id for e in entries if e.details["outcome"] == "order_correction"]
        assert sorted(decided) == sorted(cases[:2])
    clock.forward(seconds=UNDO_S)
    subjects = {mail["Subject"] for mail in sent_mail()}
    for one in cases[:2]:
        assert any(pretty(signs, one) in subject for subject in subjects)


def test_all_of_them_are_taken_back_together(reviewer, signs, cases, sent_mail, clock):
    answer = reviewer.post("/granskning/flera/beslut", data=asked(signs, cases[:2]))
    told = reviewer.page(answer.location)
    assert "2 skyltar avgjorda" in told.text()

    reviewer.submit(answer.location, {}, action="/granskning/angra")

    clock.forward(days=1)
    assert {signs.sign(one).state for one in cases} == {"photos_sent"}
    assert sent_mail() == []


def test_a_case_that_changed_meanwhile_is_left_out_and_named(reviewer, signs, cases):
    values = asked(signs, cases)
    signs.decide_now(cases[1], "ask_completion", "Ta om fotot i dagsljus.")

    answer = reviewer.post("/granskning/flera/beslut", data=values)

    assert signs.sign(cases[1]).state == "completion_asked"
    assert {signs.sign(cases[0]).state, signs.sign(cases[2]).state} == {"correction_ordered"}
    told = reviewer.page(answer.location).text()
    assert f"{pretty(signs, cases[1])} har ändrats under tiden" in told
    assert "2 skyltar avgjorda" in told


def test_new_photos_take_a_case_out_of_the_letters(reviewer, signs, cases):
    values = asked(signs, cases[:2])
    signs.decide(cases[1], "ask_completion", "Ta om fotot.")
    signs.photos_sent(cases[1])

    shown = reviewer.post("/granskning/flera/brev", data=values).get_data(as_text=True)

    assert f"{pretty(signs, cases[1])} har ändrats under tiden" in shown
    assert shown.count('name="arende"') == 1


@pytest.mark.parametrize("wrong", [{"reason": "", "remedy": ""}, {"outcome": "approve"}])
def test_without_a_reason_or_by_approval_nothing_is_decided(reviewer, signs, cases, wrong):
    answer = reviewer.post("/granskning/flera/beslut", data=asked(signs, cases, **wrong))

    assert answer.status_code == 422
    assert {signs.sign(one).state for one in cases} == {"photos_sent"}


def test_nothing_chosen_leads_back_to_the_queue(reviewer, cases):
    assert "Kryssa för minst ett ärende" in reviewer.page("/granskning/flera").text()


def test_others_have_no_part_in_it(signed_in, signs, cases):
    client = signed_in(signs.coordinator_user)

    assert client.get(address(*cases)).status_code == 403
    answer = client.post("/granskning/flera/beslut", data=asked(signs, cases))
    assert answer.status_code == 403
    assert {signs.sign(one).state for one in cases} == {"photos_sent"}
