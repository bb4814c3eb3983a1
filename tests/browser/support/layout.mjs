// Whether everything has room: on the page and inside the widget's shadow roots.

/** Elements whose content is wider than they are, or that stick out of the window; none when all is well. */
export function overflowing(page) {
  return page.evaluate(async () => {
    // What is set in another typeface until its own has come is wider than it will be.
    await document.fonts.ready;
    const everything = (root) =>
      [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
    /** What is laid out in lines has no width of its own; what scrolls is meant to be wider. */
    const counts = (element) => {
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
