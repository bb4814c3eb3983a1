// The picture of an album, by its id.

import { raw } from '../../lib/html.mjs';
import { classical } from './classical.mjs';
import { SIDE } from './draw.mjs';
import { jazz } from './jazz.mjs';
import { pop } from './pop.mjs';
import { rock } from './rock.mjs';
import { world } from './world.mjs';

const SLEEVES = { ...jazz, ...rock, ...pop, ...classical, ...world };

/** An inline picture, silent for screen readers: title and artist always stand beside it. */
export function sleeve(id) {
  return raw(`<svg class="sleeve" viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true" focusable="false" direction="ltr">${SLEEVES[id]()}</svg>`);
}
