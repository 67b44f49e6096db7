const PATIENCE_MS = 8000;

/**
 * Lets a form go once: a second press within eight seconds is ignored. The button is not disabled,
 * so its name and value are sent and it works again if the network failed or one goes back.
 */
export default function once(form) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < PATIENCE_MS) event.preventDefault();
    else sentAt = event.timeStamp;
  });
  window.addEventListener("pageshow", () => {
    sentAt = -Infinity;
  });
}
