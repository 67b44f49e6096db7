"""Shapes of input for certificates."""

from wtforms import TextAreaField

from grannsamverkan.core.forms import Form, at_most, required
from grannsamverkan.core.i18n import lazy


class WithdrawForm(Form):
    """Why a certificate is withdrawn."""

    reason = TextAreaField(
        lazy("Varför återkallas intyget?"),
        validators=[required(lazy("Skriv varför.")), at_most(500)],
        description=lazy("Personen får läsa det i ett mejl."),
    )
