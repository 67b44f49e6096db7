"""`grannsamverkan photo …`: the whole report, the picture that may be shown, figures, learning."""

import io
import json

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from sqlalchemy import select

from grannsamverkan.cli import photo as command
from grannsamverkan.imaging import jpeg, plain
from grannsamverkan.imaging.evaluation import rust_drawn
from grannsamverkan.imaging.evidence import Evidence, PostSeen
from grannsamverkan.signs.models import Photo, PhotoSet, Review
from grannsamverkan.signs.models.evidence import PhotoEvidence, PhotoLabel, RustModel
from tests.support.mounting import MountingScene, phone_photo

WHOLE = PostSeen((((0.0, 0.0), (0.0, 1.0)), ((1.0, 0.0), (1.0, 1.0))), 1.0, 1.0)
"""The picture is the post, from edge to edge."""

SPOT = [[0.2, 0.4], [0.8, 0.4], [0.8, 0.7], [0.2, 0.7]]
SIGNS = 12


@pytest.fixture
def run(runtime):
    def run(*words):
        return CliRunner().invoke(command, [str(word) for word in words], obj=runtime)

    return run


@pytest.fixture
def folder(tmp_path, testdata):
    """Two files: a phone's photo, and a page that calls itself one."""
    made = tmp_path / "photos"
    made.mkdir()
    (made / "a.jpg").write_bytes(phone_photo(testdata))
    (made / "b.jpg").write_bytes(b"<html>no photo</html>")
    return made


def test_a_folder_is_reported_file_by_file_as_json(run, folder):
    result = run("check", folder, "--json")

    lines = [json.loads(line) for line in result.output.splitlines() if line.startswith("{")]
    assert result.exit_code == 0
    assert [line["file"][-5:] for line in lines] == ["a.jpg", "b.jpg"]
    assert lines[0]["format"] == "JPEG"
    assert {check["check"] for check in lines[0]["checks"]} == {
        "size",
        "sharpness",
        "dark",
        "bright",
    }
    assert lines[0]["evidence"]["width"] == 1600
    assert lines[1]["refused"] == "unknown_format"


def test_without_json_each_file_is_a_line_for_people(run, folder):
    result = run("check", folder / "a.jpg", folder / "b.jpg")

    assert "no sign found" in result.output
    assert f"{folder / 'b.jpg'}: unknown_format" in result.output


def test_the_picture_that_may_be_shown_is_written(run, folder, tmp_path):
    result = run("redact", folder / "a.jpg", tmp_path / "out.jpg")

    assert result.exit_code == 0
    assert jpeg.is_bare((tmp_path / "out.jpg").read_bytes())


def test_what_is_no_photo_is_not_written(run, folder, tmp_path):
    result = run("redact", folder / "b.jpg", tmp_path / "out.jpg")

    assert result.exit_code == 1
    assert "unknown_format" in result.output
    assert not (tmp_path / "out.jpg").exists()


def test_figures_are_printed_with_what_must_be_reached(run, testdata):
    result = run("evaluate", testdata, "--subject", "intake", "--every", "60")

    assert result.exit_code == 0, result.output
    assert "most 0" in result.output
    assert "MISSED" not in result.output


def test_without_enough_marks_nothing_is_learnt_and_it_says_how_many_are_needed(
    run, runtime, given
):
    MountingScene(runtime, given)

    result = run("train")

    assert result.exit_code == 1
    assert "Five of each are needed" in result.output
    assert models(runtime) == []


def test_what_reviewers_marked_is_learnt_kept_and_not_used_yet(run, runtime, given):
    judged(MountingScene(runtime, given))

    result = run("train", "--municipality", "alby")

    assert result.exit_code == 0, result.output
    assert f"{SIGNS} posts of {SIGNS} signs, {SIGNS // 2} with rust" in result.output
    [model] = models(runtime)
    assert not model.used
    assert {"present", "new"} == model.figures.keys()
    assert runtime.storage.exists(model.stored)


def test_a_municipality_that_is_not_known_is_told_those_that_are(run, runtime, given):
    MountingScene(runtime, given)

    result = run("train", "--municipality", "okand")

    assert result.exit_code == 1
    assert "alby" in result.output


def models(runtime):
    with runtime.reading() as work:
        return list(work.session.scalars(select(RustModel)))


def judged(scene):
    """Signs of which every other has a stain that a reviewer marked; the others were unharmed."""
    with scene.given() as work:
        for number in range(SIGNS):
            letter = scene.handed_out(work, f"Grupp {number}", f"5{number}")
            rusty = number % 2 == 0
            photo = a_photo(scene, drawn(number, stained=rusty))
            made = PhotoSet(
                municipality_id=scene.town_id,
                sign_id=letter.sign_id,
                created_at=work.now,
                sent_at=work.now,
                photos=[photo],
            )
            work.session.add(made)
            work.session.flush()
            if rusty:
                photo.labels.append(
                    PhotoLabel(municipality_id=scene.town_id, kind="rust", places=SPOT, at=work.now)
                )
            else:
                made.review = Review(
                    municipality_id=scene.town_id,
                    galvanising="yes",
                    galvanising_photo_id=photo.id,
                    answered_by=scene.reviewer_id,
                    answered_at=work.now,
                )


def a_photo(scene, picture):
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=95)
    stored = scene.runtime.storage.put([out.getvalue()])
    height, width = picture.shape[:2]
    now = scene.runtime.clock()
    return Photo(
        municipality_id=scene.town_id,
        view="fastening",
        state="ready",
        original=stored,
        stored=stored,
        thumb=stored,
        received_at=now,
        evidence=PhotoEvidence(
            municipality_id=scene.town_id,
            found=plain.dump(Evidence(width, height, post=WHOLE)),
            looked_at=now,
        ),
    )


def drawn(seed, *, stained):
    """A drawn clean post, or one with a violet stain that no present model takes for rust."""
    chance = np.random.default_rng(seed)
    picture = rust_drawn.zinc(chance).clip(0, 255)
    if stained:
        picture[128:224, 19:77] = np.array((150, 60, 170)) + chance.normal(0, 12, (96, 58, 3))
    return picture.clip(0, 255).astype(np.uint8)
