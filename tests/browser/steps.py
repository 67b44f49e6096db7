"""Steps that lead from a page's address to a state of it that is looked at; see `pages.py`."""

from collections.abc import Callable

from tests.browser.persons import Person
from tests.browser.scene import CLERK, EveryPage
from tests.browser.town import PASSWORD

Step = Callable[[Person, EveryPage], None]


def submits(person: Person, _world: EveryPage) -> None:
    """Send the page's form as it is, which is wrong."""
    person.press(person.page.locator("main form[method=post] button[type=submit]").last)
    person.page.locator(".error-summary, .ds-validation-message").first.wait_for()


def submits_here(person: Person, _world: EveryPage) -> None:
    """Say to be at a session without the code of its poster."""
    person.press(person.page.locator("main section form button[type=submit]"))
    person.page.locator(".error-summary, .ds-validation-message").first.wait_for()


def sends_unconfirmed(person: Person, _world: EveryPage) -> None:
    """Send a bulletin without having answered what the wording guard asks."""
    person.press(person.page.locator("main .decision button[type=submit]"))
    person.page.locator(".error-summary").wait_for()


def points_nowhere(person: Person, _world: EveryPage) -> None:
    person.page.locator(".tap__frame").wait_for()
    person.presses("Spara platsen")


def says_half_a_place(person: Person, _world: EveryPage) -> None:
    person.press(person.page.get_by_text(person.word("Kan du inte trycka i bilden?")))
    person.field("Hur högt?").select_option("bottom")
    person.presses("Spara det jag har valt")
    person.page.locator(".error-summary").wait_for()


def orders_nothing(person: Person, _world: EveryPage) -> None:
    """Take every place out of the order and send it."""
    for box in person.page.locator("main form[method=post] [type=checkbox]").all():
        person.press(box.locator("xpath=following-sibling::label").first)
    submits(person, _world)


def hands_out_to_nobody(person: Person, _world: EveryPage) -> None:
    person.presses("Lämna ut")
    person.page.locator(".error-summary").wait_for()


def wants_very_many(person: Person, _world: EveryPage) -> None:
    """Order more leaflets than a group could use, without a word why."""
    person.writes("Informationsblad till hushåll", "900")
    person.presses("Beställ")
    person.page.locator(".error-summary").wait_for()


def gives_fewer_without_a_word(person: Person, _world: EveryPage) -> None:
    person.writes("Informationsblad till hushåll", "1")
    person.presses("Godkänn")
    person.page.locator(".error-summary").wait_for()


def receives(person: Person, _world: EveryPage) -> None:
    person.presses("Vi har fått allt")
    person.sees_page("Tack, kvittot är klart")


def asks_for_code(person: Person, _world: EveryPage) -> None:
    person.writes("Din e-postadress", "maja@exempel.se")
    person.presses("Skicka kod")
    person.sees_page("Skriv koden")


def chooses_password(person: Person, _world: EveryPage) -> None:
    person.writes("Välj ett lösenord", "sju gula stolpar vid bron")
    person.writes("Skriv lösenordet en gång till", "sju gula stolpar vid bron")
    person.presses("Fortsätt")
    person.sees_page("Koppla din telefon")


def reads_course(person: Person, _world: EveryPage) -> None:
    person.reads_course()
    person.sees_page("Vad skulle du göra?")


def confirms(person: Person, _world: EveryPage) -> None:
    person.presses("Jag har läst materialet")
    person.reads("Du behöver inte göra något mer.")


def says_yes(person: Person, _world: EveryPage) -> None:
    person.presses("Ja, det vill jag")
    person.page.wait_for_load_state()


def confirms_year(person: Person, _world: EveryPage) -> None:
    person.presses("Ja, det stämmer")
    person.page.wait_for_load_state()


def answers(*, right: bool) -> Step:
    """Answer all questions, enough of them rightly or not."""

    def answer(person: Person, _world: EveryPage) -> None:
        person.answers(wrong=0 if right else 2)
        person.page.wait_for_load_state()

    return answer


def asks_too_much(person: Person, _world: EveryPage) -> None:
    """Ask for more right answers than there are questions."""
    person.writes("Hur många svar ska vara rätt?", "9")
    person.presses("Spara")
    person.page.wait_for_load_state()


def picks_a_photo(person: Person, world: EveryPage) -> None:
    world.photo(world.fresh)
    person.page.reload()


def opens_first_mail(person: Person, _world: EveryPage) -> None:
    person.press(person.page.locator("main table a, main li a, main h2 a, main h3 a").first)
    person.page.wait_for_url("**/utveckling/post/*")


def says_nothing(person: Person, _world: EveryPage) -> None:
    """Say that a sign is not well, and nothing more: only then is there anything to save."""
    person.press(person.page.get_by_text(person.word("Något är fel"), exact=True).first)
    person.press(person.page.get_by_role("button", name=person.word("Spara")).first)
    person.page.locator(".ds-validation-message").first.wait_for()


def chooses_several(person: Person, world: EveryPage) -> None:
    person.opens(f"/granskning/flera?skylt={world.sign_id}")


def reads_several_letters(person: Person, world: EveryPage) -> None:
    chooses_several(person, world)
    person.chooses("Vad ska hända?", "Begär rättning")
    person.writes("Vad är fel, och varför?", "Tråden skaver mot stolpen.")
    person.presses("Läs breven")


def previews_letter(person: Person, world: EveryPage) -> None:
    world.answer(world.sign_id)
    person.page.reload()
    person.presses("Läs brevet först")
    person.sees_page("Läs brevet innan det går")


def writes_nonsense(person: Person, _world: EveryPage) -> None:
    person.writes("Hur högt sitter skyltens underkant?", "högt")
    person.presses("Granska och skicka")
    person.page.locator(".error-summary").wait_for()


def presses_an_answer(person: Person, _world: EveryPage) -> None:
    person.press(person.button("Tackar nej").last)
    person.button("Ångra").first.wait_for()


def moves_out(person: Person) -> None:
    # Another visit may have emptied the dwelling before this one.
    words = person.word("Hushållet har flyttat")
    if person.page.locator("details.confirm summary", has_text=words).count():
        person.confirms("Hushållet har flyttat")
        person.reads("Uppgifterna är raderade. Bjud in dem som flyttar in.")


def forgets_consent(person: Person, _world: EveryPage) -> None:
    moves_out(person)
    person.press(person.button("Med"))
    person.writes("Namn", "Maja Lind")
    person.presses("Spara")
    person.page.locator(".error-summary").wait_for()


def writes_a_slip(person: Person, _world: EveryPage) -> None:
    moves_out(person)
    person.presses("Bjud in")
    person.reads("Eller skicka länken")


def chooses_a_sheet(person: Person, _world: EveryPage) -> None:
    rows = "Adress;Svar;Namn\nNygatan 7;Med;Ali Lind\nNygatan 8;Kanske;\n"
    sheet = {"name": "lista.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    person.field("Välj filen").set_input_files(sheet)
    person.presses("Visa vad filen gör")
    person.sees_page("Stämmer det här?")


def another_answers(person: Person, world: EveryPage) -> None:
    world.answer_arrives()
    person.page.reload()


def asks_without_reason(person: Person, _world: EveryPage) -> None:
    person.press(
        person.page.get_by_text(person.word("Be om mer, eller begär rättning eller nedtagning"))
    )
    person.presses("Läs brevet")
    person.page.locator(".ds-validation-message").first.wait_for()


def marks_a_place(person: Person, _world: EveryPage) -> None:
    person.press(person.page.get_by_text(person.word("Märk ut en plats")).first)
    person.presses("Sätt märket")
    person.page.locator(".mark-list").first.wait_for()


def points_out(person: Person, _world: EveryPage) -> None:
    _begins_to_point(person, "Rost")
    person.page.locator(".pointed").first.wait_for()


def asks_to_uncover(person: Person, _world: EveryPage) -> None:
    _begins_to_point(person, "Täckt för mycket")
    person.sees_page("Visa det som är täckt?")


def _begins_to_point(person: Person, what: str) -> None:
    person.press(person.page.get_by_text(person.word("Peka ut det som saknas eller är fel")).first)
    person.chooses("Vad pekar du ut?", what)
    person.presses("Spara")


def lays_aside_without_reason(person: Person, _world: EveryPage) -> None:
    person.press(person.page.get_by_text(person.word("Lägg mejlet åt sidan")))
    person.presses("Lägg åt sidan")
    person.page.locator(".ds-validation-message").first.wait_for()


def passes_password(person: Person, _world: EveryPage) -> None:
    person.writes("Din e-postadress i tjänsten", CLERK)
    person.writes("Lösenord", PASSWORD)
    person.presses("Fortsätt")
    person.sees_page("Bekräfta med din app")


def turns_to_paper(person: Person, world: EveryPage) -> None:
    passes_password(person, world)
    person.follows("Har du inte telefonen? Använd en reservkod")
    person.sees_page("Logga in med en reservkod")


def prints_codes(person: Person, _world: EveryPage) -> None:
    person.presses("Skapa reservkoder")
    person.sees_page("Dina reservkoder")


def changes_phones(person: Person, _world: EveryPage) -> None:
    person.presses("Koppla en ny telefon")
    person.sees_page("Koppla en ny telefon")


def looks_first(person: Person, _world: EveryPage) -> None:
    person.presses("Se vad som påverkas")
    person.reads("Ingenting är sparat än.")


def words_anew(person: Person, _world: EveryPage) -> None:
    person.writes("Texten", "Welcome to {kommun}.")
    person.presses("Spara")
    person.sees_page("Egna texter")
    person.page.go_back()
