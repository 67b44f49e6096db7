/**
 * Signs in with a passkey, or makes one: data-way="get" or "create" on the element around the form.
 * The server is asked what to ask the browser (data-ask), the browser's answer goes into the field
 * `answer`, and the form is sent as any other. Until this script is there neither way is shown, and
 * in a browser without passkeys the way in stays hidden.
 */

/** @param {HTMLElement} element */
export default function passkey(element) {
  const form = element.querySelector("form");
  const told = element.querySelector("[data-role=told]");
  const makes = element.dataset.way === "create";
  const tell = (text) => told.replaceChildren(text ?? "");
  element.hidden = !makes && !isAble();
  if (!isAble()) {
    if (makes) tell(element.dataset.unable);
    return;
  }
  let busy = false;
  form.addEventListener("submit", async (event) => {
    const field = form.elements.namedItem("answer");
    // A name that is missing is told by the server, before anything is made.
    if (field.value || (makes && !form.elements.namedItem("name").value.trim())) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    tell("");
    try {
      field.value = JSON.stringify(await answerOf(element.dataset.ask, form, makes));
      form.submit();
    } catch (error) {
      tell(words(element.dataset, error));
    }
    busy = false;
  });
  // Going back shows the page as it was left: an answer is good once.
  window.addEventListener("pageshow", () => {
    form.elements.namedItem("answer").value = "";
  });
}

function isAble() {
  const kind = window.PublicKeyCredential;
  return Boolean(kind?.parseRequestOptionsFromJSON && kind.parseCreationOptionsFromJSON);
}

class Refused extends Error {}

async function answerOf(address, form, makes) {
  const asked = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new FormData(form),
  });
  const data = await asked.json();
  if (!asked.ok) throw new Refused(data.error);
  const key = makes
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(data),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(data),
      });
  return key.toJSON();
}

function words(texts, error) {
  if (error instanceof Refused) return error.message;
  if (error.name === "InvalidStateError") return texts.there;
  return error instanceof DOMException ? texts.cancelled : texts.failed;
}
