// The few strokes the sleeves are drawn with. Strings of SVG, with presentation attributes only: a strict
// Content-Security-Policy forbids style attributes.

const TYPE = "font-family=\"'Sofia Sans Extra Condensed', 'Arial Narrow', sans-serif\"";

/** Sleeves are squares of this many units. */
export const SIDE = 400;

/** The whole square in one colour. */
export const ground = (fill) => `<rect width="${SIDE}" height="${SIDE}" fill="${fill}"/>`;

/** Poster type. `weight` 100–900, `spacing` in units, `anchor` start, middle or end. */
export function type(text, { x, y, size, fill, weight = 800, spacing = 0, anchor = 'start', turn = 0 }) {
  const turned = turn ? ` transform="rotate(${turn} ${x} ${y})"` : '';
  const escaped = text.replaceAll('&', '&amp;');
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-weight="${weight}" letter-spacing="${spacing}" text-anchor="${anchor}" ${TYPE}${turned}>${escaped}</text>`;
}

/** A disc, or a ring when `stroke` is given. */
export function disc(cx, cy, r, fill, stroke = 0) {
  return stroke
    ? `<circle cx="${cx}" cy="${cy}" r="${r}" fill="none" stroke="${fill}" stroke-width="${stroke}"/>`
    : `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;
}

export const bar = (x, y, width, height, fill) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

/** A shape from path data; `stroke` draws its outline instead of filling it. */
export function shape(d, fill, stroke = 0) {
  return stroke
    ? `<path d="${d}" fill="none" stroke="${fill}" stroke-width="${stroke}" stroke-linecap="round"/>`
    : `<path d="${d}" fill="${fill}"/>`;
}

/** `count` strokes, each drawn by `stroke(index)`. */
export const repeat = (count, stroke) => Array.from({ length: count }, (_, index) => stroke(index)).join('');
