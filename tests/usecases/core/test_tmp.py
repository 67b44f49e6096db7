import pytest
@pytest.mark.parametrize("n", range(40))
def test_rt(runtime, given, n):
    with given() as w: w.enqueue("send_mail", mail_id=n)
@pytest.mark.parametrize("n", range(20))
def test_app(client, n):
    pass
