// What axe does not look at: where the focus is, how large targets are, what wider text spacing
// does, whether anything moves, and how errors are tied to their fields. Gives a list of faults.
async (checks) => {
  const faults = [];
  const tell = (what, one) => faults.push(`${what}: ${one.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`);
  const isShown = (one) => one.checkVisibility({ checkVisibilityCSS: true });
  const boxOf = (one) => one.getBoundingClientRect();
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const usable = [...document.querySelectorAll(INTERACTIVE)].filter(
    (one) => one.tabIndex >= 0 && !one.disabled && isShown(one) && !one.closest("[inert]"),
  );
  // Some inputs are drawn by their label alone.
  const faces = (one) => [one, ...(one.labels ?? [])].filter((part) => boxOf(part).width > 1.5);

  const isSeen = (one) => {
    const outlined = (part, pseudo) => {
      const style = getComputedStyle(part, pseudo);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    };
    const around = [one, ...(one.labels ?? []), one.parentElement, one.parentElement?.parentElement];
    return around.some((part) => part && outlined(part)) || outlined(one, "::before")
      || getComputedStyle(one).boxShadow !== "none";
  };
  const isUncovered = (one) => faces(one).some((face) => {
    const box = boxOf(face);
    const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
    return points.some(([right, down]) => {
      const top = document.elementFromPoint(box.x + box.width * right, box.y + box.height * down);
      return top && (face.contains(top) || one.contains(top) || top.contains(face) && top.contains(one)
        && getComputedStyle(top).position !== "fixed" && getComputedStyle(top).position !== "sticky");
    });
  });

  const painted = async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await Promise.all(document.getAnimations().map((one) => one.finished));
  };
  const focus = async () => {
    // Backwards too: what scrolls in from above lands under whatever sticks to the top.
    for (const one of [...usable, ...[...usable].reverse()]) {
      one.focus();
      if (document.activeElement !== one) continue;
      // What comes or goes with the focus does so with the next frame.
      if (!(isSeen(one) && isUncovered(one))) await painted();
      if (!isSeen(one)) tell("the focus is not seen", one);
      if (!isUncovered(one)) tell("the focused is covered", one);
    }
    document.activeElement?.blur();
  };

  const isInSentence = (one) => {
    const style = getComputedStyle(one);
    const around = one.parentElement;
    return style.display === "inline" && around.textContent.trim().length > one.textContent.trim().length;
  };
  const targets = () => {
    const boxes = usable.filter((one) => !isInSentence(one) && one.tabIndex >= 0 && one.matches(
      "a[href], button, input, select, textarea, summary")).map((one) => {
      const all = faces(one).map(boxOf);
      const [left, top] = [Math.min(...all.map((b) => b.left)), Math.min(...all.map((b) => b.top))];
      const [right, bottom] = [Math.max(...all.map((b) => b.right)), Math.max(...all.map((b) => b.bottom))];
      return { one, left, top, right, bottom, wide: right - left, high: bottom - top };
    }).filter((box) => box.wide > 1.5);
    for (const box of boxes) {
      if (box.wide >= 23.9 && box.high >= 23.9) continue;
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const near = boxes.some((other) => other !== box && !box.one.contains(other.one)
        && Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)) < 12);
      if (near) tell(`a target of ${Math.round(box.wide)} × ${Math.round(box.high)} px beside another`, box.one);
    }
  };

  const CUT = ["hidden", "clip"];
  const spacing = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    for (const one of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!words || one.clientWidth < 4 || !isShown(one)) continue;
      const cut = (CUT.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (CUT.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
      if (cut) tell("wider text spacing cuts words off", one);
    }
    if (document.documentElement.scrollWidth > innerWidth) faults.push(
      `wider text spacing scrolls sideways: ${document.documentElement.scrollWidth} px in ${innerWidth}`);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };

  const motion = () => {
    const longest = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) * (part.includes("ms") ? 1 : 1000)));
    for (const one of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      const moves = style.animationName !== "none" && longest(style.animationDuration) > 20;
      if (moves || longest(style.transitionDuration) > 20) tell("something moves although less movement is asked for", one);
    }
    if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") faults.push("the page scrolls by itself");
  };

  const errors = () => {
    const wrong = [...document.querySelectorAll("main [aria-invalid=true]")];
    for (const one of wrong) {
      const ids = (one.getAttribute("aria-describedby") ?? one.closest("fieldset")?.getAttribute("aria-describedby") ?? "").split(/\s+/);
      const said = ids.map((id) => document.getElementById(id)?.textContent.trim()).filter(Boolean);
      if (!said.length) tell("an error is not tied to its field", one);
    }
    const messages = document.querySelectorAll("main .ds-validation-message");
    const summary = document.querySelector(".error-summary");
    const told = summary ?? document.querySelector("main .ds-alert");
    if (messages.length && !told) faults.push("errors are not summed up");
    if (summary && summary.getAttribute("role") !== "alert") faults.push("the summary of errors is not announced");
    if (summary && checks.includes("arrived") && !summary.contains(document.activeElement)) faults.push("the focus is not on the summary of errors");
    for (const link of summary?.querySelectorAll("a[href^='#']") ?? []) {
      if (!document.getElementById(link.hash.slice(1))) tell("the summary leads nowhere", link);
    }
  };

  const reflow = () => {
    if (document.documentElement.scrollWidth > innerWidth) faults.push(
      `scrolls sideways: ${document.documentElement.scrollWidth} px in ${innerWidth}`);
    const stuck = [...document.body.querySelectorAll("*")].filter((one) => isShown(one)
      && ["sticky", "fixed"].includes(getComputedStyle(one).position) && boxOf(one).height > innerHeight / 2
      && boxOf(one).top < innerHeight && boxOf(one).bottom > 0);
    for (const one of stuck) tell("a part that stays in place takes over half of the window", one);
  };

  const all = { errors, motion, focus, targets, reflow, spacing };
  for (const check of checks) await all[check]?.();
  return [...new Set(faults)];
}
