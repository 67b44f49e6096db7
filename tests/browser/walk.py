"""Going through every page there is, as those who may see it."""

PARTS = (
    ("nobody",),
    ("contact", "newcomer"),
    ("police", "coordinator"),
    ("reviewer", "admin", "lonely"),
)
# Two frames later the page stands in its new size.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
DESK = (1280, 900)


def open_page(world, person, visit):
    """Go to the page and into the state that the visit wants, on a wide screen."""
    show(person.page, *DESK)
    (rule,) = world.app.url_map.iter_rules(visit.endpoint)
    values = world.address(rule, visit.values)
    path = world.app.url_map.bind("localhost").build(visit.endpoint, values)
    answer = person.page.goto(path + visit.query)
    assert answer.status < 500, f"{visit.name}: {answer.status}"
    if visit.then is not None:
        visit.then(person, world)
    # The page is looked at when its scripts have done what they do to it.
    person.is_ready()


def show(page, width, height=900):
    """Show the page in another size."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(PAINTED)
