import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { containerCheckDigit } from '@haidang/domain';
import { failOnLeaks, shortOrLong, startPlatform, waitFor, type RunningPlatform } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../firmware-sim/src/random.js';
import { interchange, message } from '../integration/port/codeco.js';

failOnLeaks();

const { kills, files } = shortOrLong({ kills: 2, files: 40 }, { kills: 20, files: 400 });

let platform: RunningPlatform;
const folder = mkdtempSync(path.join(tmpdir(), 'haidang-drop-'));
const at = (name: string) => path.join(folder, 'PORT', name);

beforeAll(async () => {
  for (const name of ['in', 'staging']) mkdirSync(at(name), { recursive: true });
  platform = await startPlatform({ env: { EDI_FOLDER: folder } });
  await platform.call('/facilities', {
    id: 'PORT',
    name: 'Port',
    kind: 'seaport',
    place: { lat: 0, lon: 0 },
  });
});
afterAll(async () => {
  await platform.dispose();
  rmSync(folder, { recursive: true });
});

function boxOf(i: number): string {
  const ten = `TSTU${String(i).padStart(6, '0')}`;
  return ten + containerCheckDigit(ten);
}

it(`takes each of ${files} files once through ${kills} kills, and acknowledges it`, async () => {
  const random = new Random(1, 'folder-drop');
  for (let i = 0; i < files; i++) {
    writeFileSync(at(`staging/${i}.edi`), interchange([message('1', 34, [{ container: boxOf(i) }])]));
    renameSync(at(`staging/${i}.edi`), at(`in/${i}.edi`));
  }
  const left = () => readdirSync(at('in')).length;
  for (let round = 0; round < kills; round++) {
    const goal = Math.floor((files * (kills - round)) / (kills + 1));
    await waitFor(() => left() <= goal, 120_000, `${goal} files left`);
    // somewhere in the next file's way through commit, acknowledgement and move
    await pause(random.integer(0, 20));
    await platform.kill();
    await platform.restart();
  }
  await waitFor(() => left() === 0, 120_000, 'an empty folder');
  expect(readdirSync(at('done')).length).toBe(files);
  expect(existsSync(at('refused'))).toBe(false);
  const answers = readdirSync(at('out')).filter((name) => name.endsWith('.edi'));
  expect(answers).toHaveLength(files);
  for (const name of answers)
    if (!name.startsWith('.'))
      expect(readFileSync(at(`out/${name}`), 'latin1')).toMatch(/UCM\+1\+[^']*\+7'.*UNZ\+1/s);
  const { items } = await platform.call<{ items: { container: string; flags: string[] }[] }>(
    '/port-messages?facilityId=PORT&limit=1000',
  );
  expect(items.map(({ container }) => container).sort()).toEqual(
    Array.from({ length: files }, (_, i) => boxOf(i)).sort(),
  );
  expect(items.flatMap(({ flags }) => flags)).toEqual([]);
});
