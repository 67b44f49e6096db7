const MB = 1024 * 1024;

/**
 * Says at once when a film is too large, and how much of it has been sent. Without it the form goes
 * as forms do, and the server says the same.
 */
export default function film(form) {
  const { most, tooLarge, sending, checking, broken } = form.dataset;
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-said]");
  const progress = form.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });

  const isTooLarge = () => (input.files[0]?.size ?? 0) > Number(most) * MB;
  const say = (text) => (said.textContent = text);
  const megabytes = (bytes) => number.format(Math.ceil(bytes / MB));

  input.addEventListener("change", () => say(isTooLarge() ? tooLarge : ""));

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    if (isTooLarge()) {
      say(tooLarge);
      input.focus();
    } else send();
  });

  function send() {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.hidden = false;
      bar.value = loaded / total;
      const text = sending.replace("{done}", megabytes(loaded)).replace("{all}", megabytes(total));
      say(loaded < total ? text : checking);
    });
    request.addEventListener("load", () => show(request));
    request.addEventListener("error", () => say(broken));
    request.open("POST", location.href);
    request.send(new FormData(form));
  }

  /** Go where the answer led, or say what it says is wrong: beside the field, or as a page. */
  function show(request) {
    if (request.status === 200) {
      location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const why =
      answer.querySelector(".ds-validation-message") ?? answer.querySelector(".error-page .lead");
    say(why?.textContent.trim() || broken);
    input.focus();
  }
}
