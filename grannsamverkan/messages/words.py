"""Codes of bulletins as words for people."""

from grannsamverkan.core.i18n import lazy

KIND_WORDS = {
    "crime": lazy("Brott i området"),
    "prevention": lazy("Förebygg brott"),
    "meeting": lazy("Möte"),
}
AIM_WORDS = {
    "area": lazy("Grupper i ett område som jag ritar"),
    "police_areas": lazy("Grupper i ett eller flera polisområden"),
    "groups": lazy("Grupper som jag väljer"),
}
CHANNEL_WORDS = {
    "chat": lazy("Text i gruppens chatt eller mejllista"),
    "board": lazy("Anslag på tavlan"),
    "told": lazy("Muntligt"),
}
CHANNEL_BUTTONS = {
    "chat": lazy("Kopiera texten till chatten"),
    "board": lazy("Hämta anslaget till tavlan"),
    "told": lazy("Jag har berättat det"),
}
FREQUENCY_WORDS = {
    "at_once": lazy("Ett mejl för varje utskick"),
    "daily": lazy("Ett mejl om dagen, när det finns något nytt"),
    "page": lazy("Inga mejl. Jag läser på sidan."),
}
WARNING_WORDS = {
    "origin": lazy("Ursprung eller tro som beskrivning av människor"),
    "personal_number": lazy("Personnummer"),
    "phone": lazy("Telefonnummer"),
    "plate": lazy("Registreringsnummer"),
    "email": lazy("E-postadress"),
    "address": lazy("Gatuadress med husnummer"),
}
WARNING_REASONS = {
    "origin": lazy(
        "Det pekar ut alla som liknar beskrivningen, och hjälper sällan någon att se ett brott."
        " Beskriv vad som har hänt. Uppgifter om ursprung och tro är känsliga personuppgifter."
    ),
    "personal_number": lazy("Det pekar ut en person. Det får inte spridas i ett utskick."),
    "phone": lazy(
        "Är det en enskilds nummer ska det bort. Ett nummer till polisen eller kommunen kan stå"
        " kvar."
    ),
    "plate": lazy("Det pekar ut bilens ägare. Tips om fordon lämnas till 114 14."),
    "email": lazy(
        "Är det en enskilds adress ska den bort. En funktionsadress hos polisen eller kommunen kan"
        " stå kvar."
    ),
    "address": lazy(
        "Är det ett hem ska numret bort: skriv gatan eller kvarteret. En lokal för ett möte kan"
        " stå kvar."
    ),
}
FIELD_WORDS = {
    "title": lazy("Rubrik"),
    "text": lazy("Text"),
    "title_en": lazy("Rubrik på engelska"),
    "text_en": lazy("Text på engelska"),
    "correction": lazy("Rättelse"),
    "correction_en": lazy("Rättelse på engelska"),
}
