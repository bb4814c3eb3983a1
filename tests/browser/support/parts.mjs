// What shops may style: the parts that the page for site owners names, and those that are there.

import { stack } from './stack.mjs';

/** The names in one list of the page for site owners, without those of elements. */
export async function partsNamed(page, id) {
  const html = await (await page.request.get(`${stack.url}/install/`)).text();
  const list = new RegExp(`id="${id}">(.*?)</p>`, 's').exec(html)[1];
  const names = [...list.matchAll(/<code>([a-z-]+)<\/code>/g)].map(([, name]) => name);
  return names.filter((name) => !name.startsWith('regulars-'));
}

/** The parts that elements of these names have by now. */
export const partsOf = (page, ...elements) =>
  page.evaluate(
    (elements) =>
      [...document.querySelectorAll(elements)].flatMap(({ shadowRoot }) =>
        [...shadowRoot.querySelectorAll('[part]')].flatMap((element) => [...element.part]),
      ),
    elements.join(),
  );
