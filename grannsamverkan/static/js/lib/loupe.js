// A round glass over a photo that shows one place of it enlarged: a finger hides what it points at.

const TIMES = 4;

/** @param {HTMLElement} frame where the glass stands @param {HTMLImageElement} image */
export function loupe(frame, image) {
  const glass = document.createElement("div");
  glass.className = "loupe";
  glass.setAttribute("aria-hidden", "true");
  glass.hidden = true;
  frame.append(glass);

  /** `place` in shares of the picture, `width` as it is shown on the screen. */
  const show = ([x, y], width) => {
    const height = (width * image.naturalHeight) / image.naturalWidth;
    glass.hidden = false;
    // In the half of the frame where the finger is not.
    glass.classList.toggle("loupe--right", x < 0.5);
    const side = glass.clientWidth / 2;
    Object.assign(glass.style, {
      backgroundImage: `url("${image.currentSrc || image.src}")`,
      backgroundSize: `${width * TIMES}px ${height * TIMES}px`,
      backgroundPosition: `${side - x * width * TIMES}px ${side - y * height * TIMES}px`,
    });
  };
  return { show, hide: () => (glass.hidden = true), remove: () => glass.remove() };
}
