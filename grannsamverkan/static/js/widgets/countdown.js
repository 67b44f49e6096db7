// Counts the seconds down beside the button that takes a decision back. The text is the server's,
// with its number exchanged; screen readers hear it once, not each second.

export default function countdown(element) {
  const text = element.textContent;
  const seconds = Number(element.dataset.seconds);
  const end = performance.now() + seconds * 1000;
  element.setAttribute("aria-live", "off");
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    element.textContent = text.replace(/\d+/, left);
    if (left > 0) return;
    clearInterval(timer);
    element.textContent = element.dataset.gone;
    element.closest(".done")?.querySelector("form")?.remove();
  }, 250);
}
