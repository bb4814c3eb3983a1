// Sleeves of the world shelf: pattern first.

import { bar, disc, ground, repeat, shape, type } from './draw.mjs';

const STAR = 'M0 -46 L13 -13 L46 0 L13 13 L0 46 L-13 13 L-46 0 L-13 -13 Z';

const dustAndJasmine = () =>
  ground('#c8643b') +
  repeat(16, (i) => `<g transform="translate(${50 + (i % 4) * 100} ${34 + Math.floor(i / 4) * 100})">${shape(STAR, i % 2 ? '#f6e7cf' : '#e9a15b')}${disc(0, 0, 9, '#2f5d50')}</g>`) +
  bar(0, 262, 400, 138, '#2f5d50') +
  type('DUST & JASMINE', { x: 22, y: 332, size: 66, fill: '#f6e7cf', weight: 900 }) +
  type('SAMIRA HADDOU ENSEMBLE', { x: 23, y: 374, size: 29, fill: '#e9a15b', weight: 600, spacing: 3 });

const koraAtDaybreak = () =>
  ground('#f2a541') +
  disc(200, 300, 148, '#f7d9a0') +
  disc(200, 300, 104, '#e4572e') +
  repeat(21, (i) => shape(`M200 300 L${(i * 20).toFixed(0)} 0`, '#5b1f1a', 1.6)) +
  bar(0, 300, 400, 100, '#5b1f1a') +
  type('KORA AT DAYBREAK', { x: 200, y: 352, size: 51, fill: '#f7d9a0', weight: 900, spacing: 1, anchor: 'middle' }) +
  type('MANDIOU KANE', { x: 200, y: 386, size: 25, fill: '#f2a541', weight: 600, spacing: 8, anchor: 'middle' });

const carpathianWedding = () =>
  ground('#f5efe2') +
  repeat(5, (row) =>
    repeat(9, (i) => {
      const x = 40 + i * 40;
      const y = 40 + row * 40;
      const fill = (i + row) % 2 ? '#c1272d' : '#1d1d1b';
      return shape(`M${x} ${y - 18} L${x + 18} ${y} L${x} ${y + 18} L${x - 18} ${y} Z`, fill) + disc(x, y, 5, '#f5efe2');
    }),
  ) +
  type('CARPATHIAN', { x: 20, y: 302, size: 80, fill: '#1d1d1b', weight: 900 }) +
  type('WEDDING', { x: 20, y: 374, size: 80, fill: '#c1272d', weight: 900 }) +
  type('KOLYADA BRASS', { x: 382, y: 374, size: 21, fill: '#1d1d1b', weight: 600, spacing: 0, anchor: 'end' });

const rioAbajo = () =>
  ground('#0f6b6b') +
  repeat(6, (i) => shape(`M${-60 + i * 62} 410 C${20 + i * 62} 350 ${-70 + i * 62} 310 ${40 + i * 62} 258`, ['#14a098', '#f4d35e', '#0b4f4f'][i % 3], 22)) +
  repeat(3, (i) => disc(286 + (i % 2) * 52, 70 + i * 46, 23, '#ee964b') + bar(283 + (i % 2) * 52, 40 + i * 46, 6, 12, '#f4d35e')) +
  type('RÍO', { x: 20, y: 128, size: 130, fill: '#faf0ca', weight: 900 }) +
  type('ABAJO', { x: 20, y: 232, size: 110, fill: '#faf0ca', weight: 900 }) +
  type('LOS TRES FAROLES', { x: 382, y: 382, size: 32, fill: '#faf0ca', weight: 600, spacing: 3, anchor: 'end' });

export const world = {
  'dust-and-jasmine': dustAndJasmine,
  'kora-at-daybreak': koraAtDaybreak,
  'carpathian-wedding': carpathianWedding,
  'rio-abajo': rioAbajo,
};
