"""The page checks see what they must see, one fault at a time."""

import pytest

from tests.support.html import faults

GOOD = """<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>Ny grupp – Grannsamverkan</title>
<link rel="stylesheet" href="/static/base.css"></head>
<body>
<main>
<h1>Ny grupp</h1>
<form method="post" action="/grupper"><input type="hidden" name="csrf_token" value="x">
<label for="name">Namn</label><input id="name" name="name" aria-describedby="name-help">
<p id="name-help">Till exempel Ängsvägen</p>
<button>Spara</button></form>
<img src="/static/house.svg" alt="">
<a href="/"><svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/></svg> Start</a>
</main>
<footer>Pågående brott: ring 112. Tips: 114&nbsp;14.</footer>
</body></html>"""


def test_a_good_page_has_no_faults():
    assert faults(GOOD) == []


@pytest.mark.parametrize(("old", "new", "fault"), [
    ("<!doctype html>", "", "doctype"),
    ("</h1>", "</h2>", "end-tag"),
    ("<main>", "<main><p><div></div></p>", "unexpected-end-tag"),
    ('lang="sv"', 'lang="de"', "lang"),
    ("<h1>Ny grupp</h1>", "<h1>Ny grupp</h1><h1>Till</h1>", "2 h1"),
    ("<h1>Ny grupp</h1>", "<h1>Annat</h1>", "does not start with"),
    ("<h1>Ny grupp</h1>", "<p>Ny grupp</p>", "0 h1"),
    ('<label for="name">Namn</label>', "", "no label"),
    ('id="name-help"', 'id="name"', "2 times"),
    ('id="name-help"', 'id="other"', "missing id 'name-help'"),
    ("<h1>", "<script>x()</script><h1>", "inline script"),
    ("<h1>", '<h1 style="color: red">', "inline style"),
    ("<h1>", '<h1 onclick="x()">', "inline handler"),
    ('href="/"', 'href="javascript:x()"', "javascript:"),
    ('action="/grupper"', 'action=""', "form action"),
    ('action="/grupper"', 'action="https://example.org/x"', "form action"),
    ('<input type="hidden" name="csrf_token" value="x">', "", "CSRF"),
    ('method="post"', 'method="get"', "into the address"),
    (' alt=""', "", "no alt"),
    ("<button>Spara</button>", "<button></button>", "button  says nothing"),
    (" Start</a>", "</a>", "says nothing"),
    ('src="/static', 'src="https://elsewhere.example', "another host"),
    ("Till exempel", "%(example)s", "placeholder"),
    ("ring 112", "ring polisen", "112"),
    ("114&nbsp;14", "polisen", "114 14"),
])  # fmt: skip
def test_a_fault_is_seen(old, new, fault):
    assert old in GOOD

    found = faults(GOOD.replace(old, new, 1))

    assert any(fault in words for words in found), found
