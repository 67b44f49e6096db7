/** Turns the link to the menu into a button that folds the panel out and in; Escape folds it in. */
export default function menu(link) {
  const panel = document.querySelector(link.getAttribute("href"));

  function show(open) {
    panel.classList.toggle("site-menu--open", open);
    link.setAttribute("aria-expanded", String(open));
  }

  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", panel.id);
  show(false);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.getAttribute("aria-expanded") !== "true");
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  panel.closest("header").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    link.focus();
  });
}
