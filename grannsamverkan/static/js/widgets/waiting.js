// Waits for a new look at a photo and reads the page in again; not while something has been written.

const EACH_MS = 1500;
const MOST = 80;

export default function waiting(element) {
  const { address, look, ready, reload } = element.dataset;
  let written = false;
  let asked = 0;

  document.addEventListener("input", (event) => {
    written ||= event.target.matches("textarea, input:not([type=radio])");
  });
  const onward = () => {
    if (!written) {
      again();
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.textContent = reload;
    button.addEventListener("click", again);
    element.querySelector("p").textContent = ready;
    element.append(button);
  };
  const ask = async () => {
    asked += 1;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => ({ look })) : { look };
    if (found.look !== look) onward();
    else if (asked < MOST) setTimeout(ask, EACH_MS);
  };
  setTimeout(ask, EACH_MS);
}

/** The same page, no longer told to wait. */
function again() {
  const address = new URL(window.location.href);
  address.searchParams.delete("titt");
  if (address.href === window.location.href) window.location.reload();
  else window.location.replace(address);
}
