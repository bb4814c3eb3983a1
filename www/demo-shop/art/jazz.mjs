// Sleeves of the jazz shelf: two inks, hard edges, type as big as it goes.

import { SIDE, bar, disc, ground, repeat, shape, type } from './draw.mjs';

const blueHour = () =>
  ground('#10243e') +
  repeat(13, (i) => bar(24 + i * 27.4, 24, 19, 70 + Math.abs(Math.sin(i * 1.3)) * 128, i % 4 === 2 ? '#e8a33d' : `hsl(${208 + i * 2} 55% ${34 + (i % 5) * 9}%)`)) +
  type('BLUE', { x: 20, y: 312, size: 102, fill: '#f3e9d6', weight: 900, spacing: -2 }) +
  type('HOUR', { x: 193, y: 312, size: 102, fill: '#6fb1e0', weight: 900, spacing: -2 }) +
  type('IDA QUILL TRIO', { x: 24, y: 364, size: 36, fill: '#e8a33d', weight: 600, spacing: 3 });

const saltAndBrass = () =>
  ground('#f0e3c8') +
  disc(252, 170, 148, '#d8941f') +
  disc(252, 170, 104, '#f0e3c8') +
  disc(252, 170, 62, '#b3341c') +
  shape('M252 170 L-20 330 L-20 250 Z', '#20170f') +
  type('SALT & BRASS', { x: 22, y: 380, size: 75, fill: '#20170f', weight: 900 }) +
  type('MOSES TARRANT', { x: 22, y: 48, size: 29, fill: '#20170f', weight: 700, spacing: 1 }) +
  type('QUINTET', { x: 22, y: 78, size: 29, fill: '#b3341c', weight: 700, spacing: 1 });

const ferryHouseTapes = () =>
  ground('#8f2416') +
  repeat(9, (i) => shape(`M0 ${238 + i * 19} Q50 ${222 + i * 19} 100 ${238 + i * 19} T200 ${238 + i * 19} T300 ${238 + i * 19} T400 ${238 + i * 19}`, i % 3 === 1 ? '#f2c14e' : '#c94f2b', 7)) +
  disc(330, 84, 50, '#f2c14e') +
  type('THE FERRY', { x: 22, y: 94, size: 78, fill: '#f7ead2', weight: 900 }) +
  type('HOUSE TAPES', { x: 22, y: 164, size: 78, fill: '#f7ead2', weight: 900 }) +
  type('2 CD · LIVE 1963', { x: 22, y: 206, size: 27, fill: '#f2c14e', weight: 600, spacing: 3 });

const nightBus = () =>
  ground('#241b3a') +
  bar(0, 262, SIDE, 138, '#17112a') +
  repeat(7, (i) => `<rect x="${20 + i * 53}" y="150" width="42" height="64" rx="7" fill="${i === 4 ? '#ff8a5c' : i % 3 ? '#f6d57a' : '#4d3f73'}"/>`) +
  bar(0, 232, SIDE, 8, '#ff8a5c') +
  repeat(4, (i) => bar(10 + i * 108, 322, 60, 7, '#f6d57a')) +
  type('NIGHT BUS', { x: 20, y: 92, size: 96, fill: '#fbf1dc', weight: 900, spacing: -1 }) +
  type('TO LISBON', { x: 22, y: 132, size: 34, fill: '#f6d57a', weight: 500, spacing: 9 }) +
  type('VERA LINDQVIST', { x: 380, y: 380, size: 34, fill: '#ff8a5c', weight: 600, spacing: 3, anchor: 'end' });

export const jazz = {
  'blue-hour': blueHour,
  'salt-and-brass': saltAndBrass,
  'ferry-house-tapes': ferryHouseTapes,
  'night-bus-to-lisbon': nightBus,
};
