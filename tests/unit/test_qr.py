"""QR codes: small, readable, and fit to stand in a page under a strict policy."""

import re

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from grannsamverkan.core.codes import new_code, new_token
from grannsamverkan.core.qr import (
    QUIET_ZONE,
    label_address,
    label_qr,
    letter_address,
    letter_qr,
    qr_svg,
)

BASE_URL = "https://grannsamverkan.vanersborg.se"

Modules = npt.NDArray[np.bool_]


def modules(svg: str) -> Modules:
    """Return the drawn modules, True where dark, from the path's bars."""
    size = width(svg)
    dark = np.zeros((size, size), dtype=bool)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", svg):
        dark[int(y), int(x) : int(x) + int(run)] = True
    return dark


def width(svg: str) -> int:
    """Return the width in modules, quiet zone included."""
    return int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])


def read(dark: Modules) -> str:
    picture = np.where(np.kron(dark, np.ones((4, 4), dtype=bool)), 0, 255).astype(np.uint8)
    (hit,) = zxingcpp.read_barcodes(picture)
    return hit.text


def test_a_label_address_is_upper_case_throughout() -> None:
    assert label_address(BASE_URL, "k7q4mr") == "HTTPS://GRANNSAMVERKAN.VANERSBORG.SE/S/K7Q4MR"
    assert label_address("http://127.0.0.1:5000/", "K7Q4MR") == "HTTP://127.0.0.1:5000/S/K7Q4MR"


def test_a_letter_address_is_upper_case_throughout() -> None:
    token = new_token()

    assert letter_address(BASE_URL, token) == f"HTTPS://GRANNSAMVERKAN.VANERSBORG.SE/B/{token}"


def test_a_path_before_the_app_keeps_its_case_as_paths_must() -> None:
    assert label_address("https://kommun.se/gs/", "K7Q4MR") == "HTTPS://KOMMUN.SE/gs/S/K7Q4MR"


@pytest.mark.parametrize("base_url", ["", "kommun.se", "/S/", "mailto:a@kommun.se"])
def test_an_address_without_scheme_or_host_is_refused(base_url: str) -> None:
    with pytest.raises(ValueError, match="absolute"):
        label_address(base_url, "K7Q4MR")


def test_a_label_is_read_back_and_small() -> None:
    code = new_code()

    svg = label_qr(BASE_URL, code)

    assert read(modules(svg)) == label_address(BASE_URL, code)
    # Version 3: upper case is what keeps it from version 4.
    assert width(svg) == 29 + 2 * QUIET_ZONE
    assert width(qr_svg(label_address(BASE_URL, code).lower())) > width(svg)


def test_a_letter_is_read_back_and_small() -> None:
    token = new_token()

    svg = letter_qr(BASE_URL, token)

    assert read(modules(svg)) == letter_address(BASE_URL, token)
    assert width(svg) == 33 + 2 * QUIET_ZONE


def test_a_label_stands_a_blot_that_a_letter_does_not() -> None:
    text = "HTTPS://GRANNSAMVERKAN.VANERSBORG.SE/B/" + "K7Q4" * 7
    blots = {"Q": modules(qr_svg(text, "Q")), "M": modules(qr_svg(text, "M"))}
    for dark in blots.values():
        dark[15:25, 15:30] = False

    assert read(blots["Q"]) == text
    with pytest.raises(ValueError, match="unpack"):
        read(blots["M"])


def test_the_quiet_zone_is_kept_on_all_four_sides() -> None:
    dark = modules(qr_svg("K7Q4MR"))

    rows, columns = np.nonzero(dark)
    assert (rows.min(), columns.min()) == (QUIET_ZONE, QUIET_ZONE)
    assert (rows.max(), columns.max()) == tuple(size - QUIET_ZONE - 1 for size in dark.shape)


def test_several_can_stand_in_one_page_under_a_strict_policy() -> None:
    svg = label_qr(BASE_URL, new_code())

    assert not re.search(r"\b(id|style|class|on\w+)=|<script|<style|href", svg)


@given(st.text(min_size=1, max_size=100))
@settings(max_examples=50, deadline=None)
def test_any_text_is_carried_and_never_becomes_markup(text: str) -> None:
    svg = qr_svg(text, "M")

    assert re.fullmatch(
        r'<svg [^<>]+><path fill="#fff" d="[^<>]+"/><path d="[MhvHz0-9 ]+"/></svg>', svg
    )


def test_too_much_text_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        qr_svg("A" * 5000)
