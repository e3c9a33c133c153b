import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mapTilesOf } from './map-tiles.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'haidang-tiles-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, content: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content, 'latin1');
  return file;
};

it('an address is left to the browser, a file is served by the platform', () => {
  const address = 'https://tiles.example/{z}/{x}/{y}.pbf';
  expect(mapTilesOf(address)).toEqual({ address });
  const file = written('map.pmtiles', 'PMTiles\x03 and more');
  expect(mapTilesOf(path.relative('.', file))).toEqual({ file });
});

it.each([
  ['no PMTiles archive', () => written('old.pmtiles', 'PMTiles\x02'), /no PMTiles archive of version 3/],
  ['an empty file', () => written('empty.pmtiles', ''), /no PMTiles archive of version 3/],
  ['no file', () => path.join(folder, 'gone.pmtiles'), /ENOENT/],
  ['a folder', () => folder, /EISDIR/],
])('%s is refused', (_, file, words) => {
  expect(() => mapTilesOf(file())).toThrow(words);
});
