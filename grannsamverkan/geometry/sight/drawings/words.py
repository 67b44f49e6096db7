"""The words on the drawings, given translated: geometry speaks no language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Texts of the drawings. Parts in braces are filled in: {number}, {metres}, {share}, {times},
    {thing}, {who} and, in the descriptions, lengths by their names."""

    plate: str
    post: str
    post_numbered: str
    car: str
    lorry: str
    cyclist: str
    sign: str
    signal: str
    somebody: str
    carriageway: str
    footway: str
    cycleway: str
    north: str
    metres: str
    error: str
    near: str
    taller: str
    hidden: str
    limit: str
    worst: str
    plan_title: str
    plan_description: str
    plan_sight: str
    along_title: str
    along_description: str
    across_title: str
    across_description: str
    across_side: str
    driver_title: str
    driver_description: str
    decimal: str = ","

    def length(self, metres: float, decimals: int = 1) -> str:
        """ "2,3 m"."""
        return self.metres.format(number=self.number(metres, decimals))

    def distance(self, metres: float) -> str:
        """ "60 m" from ten metres on, "4,5 m" nearer."""
        return self.length(metres, 0 if metres >= 10 else 1)

    def number(self, value: float, decimals: int = 1) -> str:
        """A number with the language's decimal sign."""
        return f"{value:.{decimals}f}".replace(".", self.decimal)

    def post_called(self, number: str) -> str:
        """ "Stolpe 1042", or only "Stolpen" where it has no number."""
        return self.post_numbered.format(number=number) if number else self.post
