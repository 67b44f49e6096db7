"""The demo's bulletins: a year of them, one that was taken back, and one that is being written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.i18n import local
from grannsamverkan.demo.stage import Stage
from grannsamverkan.groups.models import Group
from grannsamverkan.messages import jobs, queries, usecases
from grannsamverkan.messages.models import BulletinReceiver
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.rules import Said
from grannsamverkan.messages.usecases import Aim, Correction, receiving

Event = tuple[int, Callable[[], None]]
"""How many days ago, and what happened then."""


@dataclass(frozen=True)
class News:
    """One bulletin: who writes it when, what it says, and how well it is read and passed on.

    `area` is the writer's police area, None for the coordinator. Of every `passed` groups the
    first ones pass it on; of a bulletin with a `correction` nobody does.
    """

    days_ago: int
    area: int | None
    kind: str
    title: str
    text: str
    urgent: bool = False
    title_en: str = ""
    text_en: str = ""
    correction: str = ""
    passed: int = 2
    lasts: int = 30


NEWS = (
    News(
        315,
        None,
        "prevention",
        "Tänd lampor hemma också när ni är borta",
        "Nu är kvällarna långa, och hus utan ljus syns på långt håll.\n\n"
        "Sätt en timer på en lampa i två rum. Be en granne dra för gardinerna när ni är bortresta.",
        passed=1,
    ),
    News(
        262,
        0,
        "crime",
        "Båtmotorer stulna i två hamnar",
        "Under helgen försvann fyra båtmotorer. Tjuvarna kom troligen från sjön.\n\n"
        "Ta hem motorn eller lås den med ett godkänt lås. Märk den och fotografera numret.",
    ),
    News(
        180,
        0,
        "crime",
        "Elcyklar stjäls från cykelställ på dagtid",
        "Sex elcyklar har stulits vid bostadshusen i söder på två veckor.\n\n"
        "Lås fast ramen, ta in batteriet och skriv upp ramnumret.",
        passed=1,
    ),
    News(
        165,
        None,
        "prevention",
        "Be en granne se till huset i sommar",
        "Posten i lådan och gräset på tomten berättar att ingen är hemma.\n\n"
        "Kom överens med en granne innan ni reser. Lägg inte ut resan på nätet förrän ni är hemma.",
        passed=1,
    ),
    News(
        96,
        1,
        "crime",
        "Inbrott i förråd i norra Björkvik",
        "Tre källarförråd har brutits upp. Verktyg och skidor är borta.\n\n"
        "Titta till förrådet, och ställ inte dyra saker så att de syns genom nätet.",
    ),
    News(
        75,
        None,
        "meeting",
        "Informationskväll om lås och larm",
        "Välkomna till folkets hus tisdag klockan 18.30. Räddningstjänsten och polisen svarar på"
        " frågor.\n\nAnmälan behövs inte.",
        correction="Kvällen är på onsdag, inte på tisdag. Tid och plats är desamma.",
        lasts=14,
    ),
    News(
        40,
        0,
        "crime",
        "Försök till inbrott i villor på förmiddagen",
        "Två altandörrar har brutits upp mellan klockan nio och elva. Ingen var hemma.\n\n"
        "Lås också när ni bara går till affären. Ser ni något som pågår: ring 112.",
        passed=1,
    ),
    News(
        9,
        0,
        "crime",
        "Falska hantverkare ringer på",
        "Personer säger att taket måste lagas i dag och vill ha betalt på en gång.\n\n"
        "Säg nej och stäng dörren. Prata med äldre grannar om det. Tipsa på 114 14.",
        urgent=True,
        title_en="False craftsmen ring the doorbell",
        text_en="People say that the roof must be mended today and want to be paid at once.\n\n"
        "Say no and close the door. Tell older neighbours about it. Leave tips on 114 14.",
        passed=1,
    ),
    News(
        3,
        None,
        "prevention",
        "Mörkt i trapphus och på gårdar",
        "Trasig belysning är ett av de vanligaste skälen till att man känner sig otrygg.\n\n"
        "Gå en runda efter mörkrets inbrott och anmäl lampor som inte lyser till kommunen.",
        title_en="Dark stairs and yards",
        text_en="Broken lighting is one of the most common reasons for feeling unsafe.\n\n"
        "Walk a round after dark and report lamps that are out to the municipality.",
        passed=3,
    ),
)
DRAFT = News(
    1,
    0,
    "meeting",
    "Kommunpolisen berättar om hösten",
    "Kom och hör vad som har hänt i området och vad vi gör tillsammans.\n\n"
    "Dag och plats: skrivs in när lokalen är bokad.",
)
CHANNELS = ("chat", "board", "told")


class NewsStory(Stage):
    """Lets police and municipality write, and contact persons read and pass on."""

    def tell_news(self, also: Sequence[Event] = ()) -> None:
        """The bulletins and what else happened meanwhile, the oldest first."""
        events = [(news.days_ago, self._telling(news)) for news in NEWS]
        for days_ago, happens in sorted((*events, *also), key=lambda event: -event[0]):
            self._go_back(days_ago)
            happens()
        self._go_back(DRAFT.days_ago)
        self._write(DRAFT)

    def _telling(self, news: News) -> Callable[[], None]:
        return lambda: self._tell(news)

    def _tell(self, news: News) -> None:
        bulletin_id = self._write(news)
        writer = self._writer(news)
        with self._as(writer) as work:
            number = aims.number(work, queries.bulletin(work, bulletin_id))
            usecases.send(work, bulletin_id, shown=number.counted)
        jobs.mail_bulletin(self._then(), bulletin_id)
        if news.correction:
            self._sleep(1)
            with self._as(writer) as work:
                usecases.withdraw(work, bulletin_id, Correction(news.correction))
            jobs.mail_correction(self._then(), bulletin_id)
        else:
            self._sleep(0.5)
            self._receive(bulletin_id, news.passed)

    def _write(self, news: News) -> int:
        """A draft that is aimed at the groups that there were; returns its id."""
        writer = self._writer(news)
        with self._as(writer) as work:
            said = Said(
                news.kind,
                news.title,
                news.text,
                local(work.now).date() + timedelta(days=news.lasts),
                urgent=news.urgent,
                title_en=news.title_en,
                text_en=news.text_en,
            )
            bulletin_id = usecases.create(work, self.municipality_id, said).id
            founded = select(Group.id).where(Group.created_at < work.now)
            there = work.session.scalars(founded).all()
        with self._as(writer) as work:
            usecases.choose_receivers(work, bulletin_id, Aim("groups", group_ids=there))
        return bulletin_id

    def _writer(self, news: News) -> Actor:
        if news.area is None:
            return self._staff("coordinator")
        return self._staff("police", self.areas[news.area])

    def _receive(self, bulletin_id: int, passed: int) -> None:
        """Three of four say that they have read it; of the groups, every `passed`th passes on."""
        with self.runtime.reading() as work:
            rows = work.session.scalars(
                select(BulletinReceiver)
                .where(BulletinReceiver.bulletin_id == bulletin_id)
                .order_by(BulletinReceiver.id)
            ).all()
            people = [(row.contact_id, row.contact.user.actor, row.group.state) for row in rows]
        for number, (contact_id, person, state) in enumerate(people):
            if number % passed == 0 and state == "active":
                with self._as(person) as work:
                    channel = CHANNELS[(number + bulletin_id) % len(CHANNELS)]
                    receiving.pass_on(work, bulletin_id, contact_id, channel)
            elif number % 4 != 1:
                with self._as(person) as work:
                    receiving.confirm_read(work, bulletin_id)
