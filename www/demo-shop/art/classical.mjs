// Sleeves of the classical shelf: a band of type above, one figure below.

import { bar, disc, ground, repeat, shape, type } from './draw.mjs';

const winterSuites = () =>
  ground('#dfe7ea') +
  bar(0, 0, 400, 118, '#fbf8f0') +
  type('Anneke Voss', { x: 22, y: 58, size: 46, fill: '#22343c', weight: 300 }) +
  type('WINTER SUITES FOR SOLO CELLO', { x: 22, y: 96, size: 29, fill: '#9c3b2e', weight: 700, spacing: 1 }) +
  repeat(4, (i) => bar(182 + i * 12, 118, 2.2, 282, '#22343c')) +
  shape('M200 178 C116 178 130 250 150 268 C164 282 164 300 146 314 C112 340 130 400 200 400 C270 400 288 340 254 314 C236 300 236 282 250 268 C270 250 284 178 200 178 Z', '#22343c', 3.2) +
  repeat(44, (i) => disc(14 + ((i * i * 37 + i * 91) % 372), 130 + ((i * i * 53 + i * 17) % 262), 2 + (i % 3), '#ffffff'));

const nocturnes = () =>
  ground('#15161a') +
  repeat(7, (i) => bar(22 + i * 51.4, 236, 46, 142, '#efe8da')) +
  repeat(5, (i) => bar([56, 107.5, 210.5, 262, 313][i], 236, 28, 86, '#15161a')) +
  disc(306, 96, 54, '#efe8da') +
  disc(328, 84, 50, '#15161a') +
  type('NOCTURNES', { x: 20, y: 82, size: 62, fill: '#efe8da', weight: 300, spacing: 2 }) +
  type('FOR AN EMPTY HALL', { x: 22, y: 120, size: 30, fill: '#c9a25d', weight: 500, spacing: 3 }) +
  type('TOMASZ REYL, PIANO', { x: 22, y: 212, size: 26, fill: '#efe8da', weight: 500, spacing: 2 });

const harbourSymphonies = () =>
  ground('#6d1f2b') +
  repeat(6, (i) => bar(22 + i * 60, 186, 54, 192, ['#e0c27a', '#c98b4a', '#a85a3a', '#e0c27a', '#c98b4a', '#a85a3a'][i])) +
  repeat(6, (i) => type(['I', 'II', 'III', 'IV', 'V', 'VI'][i], { x: 49 + i * 60, y: 358, size: 40, fill: '#4a121c', weight: 700, anchor: 'middle' })) +
  repeat(6, (i) => disc(49 + i * 60, 226, 17, '#6d1f2b')) +
  type('THE COMPLETE', { x: 22, y: 52, size: 30, fill: '#e0c27a', weight: 500, spacing: 6 }) +
  type('HARBOUR SYMPHONIES', { x: 21, y: 106, size: 51, fill: '#f7ead2', weight: 800 }) +
  type('NORDHAVEN PHILHARMONIC · 6 CD', { x: 22, y: 150, size: 27, fill: '#e0c27a', weight: 500, spacing: 2 });

export const classical = {
  'winter-suites': winterSuites,
  nocturnes,
  'harbour-symphonies': harbourSymphonies,
};
