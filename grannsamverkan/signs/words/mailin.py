"""Mail that came in, as words for people. Pure."""

from collections.abc import Mapping
from typing import Any

from grannsamverkan.core.i18n import lazy

LEFT_OUT: Mapping[str, Any] = {
    "winmail": lazy(
        "Ditt mejlprogram packade in bilden i filen winmail.dat, som bara Outlook kan läsa. "
        "Välj vanlig text eller HTML som format och skicka igen."
    ),
    "not_a_photo": lazy("Filen är inget foto. Skicka en vanlig bild."),
    "unknown_format": lazy("Bilden har ett format vi inte läser. Skicka den som JPEG."),
    "too_large": lazy("Bilden är större än 25 MB. Skicka en mindre."),
    "too_small": lazy("Bilden är för liten för att visa något. Skicka den i full storlek."),
}


def left_out(name: str, why: str | None) -> str:
    """Why something in a mail was not taken in as a photo."""
    text = str(LEFT_OUT.get(why or "", lazy("Bilden gick inte att läsa. Skicka den igen.")))
    return f"{name}: {text}" if name else text


MARK_WORDS: Mapping[str, Any] = {
    "letter_qr": lazy("Brevets QR-kod syns i fotot."),
    "label_qr": lazy("Etikettens QR-kod syns i fotot."),
    "reply": lazy("Mejlet svarar på ett mejl från oss om skylten."),
    "plus_address": lazy("Skyltens kod står i adressen."),
    "code_in_subject": lazy("Skyltens kod står i ämnet."),
    "code_in_text": lazy("Skyltens kod står i texten."),
    "only_open": lazy("Det är avsändarens enda skylt som väntar på foton."),
    "near": lazy("Kameran stod vid den här skylten, enligt fotot."),
    "near_several": lazy("Kameran stod nära den här skylten och fler, enligt fotot."),
    "post_number": lazy("Stolpens nummer står i mejlet."),
    "sender": lazy("Avsändaren uppger en adress som hör till gruppen eller skylten."),
}
MAIL_REASONS: Mapping[str, Any] = {
    "too_large": lazy("Mejlet är för stort för att hämtas. Det ligger kvar i brevlådan."),
    "set_closed": lazy("Skylten väntar inte på foton just nu."),
    "set_full": lazy("Skylten har redan så många foton som får plats."),
}
