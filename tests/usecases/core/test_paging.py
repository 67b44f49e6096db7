"""A page of a long list."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.jobs import Job
from grannsamverkan.core.paging import part


@pytest.fixture
def seven(given):
    with given() as work:
        for number in range(7):
            job = Job(kind=f"job {number}", args={}, created_at=work.now, next_at=work.now)
            work.session.add(job)
            work.session.flush()


@pytest.mark.parametrize(
    ("asked", "number", "first", "count"),
    [(1, 1, 0, 3), (2, 2, 3, 3), (3, 3, 6, 1), (99, 3, 6, 1), (0, 1, 0, 3), (-4, 1, 0, 3)],
)
def test_a_page_outside_the_list_is_the_nearest_one(runtime, seven, asked, number, first, count):
    with runtime.reading() as work:
        shown = part(work, select(Job).order_by(Job.id), asked, size=3)

        assert (shown.number, shown.pages, shown.total) == (number, 3, 7)
        assert [job.kind for job in shown.rows] == [f"job {first + i}" for i in range(count)]


def test_an_empty_list_has_one_page(runtime):
    with runtime.reading() as work:
        shown = part(work, select(Job).order_by(Job.id), 1)

        assert (shown.number, shown.pages, shown.total, list(shown.rows)) == (1, 1, 0, [])
