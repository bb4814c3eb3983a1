// What axe says of a page: nothing, or the test fails with the element and what is wrong with it.

import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { settled } from './layout.mjs';

/**
 * Every rule axe has for WCAG 2.2 A and AA, and its best practices, once everything has come to rest. What comes on display
 * later is not waited for: a test that looks at it waits until it is visible, and asks for no motion.
 *
 * @param what what is looked at, for the message
 * @param within a selector, if the page around it is not ours
 */
export async function expectAccessible(page, what, within) {
  await settled(page);
  // Legacy mode looks at the page alone: no host has frames, and a second page would be opened to gather theirs.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (within ? builder.include(within) : builder).analyze();
  const findings = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  expect(findings, what).toEqual([]);
}
