"""The demo's bulletins are ones that the product would let somebody send."""

from itertools import chain

from grannsamverkan.demo.news import DRAFT, NEWS
from grannsamverkan.messages.rules import KINDS, LONGEST_LIFE, LONGEST_TEXT, guard


def texts():
    for news in (*NEWS, DRAFT):
        named = ("title", "text", "title_en", "text_en", "correction")
        yield {name: getattr(news, name) for name in named}


def test_the_wording_guard_has_nothing_to_ask():
    assert [guard.findings(fields, ()) for fields in texts()] == [[]] * (len(NEWS) + 1)


def test_each_is_as_long_and_lasts_as_long_as_the_product_lets_it():
    assert {news.kind for news in (*NEWS, DRAFT)} == set(KINDS)
    assert max(len(text) for text in chain(*(fields.values() for fields in texts()))) < LONGEST_TEXT
    assert max(len(news.title) for news in (*NEWS, DRAFT)) <= 120
    assert max(news.lasts for news in NEWS) <= LONGEST_LIFE.days


def test_there_is_one_of_each_that_a_list_can_show():
    assert [news for news in NEWS if news.correction]
    assert [news for news in NEWS if news.urgent and news.text_en]
    assert {news.area for news in NEWS} == {None, 0, 1}
