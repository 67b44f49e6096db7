"""The main journey, step by step, as each of its people does it."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from PIL import Image
from playwright.sync_api import expect

from tests.browser.persons import PATIENCE_MS, Person, digits_now, in_language
from tests.browser.town import MAILBOX, PASSWORD, TOTP_SECRET, Inbox, Town, digits_in
from tests.support.mailbox import links_in, text_of
from tests.usecases.signs.case import UNDO_S

GROUP = "Storgatans grannar"
FOUNDER, SECOND, MOUNTER = "maja@exempel.se", "nils@exempel.se", "rut@exempel.se"


@dataclass
class Journey:
    """One case on its way, in one language; `phone` says what residents and contacts hold."""

    town: Town
    inbox: Inbox
    somebody: object
    clock: object
    language: str = "sv"
    phone: bool = False
    javascript: bool = True
    people: dict = field(default_factory=dict)

    def citizen(self) -> Person:
        """Somebody from the neighbourhood, with a new window."""
        return self.somebody(self.language, phone=self.phone, javascript=self.javascript)

    def officer(self, role: str) -> Person:
        """Somebody of the staff, signed in once with password and app."""
        if role not in self.people:
            person = self.somebody(self.language, javascript=self.javascript)
            self.clock.forward(seconds=30)
            digits = digits_now(TOTP_SECRET, self.clock)
            person.signs_in_as_staff(f"{role}@alby.example", PASSWORD, digits)
            self.people[role] = person
        return self.people[role]

    def word(self, text: str, **values: object) -> str:
        """A text of the product in the journey's language."""
        return in_language(self.language, text, **values)

    # --- signing in as a contact person ---

    def founder_arrives(self) -> Person:
        """From the start page to the first step, by the six digits of a mail."""
        maja = self.citizen()
        maja.opens("/")
        maja.sees_page("Grannar som ser efter varandra")
        maja.follows("Starta en grupp")
        maja.sees_page("Logga in")
        maja.writes("Din e-postadress", FOUNDER)
        maja.presses("Skicka kod")
        maja.sees_page("Skriv koden")
        letter = self.inbox.letter(FOUNDER, self.word("Din kod för att logga in"))
        maja.writes("Koden i mejlet", digits_in(text_of(letter)))
        maja.presses("Logga in")
        self._tells_the_name(maja, "Maja Lind")
        return maja

    def second_arrives(self) -> Person:
        """By the link of the mail, which opens only when its button is pressed."""
        asking, nils = self.citizen(), self.citizen()
        asking.opens("/logga-in")
        asking.writes("Din e-postadress", SECOND)
        asking.presses("Skicka kod")
        asking.sees_page("Skriv koden")
        letter = self.inbox.letter(SECOND, nils.word("Din kod för att logga in"))
        nils.opens(next(link for link in links_in(letter) if "/lank/" in link))
        nils.sees_page("Logga in på den här enheten")
        nils.presses("Logga in")
        nils.sees_page("Att göra")
        return nils

    def _tells_the_name(self, person: Person, name: str) -> None:
        person.sees_page("Om dig")
        person.writes("Namn", name)
        person.presses("Spara")

    # --- registering ---

    def register(self, maja: Person, draw) -> None:
        """Five steps, each saved; `draw` puts the area in."""
        maja.sees_page("Starta en grupp")
        maja.writes("Vad ska gruppen heta?", GROUP)
        maja.chooses("Hur bor ni?", "Villor")
        maja.presses("Spara och fortsätt")
        maja.sees_page("Vilket område gäller det?")
        draw(maja)
        maja.presses("Spara och fortsätt")
        maja.sees_page("Hur många bostäder är det?")
        maja.writes("Hur många bostäder finns i området?", "12")
        maja.writes("Hur många av dem är med?", "9")
        maja.writes("Hur många har sagt nej?", "1")
        maja.presses("Spara och fortsätt")
        self._propose_second(maja)
        maja.follows("Gå vidare")
        maja.sees_page("Läs igenom och skicka")
        maja.ticks("Jag har läst hur personuppgifterna används")
        maja.presses("Skicka anmälan")
        maja.sees_page(GROUP)
        maja.reads("Du behöver inte göra något nu")

    def _propose_second(self, maja: Person) -> None:
        maja.sees_page("Kontaktombud")
        maja.writes("Namn", "Nils Ek")
        maja.writes("E-post", SECOND)
        maja.presses("Lägg till")
        maja.reads("Nils Ek")

    # --- deciding on the group ---

    def approve_group(self) -> None:
        """Police first, then the coordinator; the group is told after the second."""
        for role in ("police", "coordinator"):
            officer = self.officer(role)
            officer.opens("/")
            officer.follows("Besluta om %(name)s", name=GROUP)
            officer.sees_page(GROUP)
            officer.presses("Godkänn gruppen")
            officer.does_not_find("Godkänn gruppen")
            officer.sees_page(GROUP)
        self.inbox.letter(FOUNDER, self.word("%(name)s är godkänd", name=GROUP))

    def train(self, who: str, language: str) -> None:
        """The mailed link: read, answer wrong, read why, answer right."""
        pupil = self.citizen()
        subject = in_language(language, "Utbildning för dig som är kontaktombud")
        letter = self.inbox.letter(who, subject)
        pupil.opens(next(link for link in links_in(letter) if "/u/" in link))
        pupil.reads_course()
        pupil.sees_page("Vad skulle du göra?")
        pupil.answers(wrong=2)
        pupil.reads(
            "Läs varför. Frågorna nedanför är dragna på nytt, och du kan försöka hur många gånger"
            " du vill."
        )
        pupil.answers()
        pupil.sees_page("Du är klar")

    def start_up(self, maja: Person) -> None:
        """The group writes down what has happened, and the police declare it active."""
        maja.opens("/")
        maja.follows(GROUP)
        for task in (
            "Håll uppstartsmötet",
            "Gör en lista över hushållen",
            "Lämna den första informationen till hushållen",
        ):
            maja.press(maja.page.get_by_role("link", name=maja.word(task)))
            maja.sees_page("Skriv in vad som har hänt")
            maja.writes("Vilken dag?", f"{self.clock():%Y-%m-%d}")
            maja.presses("Spara")
            maja.sees_page(GROUP)
        police = self.officer("police")
        police.opens("/grupper")
        police.follows(GROUP)
        police.presses("Förklara gruppen aktiv")
        police.does_not_find("Förklara gruppen aktiv")
        self.inbox.letter(FOUNDER, self.word("%(name)s är aktiv", name=GROUP))

    # --- the sign ---

    def plan(self, maja: Person, choose) -> None:
        """A place on one of the area's posts; `choose` presses the map or the list."""
        maja.opens("/grupper")
        maja.follows(GROUP)
        maja.follows("Planera skyltar")
        maja.sees_page("Skyltar i %(group)s", group=GROUP)
        choose(maja)
        maja.presses("Föreslå platsen")
        expect(maja.page).to_have_url(re.compile(r"/skyltar/\d+$"))
        maja.reads("Platsen väntar på kommunens svar.")

    def approve_place(self) -> None:
        """The reviewer says yes to the place, and the contact persons are told."""
        reviewer = self.officer("reviewer")
        reviewer.opens(f"/skyltar/{self.town.only_sign().id}")
        reviewer.presses("Godkänn platsen")
        reviewer.reads("Skylten kan lämnas ut.")

    def order(self, maja: Person) -> None:
        """The group orders the sign, and the coordinator says yes."""
        maja.opens(f"/grupper/{self.town.only_sign().group_id}/bestall")
        maja.presses("Beställ")
        maja.reads("Önskad")
        coordinator = self.officer("coordinator")
        coordinator.opens(maja.page.url)
        coordinator.presses("Godkänn")

    def hand_out(self) -> tuple[bytes, bytes]:
        """The coordinator hands the sign out; returns letter and label sheet as downloaded."""
        coordinator = self.officer("coordinator")
        coordinator.opens(f"/skyltar/{self.town.only_sign().id}")
        coordinator.presses("Lämna ut skylten")
        coordinator.reads("Sätt upp skylten och skicka foton.")
        letter = coordinator.downloads(coordinator.button("Hämta brevet som PDF"))
        coordinator.opens("/skyltar")
        coordinator.mark(coordinator.page.get_by_role("checkbox"))
        labels = coordinator.downloads(coordinator.button("Skriv ut etiketter för de valda"))
        return letter.read_bytes(), labels.read_bytes()

    # --- the resident ---

    def open_letter(self) -> Person:
        """A resident without an account reads the letter's code with a phone."""
        resident = self.citizen()
        resident.opens(self.town.letter_address(self.town.only_sign().id))
        resident.sees_page("Skicka foton av skylten")
        return resident

    def send_photos(self, resident: Person, photos: dict[str, Path]) -> None:
        """Three real photos and the answers; sees the advice, and sends anyway."""
        self.pick(resident, photos)
        resident.chooses("Hur sitter skylten fast?", "Buntband av plast")
        resident.chooses("Vad finns under skylten?", "Gångbana")
        resident.writes("Hur högt sitter skyltens underkant?", "2,8")
        resident.writes("Din e-post", MOUNTER)
        resident.presses("Granska och skicka")
        resident.sees_page("Stämmer det här?")
        resident.reads("Fotot är taget på en annan plats än skyltens. Är det rätt foto?")
        resident.presses("Skicka till kommunen")
        resident.sees_page("Tack, fotona är skickade")
        self.inbox.settle()

    def pick(self, resident: Person, photos: dict[str, Path]) -> None:
        """Choose a photo for each view; with JavaScript each is on its way at once."""
        for view, path in photos.items():
            label = f"{resident.word('Välj foton')}: {resident.word(view)}"
            resident.page.get_by_label(label, exact=True).set_input_files(path)
        if self.javascript:
            saved = resident.page.get_by_text(resident.word("Sparat"), exact=True)
            expect(saved).to_have_count(len(photos), timeout=2 * PATIENCE_MS)

    # --- the review ---

    def open_case(self) -> Person:
        """The reviewer goes from the queue to the case that has waited longest."""
        reviewer = self.officer("reviewer")
        reviewer.opens("/granskning")
        reviewer.sees_page("Granskning")
        reviewer.follows("Granska den första")
        reviewer.reads("Kommunens två frågor")
        return reviewer

    def answer_questions(self, reviewer: Person, view_photo: str = "3.") -> None:
        """Yes and yes, each resting on a photo; before that nothing can be approved."""
        reviewer.does_not_find("Godkänn skylten")
        reviewer.chooses("Är zinken oskadd?", "Ja")
        reviewer.chooses("Fotot som visar zinken", "1.", 0)
        reviewer.chooses("Är sikten fri?", "Ja")
        reviewer.chooses("Fotot som visar sikten", view_photo, 0)
        reviewer.presses("Spara svaren")

    def approve_sign(self, reviewer: Person) -> None:
        """Both answers, the letter as it will go out, and the decision."""
        self.answer_questions(reviewer)
        reviewer.presses("Läs brevet först")
        reviewer.sees_page("Läs brevet innan det går")
        reviewer.reads("Skylten sitter som den ska. Du behöver inte göra något mer.")
        reviewer.presses("Skicka beslutet")
        reviewer.sees_page("Granskning")
        outcome = reviewer.word("Skylten godkänd").lower()
        reviewer.reads("%(code)s: %(outcome)s.", code=self.pretty_code, outcome=outcome)
        self.clock.forward(seconds=UNDO_S)

    @property
    def pretty_code(self) -> str:
        """The sign's code as people read it."""
        code = self.town.only_sign().code
        return f"{code[:3]}-{code[3:]}"

    # --- what came of it ---

    def check_letters_of_approval(self) -> None:
        """Everybody is told, and the department's mailbox has the photos without camera data."""
        code = self.pretty_code
        for reader in (FOUNDER, SECOND, MOUNTER):
            self.inbox.letter(reader, self.word("Skylten %(code)s är godkänd", code=code))

        self.inbox.letter(MAILBOX, f"Beslut om skylt {code}: godkänd")
        case = self.inbox.letter(MAILBOX, f"Uppsatt skylt {code}: foton")
        pictures = [part.get_content() for part in case.iter_attachments()]
        assert len(pictures) == 3
        for picture in pictures:
            with Image.open(io.BytesIO(picture)) as opened:
                assert opened.format == "JPEG"
                assert not opened.getexif()
                assert "exif" not in opened.info
                assert "xmp" not in opened.info

    def check_label(self) -> None:
        """Whoever passes the sign reads its label, without an account."""
        passer = self.citizen()
        passer.opens(f"/S/{self.town.only_sign().code}")
        passer.sees_page("Skylt %(code)s", code=self.pretty_code)
        passer.reads(GROUP)
        passer.reads("114 14")


def is_one_page_pdf(content: bytes) -> bool:
    """True for a readable PDF of one page."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages) == 1
