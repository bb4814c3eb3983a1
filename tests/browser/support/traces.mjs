// What happens to a page: how much of it moves, its look and its globals.

/** Starts watching before the page's first line. Call before navigating. */
export async function watchLayout(page) {
  await page.addInitScript(() => {
    const seen = { layout_shift: 0 };
    // What moves inside a shadow root is not named. The widget's own content may move within its panel.
    const ofPage = (entry) => entry.sources.length === 0 || entry.sources.some(({ node }) => node !== null);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries().filter(ofPage)) seen.layout_shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    // Not enumerable: what enumerates the page's globals must not find the test.
    Object.defineProperty(window, '__seen_by_test', { value: seen });
  });
}

/** How much of the page's own content has moved so far, as Chromium scores it (cumulative layout shift). */
export function layoutShift(page) {
  return page.evaluate(() => window.__seen_by_test.layout_shift);
}

/** The computed style and place of every element the page brought itself, by a name that says which one it is. */
export function lookOf(page) {
  return page.evaluate(() => {
    const ours = 'script, regulars-widget, regulars-earn';
    const look = {};
    [...document.querySelectorAll('*')].filter((element) => !element.matches(ours)).forEach((element, index) => {
      const style = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      const properties = [...style].map((property) => [property, style.getPropertyValue(property)]);
      look[`${index} ${element.localName}`] = Object.fromEntries([...properties, ['place', `${x},${y} ${width}×${height}`]]);
    });
    return look;
  });
}

/** Every property that two looks do not have in common, as `3 h1: color red → blue`. */
export function changes(before, after) {
  const elements = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return elements.flatMap((element) => {
    const [was = {}, is = {}] = [before[element], after[element]];
    const properties = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return properties.filter((name) => was[name] !== is[name]).map((name) => `${element}: ${name} ${was[name]} → ${is[name]}`);
  });
}

/** The names on `window`, and on what every script of the page shares. */
export function globalsOf(page) {
  return page.evaluate(() => {
    const shared = { Object, Array, String, Function, Promise, Element, HTMLElement, Node, Document, Event, Response, JSON, Math, Intl };
    const names = Object.getOwnPropertyNames(window).map((name) => `window.${name}`);
    for (const [name, value] of Object.entries(shared)) {
      names.push(...Object.getOwnPropertyNames(value).map((member) => `${name}.${member}`));
      names.push(...Object.getOwnPropertyNames(value.prototype ?? {}).map((member) => `${name}.prototype.${member}`));
    }
    return names.sort();
  });
}
