// The demo program's arithmetic, done again by hand and apart from everything under test. Whole numbers throughout.

export const DAY_MS = 86_400_000;

/** Points for lines of `{cents, jazz}` bought at a level: 10 a dollar, twice as many on jazz, rounded down once. */
export function pointsFor(lines, levelPercent = 100) {
  const weighted = lines.reduce((sum, { cents, jazz }) => sum + cents * (jazz ? 200 : levelPercent), 0);
  return Math.floor((weighted * 10) / (100 * 100));
}

/** Sales tax of the demo shop on one line, in cents. */
export const taxOn = (cents) => Math.round((cents * 8) / 100);

/** An instant some days later. */
export const daysAfter = (instant, days) => new Date(Date.parse(instant) + days * DAY_MS).toISOString();
