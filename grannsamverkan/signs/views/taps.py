"""The mounter shows where the post stands, or where the fastening is: one tap beats any detector.

Works without scripts: the picture is a button that sends where it was pressed, and fields say it
for those who cannot press.
"""

from flask import request

from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.web import Answer, page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.imaging.evidence import Place
from grannsamverkan.signs import errors, queries
from grannsamverkan.signs.forms.taps import SHOWN_WIDTH, TapForm
from grannsamverkan.signs.models import Photo
from grannsamverkan.signs.usecases import looking
from grannsamverkan.signs.views import shapes
from grannsamverkan.signs.views.mounting import bp, open_letter

PUBLIC = frozenset({"mounting.point"})


@bp.route("/B/<token>/foton/<int:photo_id>/peka", methods=["GET", "POST"])
def point(token: str, photo_id: int) -> Answer:
    """Point out what the photo's view is about, in the covered picture."""
    sign_id = open_letter(token)
    form = TapForm()
    with reading() as work:
        photo, kind = _tappable(work, photo_id)
        if not form.validate_on_submit():
            return _page(token, photo, kind, form)
        place = form.place(request.form, (photo.width or 1) / (photo.height or 1))
        if place is None:
            form.add_error(errors.wrong_places())
            return _page(token, photo, kind, form)
    with writing(form) as work:
        looking.point_out_own(work, sign_id, photo_id, kind, [place])
    return see_other("mounting.letter", token=token, _anchor="foton")


def _tappable(work: Work, photo_id: int) -> tuple[Photo, str]:
    photo = queries.photo(work, photo_id)
    kind = shapes.TAPPED.get(photo.view)
    if kind is None or photo.shown("thumb") is None or photo.set.sent_at is not None:
        raise NotFound()
    return photo, kind


def _page(token: str, photo: Photo, kind: str, form: TapForm) -> Answer:
    return page(
        "mounting/tap.html",
        token=token,
        photo=shapes.shown_photo(token, photo),
        width=SHOWN_WIDTH,
        height=round(SHOWN_WIDTH * (photo.height or 1) / (photo.width or 1)),
        kind=kind,
        form=form,
        before=_before(photo, kind),
    )


def _before(photo: Photo, kind: str) -> Place | None:
    """What was pointed out last."""
    places = [label.places[0] for label in photo.labels if label.kind == kind]
    return (places[-1][0], places[-1][1]) if places else None
