// Says how many boxes of a form are ticked, beside the button that acts on them.

export default function count(form) {
  const place = form.querySelector("[data-count]");
  const show = () => {
    const number = form.querySelectorAll("input[type=checkbox]:checked").length;
    place.textContent = number ? place.dataset.count.replace("{n}", number) : "";
  };
  form.addEventListener("change", show);
  // A browser that comes back to the page keeps the ticks.
  window.addEventListener("pageshow", show);
  show();
}
