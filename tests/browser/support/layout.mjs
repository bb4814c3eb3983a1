// Whether everything has come to rest and has room: on the page and inside the widget's shadow roots.

/**
 * Waits until nothing moves into its place any more: what fades in has too little contrast until then, and what is set in
 * another typeface is wider than it will be. What turns for ever is not waited for.
 */
export function settled(page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const roots = (root) => [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : []))];
    const animations = roots(document).flatMap((root) => root.getAnimations());
    const ending = animations.filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
    // One that is cancelled on the way is at rest too.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Elements whose content is wider than they are, or that stick out of the window; none when all is well. */
export async function overflowing(page) {
  await settled(page);
  return page.evaluate(() => {
    const everything = (root) =>
      [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
    /** What is laid out in lines has no width of its own, what scrolls is meant to be wider, and what is drawn is scaled. */
    const counts = (element) => {
      if (element.ownerSVGElement) return false;
      const { display, overflowX } = getComputedStyle(element);
      return element.checkVisibility() && display !== 'inline' && overflowX !== 'auto' && overflowX !== 'scroll';
    };
    /** Text for screen readers only stands in a single pixel. */
    const tooWide = (element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
    const outside = (element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && element.getRootNode() !== document && (left < -1 || right > innerWidth + 1);
    };
    const scrolls = document.scrollingElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    return [
      ...scrolls,
      ...everything(document)
        .filter((element) => counts(element) && (tooWide(element) || outside(element)))
        .map((element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`),
    ];
  });
}
