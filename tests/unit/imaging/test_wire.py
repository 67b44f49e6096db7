"""The decoder's answer: what is believed of it, and what is not."""

import io
import json

import pytest
from PIL import Image

from grannsamverkan.imaging import Intake, Refused, wire
from grannsamverkan.imaging.report import Claims, Measures
from tests.unit.imaging.samples import as_jpeg

PHOTO = as_jpeg(Image.new("RGB", (320, 240), "#7d9a4c"))
MEASURES = Measures(0.5, 0.5, 0.0, 0.0, "0" * 32, ("HTTPS://GV.SE/A",))
REPORT = Intake("JPEG", 320, 240, Claims(gravity=(0.0, 0.8, 0.6)), PHOTO, PHOTO, MEASURES)


def test_answer_survives_the_wire():
    assert wire.unpack(wire.pack(REPORT)) == REPORT


def test_refusal_survives_the_wire():
    with pytest.raises(Refused) as refusal:
        wire.unpack(wire.pack(Refused("cut_off", "OSError")))

    assert (refusal.value.code, refusal.value.why) == ("cut_off", "OSError")


def lying(**changes) -> bytes:
    """An answer with some of its header changed by a decoder that was taken over."""
    packed = wire.pack(REPORT)
    end = 4 + int.from_bytes(packed[:4], "big")
    header = {**json.loads(packed[4:end]), **changes}
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(4, "big") + raw + packed[end:]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xff\xff\xff" + bytes(100),
        wire.pack(REPORT)[:40],
        wire.pack(REPORT)[:-1],
        wire.pack(REPORT) + b"<script>",
        lying(width="320"),
        lying(width=-1),
        lying(master=10),
        lying(claims=None),
        lying(claims={**REPORT.claims.__dict__, "taken_at": "soon"}),
        lying(measures={**REPORT.measures.__dict__, "dhash": "no hash"}),
        lying(measures={**REPORT.measures.__dict__, "codes": [1]}),
        lying(refused="because"),
        lying(claims={**REPORT.claims.__dict__, "gravity": [0.0, 1.0]}),
        lying(claims={**REPORT.claims.__dict__, "gravity": [0.0, 1.0, float("nan")]}),
    ],
)
def test_dishonest_answer_is_a_refusal(answer):
    with pytest.raises(Refused) as refusal:
        wire.unpack(answer)

    assert refusal.value.code == "decoder_failed"


def test_master_with_metadata_is_never_believed():
    out = io.BytesIO()
    Image.new("RGB", (32, 32)).save(out, "JPEG", comment=b"hello")
    smuggled = Intake("JPEG", 32, 32, Claims(), out.getvalue(), PHOTO, MEASURES)

    with pytest.raises(Refused):
        wire.unpack(wire.pack(smuggled))


def test_refusal_codes_are_a_closed_list():
    with pytest.raises(ValueError, match="unknown refusal code"):
        Refused("because")
