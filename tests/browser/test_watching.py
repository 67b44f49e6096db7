"""The windows of the browser tests notice what a person would only see as a page that does less."""

import pytest

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(("code", "complaint"), [
    ("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
     "Content Security Policy"),
    ("setTimeout(() => { throw new Error('broken widget') })", "broken widget"),
])  # fmt: skip
def test_a_breach_and_a_script_error_are_noticed(window, code, complaint):
    page = window()
    page.goto("/om")

    page.evaluate(f"() => {{ {code} }}")
    page.wait_for_timeout(300)

    noticed, window.complaints = window.complaints, []
    assert any(complaint in said for said in noticed)


def test_a_page_without_faults_raises_no_complaint(window):
    page = window(phone=True, language="en")

    answer = page.goto("/om")

    assert answer.ok
    assert page.evaluate("document.documentElement.lang") == "en"
    assert window.complaints == []
