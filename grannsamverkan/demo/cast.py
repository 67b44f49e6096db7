"""Who lives and works in the demo town, and how far each of its groups comes."""

from dataclasses import dataclass

from grannsamverkan.places import usecases as places

PASSWORD = "gemensam-trygghet-7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MUNICIPALITY = {
    "slug": "vanersborg",
    "name": "Vänersborgs kommun",
    "short_name": "Vänersborg",
    "epsg": 3006,
    "privacy_controller": "Kommunstyrelsen, Vänersborgs kommun",
    "privacy_contact": "dataskyddsombud@example.se",
    "function_mailbox": "samhallsbyggnad@vanersborg.se",
}
CALLS = (
    places.ContactDetails(
        "Kommunpolis", "114 14", hours="Växeln dygnet runt", note="Be att få kommunpolisen."
    ),
    places.ContactDetails(
        "Säkerhetssamordnare", "0521-72 10 00", hours="Vardagar 8–16", position=1
    ),
    places.ContactDetails(
        "Stödtelefon", "020-100 200", hours="Vardagar 9–15", note="Prata med någon.", position=2
    ),
)
STAFF = (
    ("polis@example.se", "Petra Lind", "police", 0),
    ("polis.norr@example.se", "Nils Ahl", "police", 1),
    ("samordnare@example.se", "Sara Mo", "coordinator", None),
    ("granskare@example.se", "Gustav Berg", "reviewer", None),
    ("granskare2@example.se", "Maria Sund", "reviewer", None),
    ("admin@example.se", "Alva Norén", "admin", None),
)
POLICE_AREAS = ("Björkvik söder", "Björkvik norr")
TOWN_SEED = 7
CLUSTER = 22
"""Dwellings in a demo group."""


@dataclass(frozen=True)
class Plan:
    """One demo group: who founds it and reads what language, how far it comes, and how its signs
    end."""

    founder: tuple[str, str]
    others: tuple[tuple[str, str], ...]
    ends: str
    days_ago: int
    joined: int
    declined: int = 1
    signs: tuple[str, ...] = ()
    language: str = "sv"


@dataclass(frozen=True)
class Newcomer:
    """Somebody who becomes a contact person later on, appointed by one of the group."""

    appointed_by: str
    email: str
    name: str
    days_ago: int


NEWCOMERS = (
    Newcomer("maria@example.se", "tuva@example.se", "Tuva Holm", 270),
    Newcomer("maria@example.se", "uno@example.se", "Uno Frisk", 140),
    Newcomer("pia@example.se", "vera@example.se", "Vera Sand", 110),
    Newcomer("elsa@example.se", "yusuf@example.se", "Yusuf Demir", 14),
)


PLANS = (
    Plan(
        ("anna@example.se", "Anna Åkerström"),
        (("bo@example.se", "Bo Öhman"), ("cecilia@example.se", "Cecilia Ärlig")),
        "active",
        60,
        joined=17,
        declined=2,
        signs=(
            "approved",
            "photos_sent",
            "completion_asked",
            "correction_ordered",
            "handed_out",
        ),
    ),
    Plan(
        ("david@example.se", "David Ek"),
        (("elsa@example.se", "Elsa Ström"),),
        "active",
        45,
        joined=14,
        declined=3,
        signs=("photos_sent", "place_approved", "planned", "place_refused", "cancelled"),
    ),
    Plan(
        ("fatima@example.se", "Fatima Haddad"),
        (),
        "approved",
        20,
        joined=12,
        signs=("planned",),
        language="en",
    ),
    Plan(
        ("gunnar@example.se", "Gunnar Wik"),
        (("hanna@example.se", "Hanna Sjö"),),
        "submitted",
        5,
        joined=9,
    ),
    Plan(("ingrid@example.se", "Ingrid Åberg"), (), "submitted", 1, joined=15),
    Plan(("johan@example.se", "Johan Lövgren"), (), "returned", 12, joined=6),
    Plan(("karin@example.se", "Karin Östlund"), (), "rejected", 30, joined=2),
    Plan(("lars@example.se", "Lars Nyman"), (), "draft", 2, joined=0, declined=0),
)
