import json, re
from pathlib import Path
import pytest
from axe_playwright_python.sync_playwright import Axe
from grannsamverkan.accounts.models import User
from grannsamverkan.accounts.usecases import sessions
from datetime import timedelta
from email.message import EmailMessage
from grannsamverkan.desk.queries import captured

pytestmark = pytest.mark.sqlite_only
OUT = Path("/tmp/shots_desk"); OUT.mkdir(exist_ok=True)

import threading
from werkzeug.serving import make_server
from tests.support.browser import LiveServer

@pytest.fixture
def live_server(app, runtime, live_socket):
    server = make_server("127.0.0.1", 0, app, threaded=True, fd=live_socket.fileno())
    t = threading.Thread(target=server.serve_forever); t.start()
    yield LiveServer(runtime.settings.base_url, runtime)
    server.shutdown(); t.join()

def cookie_for(app, given, user):
    with given() as work:
        entry = sessions.enter(work, work.get(User, user.id), "test", "")
    from flask.sessions import SecureCookieSessionInterface
    s = SecureCookieSessionInterface().get_signing_serializer(app)
    return s.dumps({"_user_id": entry.token, "_fresh": True})

def test_shots(scene, app, given, window, live_server, settings, clock):
    maja = scene.user("Maja Lind")
    scene.edition(title="Kontaktombudets uppgift")
    scene.address("Storgatan", "12", 50, 50); scene.address("Storgatan", "14", 500, 50)
    names = iter(["Björkvägen", "Lindgatan", "Södra Hamngatan och Kanalvägen", "Tallkrogen", "Ekbacken","Åkern","Ängen","Dalen","Höjden","Udden"]*10)
    a = scene.group(maja, state="active", name=next(names)); scene.draw(a, 0, 0)
    b = scene.group(maja, state="draft", name=next(names))
    c = scene.group(maja, state="returned", name=next(names)); scene.decision(c, "police", "return", reason="Området går över en annan grupp. Rita om det.")
    scene.sign(a, "handed_out", post_number="1042", due_on=clock().date()+timedelta(days=2))
    scene.sign(a, "correction_ordered", post_number="1043", due_on=clock().date()+timedelta(days=20))
    for n in range(7):
        g = scene.group(name=next(names), days=n*2, joined=7)
        if n%2: scene.decision(g, "police", actor_id=55)
    for n in range(3):
        g = scene.group(scene.user(), state="approved", name=next(names)); scene.fact(g, "list_exists")
        scene.sign(g, "place_approved")
    for n in range(6):
        s = scene.sign(a, "photos_sent"); scene.photos(s, ["ok","not_ok","person_looks"][n%3], days=n, state="received" if n==4 else "ready")
        scene.sign(a, "planned", days=n)
    m = scene.mail()
    scene.job(kind="send_mail", args={"mail_id": m.id}, last_error="SMTPRecipientsRefused: {'maja.lind@exempel.se': (550, b'5.1.1 no such user here')}")
    scene.job(place=None, last_error="FileNotFoundError: " + "ab"*32)
    scene.job(kind="send_mail", state="waiting", attempts=2, args={"mail_id": m.id}, last_error="OSError: [Errno 113] No route to host", next_at=clock()+timedelta(hours=20))
    scene.user("Per Ny", kind="staff", roles=["reviewer"])
    everyone = scene.user("Sara Ek", kind="staff", roles=["police","coordinator","reviewer","admin"])
    reviewer = scene.user("Rut Ek", kind="staff", roles=["reviewer"])
    msg = EmailMessage(); msg["To"], msg["Subject"] = "maja@exempel.se", "Din kod för att logga in"
    msg.set_content("Skriv de sex siffrorna.\n\nhttp://127.0.0.1/logga-in/lank/ABC\n"); msg.add_alternative("<p>Skriv <b>sex</b> siffror</p>", subtype="html")
    msg.add_attachment(b"x", maintype="application", subtype="pdf", filename="brev.pdf")
    f = captured.folder(settings); f.mkdir(parents=True, exist_ok=True); (f/"ett.eml").write_bytes(msg.as_bytes())
    pages = [(None, p) for p in ["/", "/hitta", "/hitta?adress=Storgatan 12", "/hitta?adress=stor","/hitta?adress=zz", "/personuppgifter", "/tillganglighet", "/om", "/utveckling/post", "/utveckling/post/ett", "/utveckling/stilguide"]]
    pages += [(maja, "/"), (everyone, "/"), (reviewer, "/granskning?klar=000000"), (everyone, "/beslut"), (everyone, "/vantar")]
    axe = Axe(); bad = []
    for width, dark, lang in [(320, False, "sv"), (1280, True, "sv"), (1280, False, "en"), (360, True, "en")]:
        for person in (None, maja, everyone, reviewer):
            page = window(width=width, dark=dark, language=lang)
            if person:
                page.context.add_cookies([{"name": "session", "value": cookie_for(app, given, person), "url": live_server.url}])
            for who, path in pages:
                if who is not person: continue
                page.goto(live_server.url + path)
                page.wait_for_load_state("networkidle")
                name = re.sub(r"\W+", "_", f"{who.name if who else 'alla'}{path}_{width}{'d' if dark else 'l'}{lang}")
                page.screenshot(path=OUT / f"{name}.png", full_page=True)
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if over > 0: bad.append((path, width, "overflow", over))
                res = axe.run(page, options={"runOnly": ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]})
                for v in res.response["violations"]:
                    bad.append((path, width, dark, lang, v["id"], [n["html"][:120] for n in v["nodes"][:3]]))
    print("\n".join(map(str, bad)))
    assert not bad
