"""Every page there is, as those who may see it come to it: by address, or by pressing something.

`VISITS` holds one visit or more for each GET address that shows HTML; `NOT_PAGES` tells why the
others show none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.browser.persons import Person
from tests.browser.scene import CLERK, EveryPage
from tests.browser.town import PASSWORD

Action = Callable[[Person, EveryPage], None]


@dataclass(frozen=True)
class Visit:
    """One look at a page: `values` replace what the world puts into the address (a name of the
    world's, or a text), `query` follows it, and `then` is done there before looking."""

    endpoint: str
    who: str
    values: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    then: Action | None = None

    @property
    def name(self) -> str:
        """What a failure calls it."""
        parts = (self.endpoint, self.who, self.query, *self.values.values())
        return " ".join(part for part in parts if part) + (" …" if self.then else "")


def submits(person: Person, _world: EveryPage) -> None:
    """Send the page's form as it is, which is wrong."""
    person.press(person.page.locator("main form[method=post] button[type=submit]").last)
    person.page.locator(".error-summary, .ds-validation-message").first.wait_for()


def orders_nothing(person: Person, _world: EveryPage) -> None:
    """Take every place out of the order and send it."""
    for box in person.page.locator("main form[method=post] [type=checkbox]").all():
        person.press(box.locator("xpath=following-sibling::label").first)
    submits(person, _world)


def hands_out_to_nobody(person: Person, _world: EveryPage) -> None:
    person.presses("Lämna ut")
    person.page.locator(".error-summary").wait_for()


def asks_for_code(person: Person, _world: EveryPage) -> None:
    person.writes("Din e-postadress", "maja@exempel.se")
    person.presses("Skicka kod")
    person.sees_page("Skriv koden")


def chooses_password(person: Person, _world: EveryPage) -> None:
    person.writes("Välj ett lösenord", "sju gula stolpar vid bron")
    person.writes("Skriv lösenordet en gång till", "sju gula stolpar vid bron")
    person.presses("Fortsätt")
    person.sees_page("Koppla din telefon")


def confirms(person: Person, _world: EveryPage) -> None:
    person.presses("Jag har läst materialet")
    person.sees_page("Vad skulle du göra?")


def says_yes(person: Person, _world: EveryPage) -> None:
    person.presses("Ja, det vill jag")
    person.page.wait_for_load_state()


def confirms_year(person: Person, _world: EveryPage) -> None:
    person.presses("Ja, det stämmer")
    person.page.wait_for_load_state()


def answers(*, right: bool) -> Action:
    """Answer all questions; the order of the options is the same for everybody."""

    def answer(person: Person, world: EveryPage) -> None:
        for question in world.questions:
            place = question.right if right else (question.right + 1) % len(question.options)
            group = person.page.get_by_role("group", name=question.text)
            person.mark(group.get_by_role("radio").nth(place))
        person.presses("Skicka svaren")
        person.page.wait_for_load_state()

    return answer


def picks_a_photo(person: Person, world: EveryPage) -> None:
    world.photo(world.fresh)
    person.page.reload()


def opens_first_mail(person: Person, _world: EveryPage) -> None:
    person.press(person.page.locator("main table a, main li a, main h2 a, main h3 a").first)
    person.page.wait_for_url("**/utveckling/post/*")


def says_nothing(person: Person, _world: EveryPage) -> None:
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


def at(endpoint: str, *who: str, **more) -> list[Visit]:
    """The same page for several people."""
    return [Visit(endpoint, one, **more) for one in who]


OFFICERS = ("police", "coordinator", "reviewer", "admin")
DRAFT = {"group_id": "unsent"}
VISITS = [
    # Without an account
    *at("desk.home", "nobody", "contact", "newcomer", *OFFICERS, "lonely"),
    *at("desk.about", "nobody"),
    *at("desk.accessibility", "nobody"),
    *at("desk.privacy", "nobody"),
    *at("desk.search", "nobody"),
    *at("desk.search", "nobody", query="?adress=Storgatan+1"),
    *at("accounts.sign_in", "nobody"),
    *at("accounts.sign_in", "nobody", then=submits),
    *at("accounts.sign_in_staff", "nobody"),
    *at("accounts.sign_in_staff", "nobody", then=submits),
    *at("accounts.sign_in_staff", "nobody", then=passes_password),
    *at("accounts.sign_in_staff", "nobody", then=turns_to_paper),
    *at("accounts.sign_in", "nobody", then=asks_for_code),
    *at("accounts.sign_in_link", "nobody", values={"token": "Z" * 28}),
    *at("accounts.invitation", "nobody", values={"token": "X" * 28}),
    *at("accounts.invitation", "nobody", values={"token": "X" * 28}, then=submits),
    *at("accounts.invitation", "nobody", values={"token": "X" * 28}, then=chooses_password),
    *at("desk.captured_mails", "nobody"),
    *at("desk.captured_mails", "nobody", then=opens_first_mail),
    *at("desk.demo_codes", "nobody"),
    *at("desk.style_guide", "nobody"),
    # With a letter, a label or a personal link
    *at("mounting.letter_entry", "nobody"),
    *at("mounting.letter_entry", "nobody", then=submits),
    *at("mounting.label_entry", "nobody"),
    *at("mounting.label_entry", "nobody", then=submits),
    *at("mounting.label", "nobody"),
    *at("mounting.label", "nobody", values={"code": "AAAAAA"}),
    *at("faults.report", "nobody"),
    *at("faults.report", "nobody", then=submits),
    *at("faults.thanks", "nobody"),
    *at("mounting.letter", "nobody", values={"token": "fresh"}),
    *at("mounting.letter", "nobody", values={"token": "fresh"}, then=picks_a_photo),
    *at("mounting.letter", "nobody", values={"token": "fresh"}, then=writes_nonsense),
    *at("mounting.letter", "nobody", values={"token": "fresh"}, query="?utan-nat=1"),
    *at("mounting.send", "nobody", values={"token": "fresh"}),
    *at("mounting.letter", "nobody", values={"token": "corrected"}),
    *at("mounting.letter", "nobody"),
    *at("mounting.letter", "nobody", values={"token": "Y" * 28}),
    *at("training.open_link", "nobody", values={"token": "training_token"}),
    *at("training.open_link", "nobody", values={"token": "training_token"}, then=confirms),
    *at("training.quiz", "nobody", values={"token": "training_token"}),
    *at("training.quiz", "nobody", values={"token": "training_token"}, then=answers(right=False)),
    *at("training.quiz", "nobody", values={"token": "training_token"}, then=answers(right=True)),
    *at("training.open_link", "nobody", values={"token": "Y" * 28}),
    # Groups
    *at("accounts.account", "contact", "police"),
    *at("accounts.security", "contact", "police"),
    *at("accounts.security", "police", then=prints_codes),
    *at("accounts.change_password", "police"),
    *at("accounts.change_password", "police", then=submits),
    *at("accounts.security", "police", then=changes_phones),
    *at("accounts.new_passkey", "contact", "police"),
    *at("groups.index", "contact", "newcomer", "police", "lonely"),
    *at("groups.index", "police", query="?lage=active&namn=finns+inte"),
    *at("groups.new", "contact"),
    *at("groups.new", "contact", then=submits),
    *at("groups.edit_name", "contact", values=DRAFT),
    *at("groups.edit_area", "contact", values=DRAFT),
    *at("groups.edit_dwellings", "contact", values=DRAFT),
    *at("groups.edit_contacts", "contact", values=DRAFT),
    *at("groups.edit_contacts", "contact", values=DRAFT, then=submits),
    *at("groups.send", "contact", values=DRAFT),
    *at("groups.send", "contact", values=DRAFT, then=submits),
    *at("groups.edit_contacts", "contact"),
    *at("groups.show", "contact", values=DRAFT),
    *at("groups.show", "contact", values={"group_id": "returned"}),
    *at("groups.show", "contact", values={"group_id": "deciding"}),
    *at("groups.show", "contact", *OFFICERS),
    *at("groups.show", "police", "coordinator", values={"group_id": "deciding"}),
    *at("groups.edit_area", "contact"),
    *at("groups.counts", "contact"),
    *at("groups.note_fact", "contact", "police"),
    *at("groups.note_fact", "contact", then=submits),
    *at("groups.turn_down", "police"),
    *at("groups.turn_down", "police", then=submits),
    *at("groups.turn_down", "coordinator", values={"outcome": "avslag"}),
    *at("groups.counts", "police"),
    # Households
    *at("groups.households", "contact", "police"),
    *at("groups.households", "contact", values={"group_id": "unsent"}),
    *at("groups.households", "contact", query="?visa=joined&sok=finns+inte"),
    *at("groups.households", "contact", then=presses_an_answer),
    *at("groups.add_dwellings", "contact"),
    *at("groups.add_dwellings", "contact", then=submits),
    *at("groups.household", "contact"),
    *at("groups.household", "contact", then=forgets_consent),
    *at("groups.household", "contact", then=writes_a_slip),
    # The year of a group
    *at("groups.confirm_year", "contact"),
    *at("groups.confirm_year", "contact", values={"group_id": "resting"}),
    *at("groups.year_by_link", "nobody", values={"token": "year_token"}),
    *at("groups.year_by_link", "nobody", values={"token": "year_token"}, then=confirms_year),
    *at("groups.year_by_link", "nobody", values={"token": "Y" * 28}),
    *at("groups.show", "contact", "police", values={"group_id": "resting"}),
    *at("groups.end", "police"),
    # Meetings
    *at("groups.new_meeting", "contact", "police"),
    *at("groups.new_meeting", "contact", then=submits),
    *at("groups.meeting", "contact", "police"),
    *at("groups.meeting", "police", values={"meeting_id": "proposal"}),
    *at("groups.move_meeting", "police"),
    *at("groups.cancel_meeting", "police"),
    *at("groups.cancel_meeting", "contact", then=submits),
    *at("groups.hold_meeting", "contact"),
    *at("groups.hold_meeting", "contact", then=submits),
    # The interest list, and letters to a group
    *at("groups.interest_form", "nobody"),
    *at("groups.interest_form", "nobody", then=submits),
    *at("groups.own_interest", "nobody", values={"token": "interest_token"}),
    *at("groups.own_interest", "nobody", values={"token": "interest_token"}, then=says_yes),
    *at("groups.write_to_group", "nobody"),
    *at("groups.write_to_group", "nobody", then=submits),
    *at("groups.interest_list", "police", "lonely"),
    *at("groups.end", "contact", values={"ending": "avsluta"}, then=submits),
    *at("groups.household_invitation", "contact"),
    *at("groups.household_invitation", "contact", values={"group_id": "deciding"}),
    *at("groups.households", "contact", values={"group_id": "deciding"}, then=another_answers),
    *at("groups.import_households", "contact"),
    *at("groups.import_households", "contact", then=submits),
    *at("groups.import_households", "contact", then=chooses_a_sheet),
    *at("groups.agreements", "contact", values={"group_id": "deciding"}),
    *at("groups.hand_over", "contact"),
    *at("groups.hand_over", "contact", then=submits),
    *at("joining.entry", "nobody"),
    *at("joining.entry", "nobody", then=submits),
    *at("joining.invitation", "nobody"),
    *at("joining.invitation", "nobody", then=submits),
    *at("joining.thanks", "nobody"),
    *at("joining.own", "nobody"),
    *at("joining.own", "nobody", values={"token": "Y" * 28}),
    # Training
    *at("training.home", "contact", "newcomer", "police", "coordinator", "lonely"),
    *at("training.editions", "police", "coordinator", "lonely"),
    *at("training.show", "police", "coordinator"),
    *at("training.create", "coordinator"),
    *at("training.create", "coordinator", then=submits),
    *at("training.edit_text", "coordinator"),
    *at("training.edit_material", "coordinator"),
    *at("training.edit_question", "coordinator"),
    *at("training.publish", "coordinator"),
    # Signs
    *at("signs.index", "contact", "newcomer", "police", "coordinator", "reviewer", "lonely"),
    *at("signs.plan", "contact", "police"),
    *at("signs.plan", "contact", then=submits),
    *at("signs.show", "contact", "coordinator", "reviewer"),
    *at("signs.show", "reviewer", "contact", values={"sign_id": "place"}),
    *at("signs.show", "contact", "coordinator", values={"sign_id": "closed"}),
    *at("signs.show", "coordinator", values={"sign_id": "fresh"}),
    *at("signs.refuse_place", "reviewer", values={"sign_id": "place"}),
    *at("signs.refuse_place", "reviewer", values={"sign_id": "place"}, then=submits),
    *at("signs.fastening_rules", "reviewer", "admin"),
    *at("history.show", "contact", "reviewer", "police"),
    *at("history.show", "contact", query="?mejl=nej"),
    *at("rounds.index", "contact"),
    *at("rounds.walk", "nobody", values={"token": "round_token"}),
    *at("rounds.walk", "nobody", values={"token": "round_token"}, then=says_nothing),
    *at("orders.index", "contact", "coordinator", "newcomer"),
    *at("orders.index", "coordinator", query="?lage=cancelled"),
    *at("orders.create", "contact"),
    *at("orders.create", "contact", values={"group_id": "ordering"}),
    *at("orders.create", "contact", values={"group_id": "ordering"}, then=orders_nothing),
    *at("orders.create", "contact", values={"group_id": "deciding"}),
    *at("orders.show", "contact", "coordinator"),
    *at("orders.show", "coordinator", values={"order_id": "arrived"}),
    *at("orders.show", "coordinator", values={"order_id": "arrived"}, then=hands_out_to_nobody),
    *at("orders.pick_list", "coordinator"),
    *at("orders.consent", "contact", values={"sign_id": "place"}),
    *at("orders.consent", "contact", values={"sign_id": "place"}, then=submits),
    *at("tasks.index", "contact", "newcomer", "reviewer", "coordinator"),
    *at("tasks.show", "contact", "reviewer"),
    *at("tasks.show", "contact", then=submits),
    *at("tasks.create", "reviewer", "contact"),
    *at("tasks.create", "reviewer", then=submits),
    *at("tasks.take_down", "reviewer"),
    *at("tasks.take_down", "reviewer", then=submits),
    *at("tasklinks.give", "contact", "reviewer"),
    *at("tasklinks.do", "nobody", values={"token": "task_token"}),
    *at("tasklinks.do", "nobody", values={"token": "task_token"}, then=submits),
    *at("review.case", "contact", "reviewer"),
    *at("review.case", "reviewer", then=asks_without_reason),
    *at("review.case", "reviewer", then=previews_letter),
    *at("review.case", "reviewer", values={"sign_id": "corrected"}),
    *at("review.case", "reviewer", then=marks_a_place),
    *at("together.choose", "reviewer", then=chooses_several),
    *at("together.choose", "reviewer", then=reads_several_letters),
    *at("tools.reason_list", "reviewer", "admin"),
    *at("tools.reason_new", "reviewer", then=submits),
    *at("tools.reason_edit", "reviewer"),
    *at("mailin.queue", "reviewer"),
    *at("mailin.case", "reviewer"),
    *at("mailin.case", "reviewer", then=lays_aside_without_reason),
    # Queues and the office
    *at("desk.queue", "reviewer", "lonely"),
    *at("desk.queue", "reviewer", query="?lage=planned"),
    *at("desk.decisions", "police", "coordinator", "lonely"),
    *at("groups.change_area", "contact"),
    *at("groups.change_area", "contact", then=submits),
    *at("groups.decide_area", "police", values={"group_id": "wanting"}),
    *at("groups.show", "police", values={"group_id": "wanting"}),
    *at("desk.find", "contact", "coordinator", "lonely"),
    *at("desk.find", "admin", query="?q=e"),
    *at("desk.find", "reviewer", query="?q=10&visa=skyltar"),
    *at("desk.overview", "police", "coordinator", "admin", "lonely"),
    *at("desk.overview_map", "coordinator", "lonely"),
    *at("desk.overview_map", "reviewer", query="?visa=skyltar&skylt=approved"),
    *at("desk.waiting", "coordinator", "admin", "lonely"),
    *at("accounts.staff", "admin", "lonely"),
    *at("accounts.staff_history", "admin", "lonely"),
    *at("accounts.staff_person", "admin"),
    *at("accounts.staff_invite", "admin"),
    *at("accounts.staff_invite", "admin", then=submits),
    *at("notices.index", "admin"),
    *at("notices.edit", "admin"),
    *at("notices.edit", "admin", then=submits),
    *at("notices.show", "admin"),
    *at("places.settings", "admin", "lonely"),
    *at("places.setting", "admin"),
    *at("places.setting", "admin", then=looks_first),
    *at("places.municipality", "admin"),
    *at("places.texts_list", "admin"),
    *at("places.text", "admin", values={"key": "start.lead", "language": "sv"}),
    *at("places.text", "admin", values={"key": "start.lead", "language": "en"}, then=words_anew),
    *at("places.history", "admin", "lonely"),
    *at("places.contacts", "admin", "lonely"),
    *at("places.add_contact", "admin"),
    *at("places.add_contact", "admin", then=submits),
    *at("places.change_contact", "admin"),
]
OPENED_BY_PRESSING = {
    "accounts.sign_in_code": "asks_for_code",
    "accounts.second_factor": "passes_password",
    "accounts.invitation_app": "chooses_password",
    "accounts.recovery": "turns_to_paper",
    "accounts.new_app": "changes_phones",
    "desk.captured_mail": "opens_first_mail",
}
NOT_PAGES = {
    "accounts.provider": "leads on to a provider of the installation's settings",
    "accounts.provider_answer": "where a provider sends the browser back to",
    "accounts.passkey_name": "a key has to be made first: test_signin looks at it",
    "static": "files of the product",
    "desk.alive": "for machines",
    "desk.ready": "for machines",
    "desk.security": "text for security researchers",
    "desk.captured_file": "an attachment of a captured mail",
    "desk.captured_html": "the mail itself, as its reader's program shows it",
    "groups.consent_file": "PDF",
    "groups.household_flyer": "PDF",
    "groups.dwelling_flyer": "PDF",
    "groups.dwelling_invitation": "shown after a press: groups.household …",
    "groups.household_example": "a spreadsheet",
    "joining.entry_small": "leads on to the address in capitals",
    "joining.invitation_small": "leads on to the address in capitals",
    "groups.meeting_notice": "PDF",
    "groups.meeting_calendar": "calendar file",
    "training.download": "PDF",
    "training.download_edition": "PDF",
    "desk.export": "CSV and XLSX",
    "places.addresses": "JSON",
    "places.base_map": "JSON",
    "places.posts": "JSON",
    "mounting.photo_state": "JSON",
    "mounting.phone_worker": "the service worker",
    "mounting.round_worker": "the service worker of rounds",
    "mounting.picture": "JPEG",
    "review.picture": "JPEG",
    "tools.letter": "PDF",
    "orders.receipt": "PDF",
    "orders.consent_paper": "the owner's paper",
    "mailin.picture": "JPEG",
    "mounting.label_entry_small": "leads on to the address in capitals",
    "mounting.label_small": "leads on to the address in capitals",
    "mounting.letter_entry_small": "leads on to the address in capitals",
    "mounting.letter_small": "leads on to the address in capitals",
    "tasklinks.do_small": "leads on to the address in capitals",
}
