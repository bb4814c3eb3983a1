// Sleeves of the rock shelf.

import { SIDE, bar, disc, ground, repeat, shape, type } from './draw.mjs';

const copperWireHeart = () =>
  ground('#1b1b1d') +
  repeat(11, (i) => {
    const s = 1 - i * 0.085;
    return `<g transform="translate(200 196) scale(${s.toFixed(3)})">${shape('M0 128 C-190 6 -128 -148 0 -62 C128 -148 190 6 0 128 Z', i % 2 ? '#8a4a22' : '#d98345', 5)}</g>`;
  }) +
  type('COPPER WIRE HEART', { x: 200, y: 376, size: 50, fill: '#f0d9c0', weight: 800, spacing: 2, anchor: 'middle' }) +
  type('THE TIN HARBORS', { x: 200, y: 46, size: 32, fill: '#d98345', weight: 500, spacing: 8, anchor: 'middle' });

const routeNine = () =>
  ground('#e9b44c') +
  disc(200, 190, 92, '#d1495b') +
  bar(0, 232, SIDE, 168, '#2f4b3c') +
  shape('M188 232 L212 232 L330 400 L70 400 Z', '#221d1a') +
  repeat(4, (i) => bar(200 - 2 - i * 1.6, 246 + i * i * 11 + i * 16, 4 + i * 3.2, 12 + i * 7, '#f7ead2')) +
  type('ROUTE NINE', { x: 200, y: 92, size: 92, fill: '#221d1a', weight: 900, anchor: 'middle' }) +
  type('DELIA CRANE', { x: 20, y: 276, size: 28, fill: '#e9b44c', weight: 700, spacing: 2 }) +
  type('& THE LOWLIGHTS', { x: 380, y: 276, size: 28, fill: '#e9b44c', weight: 700, spacing: 1, anchor: 'end' });

const staticGarden = () =>
  ground('#e4e1da') +
  repeat(14, (row) =>
    repeat(14, (column) => {
      const far = Math.hypot(column - 6.5, row - 5.5);
      const r = Math.max(1.5, 12.5 - far * 1.35 + Math.sin(row * 3.1 + column * 1.7) * 2);
      return disc(31 + column * 26, 28 + row * 23, r.toFixed(1), (row * 5 + column * 3) % 17 === 0 ? '#e0442e' : '#17211b');
    }),
  ) +
  bar(0, 330, SIDE, 70, '#17211b') +
  type('STATIC GARDEN', { x: 22, y: 381, size: 46, fill: '#e4e1da', weight: 900 }) +
  type('HOLLOW KIN', { x: 380, y: 380, size: 26, fill: '#ff6a50', weight: 600, spacing: 2, anchor: 'end' });

const weatherMachine = () =>
  ground('#1f4e5f') +
  repeat(6, (i) => disc(200, 208, 150 - i * 24, ['#f5e6c8', '#f0a04b', '#d9573f', '#8c2f39', '#2b2d42', '#f5e6c8'][i])) +
  repeat(12, (i) => `<g transform="rotate(${i * 30} 200 208)">${shape('M200 46 L208 66 L192 66 Z', '#f0a04b')}</g>`) +
  shape('M150 214 h78 a22 22 0 0 0 0 -44 a32 32 0 0 0 -60 -8 a26 26 0 0 0 -18 52 Z', '#f5e6c8') +
  type('ORRERY', { x: 20, y: 44, size: 40, fill: '#f5e6c8', weight: 900, spacing: 6 }) +
  type('THE WEATHER MACHINE', { x: 380, y: 384, size: 36, fill: '#f5e6c8', weight: 600, spacing: 2, anchor: 'end' });

export const rock = {
  'copper-wire-heart': copperWireHeart,
  'route-nine': routeNine,
  'static-garden': staticGarden,
  'weather-machine': weatherMachine,
};
