import cv2
import numpy as np
import pytest

from grannsamverkan.imaging.looking import things


@pytest.fixture
def read(testdata):
    def one(name):
        return np.ascontiguousarray(cv2.imread(str(testdata / "photos" / name))[:, :, ::-1])

    return one


def test_a_person_is_found_with_a_box_around_them(read):
    picture = read("people/train2017_000000000036.jpg")

    found = things.find(picture)

    best = max(found.persons, key=lambda person: person.score)
    assert best.box == pytest.approx((167, 162, 478, 628), abs=30)
    assert found.vehicles == ()


def test_a_car_is_found_whole(read):
    picture = read("number-plates/eu1.jpg")

    best = max(things.find(picture).vehicles, key=lambda vehicle: vehicle.score)

    left, top, right, bottom = best.box
    assert left < 230
    assert right > 780
    assert top < 200
    assert bottom > 540


def test_a_car_far_away_is_found_in_its_place(read):
    street = np.full((1512, 2016, 3), 140, np.uint8)
    car = cv2.resize(read("number-plates/eu1.jpg"), (250, 188), interpolation=cv2.INTER_AREA)
    street[1000:1188, 600:850] = car

    found = things.find(street).vehicles

    assert any(
        600 <= left < 680 and 1000 <= top < 1080 and 760 < right <= 870 and 1100 < bottom <= 1200
        for left, top, right, bottom in (vehicle.box for vehicle in found)
    )


def test_a_plain_wall_has_neither():
    wall = np.random.default_rng(3).normal(150, 8, (700, 900, 3)).clip(0, 255).astype(np.uint8)

    assert things.find(wall) == things.Things((), ())
