// A bar of so many millimetres below a picture whose scale is known.

const LENGTHS_MM = [500, 200, 100, 50, 20, 10, 5];
const MOST_OF_WIDTH = 0.5;

export default function scalebar(element) {
  const scale = Number(element.dataset.mm);
  const image = element.querySelector("img");
  if (!scale) return;
  const bar = document.createElement("span");
  const words = document.createElement("span");
  bar.className = "close-up__bar";
  words.className = "close-up__length";
  element.querySelector("a").after(bar, words);
  const draw = () => {
    const { naturalWidth, clientWidth } = image;
    if (!naturalWidth || !clientWidth) return;
    const whole = naturalWidth * scale;
    const length = LENGTHS_MM.find((mm) => mm <= whole * MOST_OF_WIDTH) ?? LENGTHS_MM.at(-1);
    bar.style.width = `${(length / whole) * clientWidth}px`;
    words.textContent = `${length} mm`;
  };
  image.addEventListener("load", draw);
  new ResizeObserver(draw).observe(image);
  draw();
}
