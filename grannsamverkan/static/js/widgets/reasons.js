// A ready-made reason fills the fields when it is chosen, and only those that fit what should happen
// are offered. What somebody has written is kept: it is exchanged only where it came from the list.

export default function reasons(root) {
  const texts = JSON.parse(root.dataset.texts);
  const list = root.querySelector("select");
  const fields = { reason: find("reason"), remedy: find("remedy") };
  const all = [...list.options];
  let filled = { reason: "", remedy: "" };

  function find(name) {
    return root.querySelector(`textarea[name="${name}"]`);
  }
  const narrow = () => {
    const outcome = root.querySelector("input[name=outcome]:checked")?.value;
    const fitting = all.filter((one) => !outcome || !one.value || texts[one.value].outcome === outcome);
    const chosen = list.value;
    list.replaceChildren(...fitting);
    list.value = fitting.some((one) => one.value === chosen) ? chosen : "";
  };
  const fill = () => {
    const chosen = texts[list.value] ?? { reason: "", remedy: "" };
    for (const [name, field] of Object.entries(fields)) {
      if (field.value && field.value !== filled[name]) continue;
      field.value = chosen[name];
      filled = { ...filled, [name]: chosen[name] };
    }
    const outcome = root.querySelector(`input[name=outcome][value="${chosen.outcome}"]`);
    if (outcome) outcome.checked = true;
  };

  list.addEventListener("change", fill);
  root.addEventListener("change", (event) => {
    if (event.target.name === "outcome") narrow();
  });
  narrow();
}
