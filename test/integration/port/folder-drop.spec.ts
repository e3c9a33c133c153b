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
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { FolderDrop } from '../../../apps/platform/src/port/folder-drop.js';
import { Interchanges } from '../../../apps/platform/src/port/interchanges.js';
import { Signer } from '../../../apps/platform/src/papers/signer.js';
import { interchange, message } from './codeco.js';
import { BOX, Harbour, OTHER } from './harbour.js';

failOnLeaks();

/** A folder on this disk is looked at more often than one on a network's. */
const LOOK_EVERY = 200;

withStore((store) => {
  let harbour: Harbour;
  let folder: string;
  const drops: FolderDrop[] = [];
  beforeAll(async () => {
    harbour = await Harbour.open(store);
  });
  afterAll(() => harbour.close());
  beforeEach(async () => {
    await harbour.clear();
    folder = mkdtempSync(path.join(tmpdir(), 'haidang-edi-'));
    mkdirSync(path.join(folder, 'LACHHUYEN/in'), { recursive: true });
  });
  afterEach(async () => {
    for (const drop of drops.splice(0)) await drop.stop();
    rmSync(folder, { recursive: true });
  });

  const start = (interchanges: Pick<Interchanges, 'take'> = harbour.api.app.get(Interchanges)) => {
    const config = readConfig({ EDI_FOLDER: folder });
    const drop = new FolderDrop(
      ...([
        config,
        store.as('ingest'),
        interchanges as Interchanges,
        harbour.api.app.get(Signer),
        pino({ level: 'silent' }),
      ] as const),
    );
    drops.push(drop);
    drop.start(LOOK_EVERY);
    return drop;
  };
  const at = (name: string) => path.join(folder, 'LACHHUYEN', name);
  const put = (name: string, text: string | Buffer) => writeFileSync(at(`in/${name}`), text);
  const arrives = (name: string) => waitFor(() => existsSync(at(name)), 15_000, name);
  const reported = async () =>
    (await harbour.get('/port-messages')).body.items as { way: string; by?: string }[];

  it('a file is taken, acknowledged and moved; it happened at the folder’s facility', async () => {
    start();
    const text = interchange([message('1', 34, [{ container: BOX, terminal: 'CATLAI' }])], 'REF1');
    put('a.edi', text);
    await arrives('done/a.edi');
    expect(readFileSync(at('done/a.edi'), 'utf8')).toBe(text);
    expect(readFileSync(at('out/a.edi.contrl.edi'), 'latin1')).toContain(
      "UCI+REF1+ICTLH:ZZZ+VNCUSTOMS:ZZZ+7'",
    );
    expect(existsSync(at('out/a.edi.contrl.edi.jws'))).toBe(true);
    expect(readdirSync(at('in'))).toEqual([]);
    expect(await reported()).toMatchObject([{ way: 'folder', facilityId: 'LACHHUYEN', container: BOX }]);
    expect((await reported())[0]!.by).toBeUndefined();
  });

  it('what was not taken whole lies in refused, and the acknowledgement says why', async () => {
    start();
    put('a.edi', interchange([message('1', 34, [{ container: 'CSQU3054384' }])]));
    put('b.edi', 'no interchange');
    put('c.edi', Buffer.alloc(8 * 1024 * 1024 + 1));
    await Promise.all(['a', 'b', 'c'].map((name) => arrives(`refused/${name}.edi`)));
    expect(readFileSync(at('out/a.edi.contrl.edi'), 'latin1')).toContain("UCS+4'UCD+12+3:1'");
    expect(readFileSync(at('out/b.edi.error.txt'), 'utf8')).toMatch(/^not_edifact: /);
    expect(readFileSync(at('out/c.edi.error.txt'), 'utf8')).toMatch(/^body_too_large: /);
  });

  it('only whole files of the right name in the folder of a facility are taken', async () => {
    start();
    mkdirSync(path.join(folder, 'NOWHERE/in'), { recursive: true });
    writeFileSync(path.join(folder, 'NOWHERE/in/a.edi'), interchange([]));
    for (const name of ['a.txt', '.b.edi', 'c.edi.part'])
      put(name, interchange([message('1', 34, [{ container: BOX }])]));
    await waitFor(() => existsSync(path.join(folder, 'NOWHERE/refused/a.edi')), 15_000);
    expect(readdirSync(at('in')).sort()).toEqual(['.b.edi', 'a.txt', 'c.edi.part']);
    renameSync(at('in/c.edi.part'), at('in/c.edi'));
    await arrives('done/c.edi');
  });

  it('a second file of one name is kept beside the first', async () => {
    start();
    for (const container of [BOX, OTHER]) {
      put('a.edi', interchange([message('1', 34, [{ container }])]));
      await waitFor(() => !existsSync(at('in/a.edi')), 15_000);
    }
    expect(readdirSync(at('done')).sort()).toEqual(['a.2.edi', 'a.edi']);
  });

  describe('whoever dies', () => {
    /** The process is gone at this moment: nothing of what would follow is done. */
    const dying = (when: 'before' | 'after') => {
      const real = harbour.api.app.get(Interchanges);
      let died!: () => void;
      const death = new Promise<void>((resolve) => (died = resolve));
      const take: Interchanges['take'] = async (...args) => {
        if (when === 'after') await real.take(...args);
        died();
        throw new Error('killed');
      };
      return { take, death };
    };

    it.each(['before', 'after'] as const)(
      '%s the commit: the next takes it once and acknowledges it',
      async (when) => {
        put('a.edi', interchange([message('1', 34, [{ container: BOX }])]));
        const { take, death } = dying(when);
        const first = start({ take });
        await death;
        await first.stop();
        expect(readdirSync(at('in'))).toEqual(['a.edi']);
        start();
        await arrives('done/a.edi');
        expect(existsSync(at('out/a.edi.contrl.edi'))).toBe(true);
        expect(await reported()).toHaveLength(1);
        expect(await harbour.stays(BOX)).toHaveLength(1);
      },
    );
  });

  it('an organisation that must sign does so by a file beside it', async () => {
    await harbour.api.patch('/organisations/LACH', { signatures: 'require' });
    start();
    put('a.edi', interchange([message('1', 34, [{ container: BOX }])]));
    await arrives('refused/a.edi');
    expect(readFileSync(at('out/a.edi.error.txt'), 'utf8')).toMatch(/^signature_missing: /);
    put('b.edi.jws', 'x..y');
    put('b.edi', interchange([message('1', 34, [{ container: BOX }])]));
    await arrives('refused/b.edi.jws');
    expect(readFileSync(at('out/b.edi.error.txt'), 'utf8')).toMatch(/^signature_invalid: /);
    await harbour.api.patch('/organisations/LACH', { signatures: null });
  });
});
