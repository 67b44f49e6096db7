"""A neighbour note written on the screen: it goes to the printer and nowhere else."""

import pytest

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(120)]
STORES = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length]"""


def test_what_is_written_leaves_no_trace_and_is_gone_with_the_page(signs, somebody, way):
    eva = somebody(**way)
    eva.opens("/blanketter/grannlapp")
    eva.page.wait_for_load_state("networkidle")
    before = eva.page.evaluate(STORES)
    asked = []
    eva.page.on("request", lambda request: asked.append(request.url))

    eva.writes("Till", "Ali på nummer 14")
    eva.writes("Borta från", "24 december")
    eva.page.get_by_label(eva.word("tömmer brevlådan")).check(force=True)
    eva.page.keyboard.press("Enter")

    assert eva.field("Till").input_value() == "Ali på nummer 14"
    eva.page.wait_for_timeout(300)
    assert asked == []
    assert eva.page.evaluate(STORES) == before
    eva.page.reload()
    assert eva.field("Till").input_value() == ""


def test_the_print_button_prints_and_without_scripts_there_is_a_sheet(signs, somebody, way):
    eva = somebody(**way)
    eva.opens("/blanketter/grannlapp")
    eva.page.evaluate("window.print = () => { document.title = 'utskrift'; }")
    eva.presses("Skriv ut")
    assert eva.page.title() == "utskrift"

    ali = somebody(**way, javascript=False)
    ali.opens("/blanketter/grannlapp")
    assert not ali.button("Skriv ut").is_visible()
    link = ali.page.get_by_role("link", name="(PDF)").first
    assert ali.downloads(link).read_bytes().startswith(b"%PDF")
