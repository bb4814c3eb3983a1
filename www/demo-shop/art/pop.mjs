// Sleeves of the pop shelf.

import { bar, disc, ground, repeat, shape, type } from './draw.mjs';

const sugarTelephone = () =>
  ground('#f7b2c4') +
  repeat(8, (i) => bar(0, i * 52, 400, 26, '#f9c5d2')) +
  shape('M92 132 C92 70 308 70 308 132 L308 168 L252 168 L252 140 C220 128 180 128 148 140 L148 168 L92 168 Z', '#d7263d') +
  shape('M134 182 L266 182 L304 306 L96 306 Z', '#d7263d') +
  disc(200, 246, 46, '#fff4e6') +
  repeat(10, (i) => {
    const angle = (i / 10) * Math.PI * 2;
    return disc((200 + Math.cos(angle) * 31).toFixed(1), (246 + Math.sin(angle) * 31).toFixed(1), 7, '#d7263d');
  }) +
  type('SUGAR TELEPHONE', { x: 200, y: 372, size: 58, fill: '#7a1128', weight: 900, anchor: 'middle' }) +
  type('MARIGOLD STATIC', { x: 200, y: 50, size: 32, fill: '#7a1128', weight: 600, spacing: 6, anchor: 'middle' });

const swimmingInNeon = () =>
  ground('#0c1a4b') +
  repeat(9, (i) => shape(`M-20 ${124 + i * 21} C60 ${88 + i * 21} 120 ${160 + i * 21} 200 ${124 + i * 21} S340 ${88 + i * 21} 420 ${124 + i * 21}`, ['#19e3d1', '#ff4fa3', '#7c5cff'][i % 3], 4)) +
  disc(290, 108, 50, '#ff4fa3') +
  type('Pia Valero', { x: 22, y: 70, size: 68, fill: '#f8f5ff', weight: 300 }) +
  type('SWIMMING IN NEON', { x: 22, y: 372, size: 52, fill: '#19e3d1', weight: 900, spacing: 1 });

const juneBug = () =>
  ground('#f4e04d') +
  `<ellipse cx="200" cy="200" rx="88" ry="106" fill="#1e7d4f"/>` +
  bar(197, 96, 6, 210, '#f4e04d') +
  disc(200, 92, 42, '#14301f') +
  repeat(3, (i) => shape(`M114 ${158 + i * 44} q-42 -10 -54 ${i * 16 - 14} M286 ${158 + i * 44} q42 -10 54 ${i * 16 - 14}`, '#14301f', 8)) +
  shape('M180 58 q-10 -30 -34 -32 M220 58 q10 -30 34 -32', '#14301f', 6) +
  type('JUNE BUG', { x: 200, y: 378, size: 82, fill: '#14301f', weight: 900, anchor: 'middle' }) +
  type('SINGLE', { x: 20, y: 44, size: 28, fill: '#14301f', weight: 700, spacing: 3 });

export const pop = { 'sugar-telephone': sugarTelephone, 'swimming-in-neon': swimmingInNeon, 'june-bug': juneBug };
