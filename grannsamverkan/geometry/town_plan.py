"""The bones of the invented town: where its main streets, its water and its districts lie.

Local metres, x east and y north of the square. The streets between are grown, see `town_streets`.
"""

from typing import NamedTuple

Points = tuple[tuple[float, float], ...]


class MainStreet(NamedTuple):
    """A street that is drawn and not grown. `homes` says what stands along it and along the streets
    that grow from it; `theme` is what those are named after. `grows` are the sides (1 left, -1
    right) from which they grow. A street without homes ("none") leads out of town, unlit."""

    name: str
    kind: str
    width: float
    speed: int
    points: Points
    homes: str
    grown_homes: str = "villa"
    theme: str = ""
    grows: tuple[int, ...] = ()


MAIN_STREETS = (
    MainStreet(
        "Storgatan",
        "tertiary",
        7.0,
        40,
        (
            (930, 560),
            (720, 395),
            (560, 330),
            (390, 235),
            (230, 150),
            (95, 70),
            (0, 0),
            (-105, -85),
            (-180, -160),
            (-255, -270),
            (-300, -400),
            (-325, -560),
            (-400, -760),
        ),
        homes="centre",
    ),
    MainStreet(
        "Sjögatan",
        "unclassified",
        6.5,
        30,
        ((0, 0), (-90, 45), (-200, 72), (-330, 90), (-420, 82), (-490, 60)),
        homes="centre",
    ),
    MainStreet(
        "Skolgatan",
        "residential",
        6.0,
        30,
        ((0, 0), (-28, 80), (-12, 180), (40, 290), (42, 365), (20, 430), (-20, 500), (-75, 570)),
        homes="flats",
        theme="birds",
        grows=(1, -1),
    ),
    MainStreet(
        "Åsvägen",
        "residential",
        6.0,
        40,
        (
            (230, 150),
            (282, 92),
            (345, 20),
            (480, -60),
            (555, -120),
            (605, -205),
            (632, -300),
            (620, -400),
        ),
        homes="villa",
        theme="trees",
        grows=(1, -1),
    ),
    MainStreet(
        "Bruksvägen",
        "residential",
        6.0,
        40,
        (
            (-180, -160),
            (-120, -215),
            (-40, -262),
            (140, -300),
            (300, -392),
            (460, -442),
            (550, -430),
            (620, -400),
        ),
        homes="villa",
        grown_homes="radhus",
        theme="craft",
        grows=(1, -1),
    ),
    MainStreet(
        "Ekbacksvägen",
        "residential",
        6.0,
        40,
        ((560, 330), (515, 400), (430, 446), (330, 462), (200, 492), (110, 470), (20, 430)),
        homes="villa",
        theme="berries",
        grows=(1, -1),
    ),
    MainStreet(
        "Strandvägen",
        "residential",
        5.5,
        30,
        (
            (-330, 90),
            (-352, 150),
            (-388, 225),
            (-408, 330),
            (-400, 410),
            (-340, 520),
            (-215, 585),
            (-75, 570),
        ),
        homes="villa",
        theme="fish",
        grows=(-1,),
    ),
    MainStreet(
        "Sandviksvägen",
        "residential",
        5.5,
        40,
        ((-300, -400), (-380, -372), (-450, -380), (-520, -425)),
        homes="villa",
        theme="shore",
        grows=(-1,),
    ),
    MainStreet(
        "Norra landsvägen",
        "secondary",
        7.5,
        70,
        ((930, 560), (1130, 700), (1420, 780), (1900, 960), (2700, 1500)),
        homes="none",
    ),
    MainStreet(
        "Södra landsvägen",
        "secondary",
        7.5,
        70,
        ((-400, -760), (-465, -960), (-440, -1300), (-560, -1800), (-600, -2600)),
        homes="none",
    ),
)
SHORE: Points = (
    (-900, 2700),
    (-720, 2100),
    (-860, 1500),
    (-720, 1120),
    (-640, 820),
    (-560, 700),
    (-470, 610),
    (-505, 480),
    (-470, 350),
    (-452, 240),
    (-520, 150),
    (-505, 60),
    (-560, -20),
    (-500, -110),
    (-548, -230),
    (-610, -330),
    (-600, -450),
    (-660, -560),
    (-640, -690),
    (-720, -840),
    (-650, -1250),
    (-880, -1800),
    (-800, -2700),
)
FAR_WEST = -4000.0
STREAM: Points = (
    (2700, 420),
    (2200, 140),
    (1700, 190),
    (1300, -10),
    (960, 40),
    (820, 92),
    (700, 118),
    (580, 80),
    (480, 76),
    (390, 100),
    (318, 66),
    (236, 20),
    (150, -30),
    (60, -112),
    (-40, -122),
    (-150, -138),
    (-260, -110),
    (-360, -118),
    (-440, -74),
    (-530, -84),
)
STREAM_NAME = "Björkån"
LAKE_NAME = "Björken"
STREAM_WIDTH = 6.0
# Cycle paths (name, points).
CYCLE_PATHS: tuple[tuple[str, Points], ...] = (
    (
        "Åstråket",
        (
            (820, 120),
            (700, 140),
            (580, 104),
            (478, 98),
            (392, 122),
            (318, 92),
            (232, 48),
            (140, -6),
            (48, -84),
            (-40, -100),
            (-140, -114),
            (-258, -88),
            (-356, -96),
            (-440, -52),
            (-490, 60),
        ),
    ),
    (
        "Strandstråket",
        ((-490, 60), (-486, 150), (-436, 236), (-452, 345), (-480, 470), (-446, 590), (-340, 640)),
    ),
    ("Skolstråket", ((95, 70), (120, 170), (150, 260), (190, 350), (200, 492))),
)
SQUARE: Points = ((-34, 8), (-4, 40), (34, 62), (58, 40), (24, 14), (-8, -10))
PARK: Points = (
    (-240, 56),
    (-150, 44),
    (-70, 10),
    (-96, -60),
    (-150, -116),
    (-250, -90),
    (-340, -98),
    (-420, -58),
    (-455, 56),
    (-400, 66),
    (-330, 74),
)
PITCH: Points = ((100, 300), (172, 318), (150, 408), (78, 390))
# Woods (x, y, radius).
WOODS: tuple[tuple[float, float, float], ...] = (
    (800, 170, 110),
    (930, 330, 190),
    (380, 770, 220),
    (700, 660, 190),
    (40, 850, 210),
    (300, -160, 70),
    (930, -260, 230),
    (840, -620, 260),
    (430, -740, 200),
    (40, -640, 170),
    (-180, -760, 160),
    (-520, -660, 110),
    (-330, 790, 130),
    (170, -150, 45),
    (-190, 380, 70),
    (1500, -700, 420),
    (1150, -1350, 480),
    (350, -1350, 420),
    (-120, -1900, 420),
    (300, 1400, 430),
    (1150, 1300, 400),
    (2250, -300, 520),
    (2100, 700, 380),
    (-350, 1350, 260),
    (-200, 2100, 400),
    (1700, 1900, 480),
)
# Big houses (name, kind, x, y, length, depth, degrees from east).
LANDMARKS: tuple[tuple[str, str, float, float, float, float, float], ...] = (
    ("Björkviks kyrka", "church", 66, 122, 34, 14, 10),
    ("Björkviks skola", "school", 112, 236, 58, 16, 14),
    ("Ekens förskola", "kindergarten", 180, 250, 30, 14, 76),
    ("Kommunhuset", "public", -62, -8, 30, 14, 40),
    ("Livs", "retail", -104, -170, 42, 26, 48),
    ("Brandstationen", "fire_station", -330, -300, 34, 18, 70),
    ("Båthuset", "boathouse", -462, 20, 22, 10, 80),
)
PARKINGS: tuple[Points, ...] = (
    ((-150, -205), (-122, -178), (-96, -206), (-122, -236)),
    ((-432, 96), (-402, 100), (-398, 128), (-430, 124)),
)
STREET_NAMES: dict[str, tuple[str, ...]] = {
    "birds": (
        "Lärkvägen",
        "Trastvägen",
        "Svalvägen",
        "Sparvstigen",
        "Bofinksvägen",
        "Talgoxestigen",
        "Ärlevägen",
        "Gökvägen",
    ),
    "trees": (
        "Tallvägen",
        "Rönnvägen",
        "Hasselvägen",
        "Lönnvägen",
        "Aspstigen",
        "Sälgvägen",
        "Häggvägen",
        "Almvägen",
        "Enbacken",
        "Granstigen",
    ),
    "craft": (
        "Hammarvägen",
        "Städvägen",
        "Tångvägen",
        "Smedjegatan",
        "Hyvelvägen",
        "Kvarnvägen",
        "Blåsbälgen",
        "Ässjevägen",
        "Vävarvägen",
        "Sågvägen",
    ),
    "berries": (
        "Hallonvägen",
        "Smultronstigen",
        "Lingonvägen",
        "Blåbärsvägen",
        "Björnbärsvägen",
        "Hjortronstigen",
        "Odonvägen",
        "Krusbärsvägen",
    ),
    "fish": ("Gösvägen", "Abborrvägen", "Laxvägen", "Sikstigen", "Gäddvägen", "Öringvägen"),
    "shore": ("Vassvägen", "Bryggvägen", "Ekevägen", "Båtvägen", "Klippstigen", "Näckrosvägen"),
}
