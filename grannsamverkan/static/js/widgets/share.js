/**
 * Passes a link on: by the phone's own way to send things, or by copying it. A button shows only
 * where the browser can do what it says; the link itself stands beside it.
 */
export default function share(place) {
  const { link, copied } = place.dataset;
  const told = place.querySelector("[role=status]");

  function offer(name, act) {
    const button = place.querySelector(`[data-do=${name}]`);
    button.hidden = false;
    // Whoever changes their mind in the phone's own sheet has not done anything wrong.
    button.addEventListener("click", () => act().catch(() => {}));
  }

  async function copy() {
    await navigator.clipboard.writeText(link);
    told.textContent = copied;
  }

  if (navigator.share) offer("send", () => navigator.share({ url: link }));
  if (navigator.clipboard) offer("copy", copy);
}
