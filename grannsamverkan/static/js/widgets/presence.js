// Tells, while a case stays open, that it is open here, and says who else has it open. Nothing is
// told in the first seconds: a case that is decided at once costs no more than its pages.

const FIRST_MS = 5000;
const EACH_MS = 30000;

export default function presence(element) {
  let told = false;

  const body = (gone) => {
    const form = new FormData();
    form.set("csrf_token", element.dataset.token);
    if (gone) form.set("borta", "1");
    return form;
  };
  const tell = async () => {
    if (document.visibilityState !== "visible") return;
    told = true;
    try {
      const answer = await fetch(element.dataset.address, {
        method: "POST",
        body: body(false),
        headers: { Accept: "application/json" },
      });
      const { text } = answer.ok ? await answer.json() : { text: "" };
      if (element.textContent !== text) element.textContent = text;
    } catch {
      // Without a net nobody can be told; the next time may go better.
    }
  };

  setTimeout(tell, FIRST_MS);
  setInterval(tell, EACH_MS);
  window.addEventListener("pagehide", () => {
    if (told) navigator.sendBeacon(element.dataset.address, body(true));
  });
}
