import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { enterLedger } from '@haidang/store';
import { failOnLeaks, NodeProcess, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

failOnLeaks();

const CLI = fileURLToPath(new URL('../../../apps/platform/dist/cli.js', import.meta.url));

/** `npm run cli -- ledger …`, each command in a process of its own. */
withStore((store) => {
  const data = mkdtempSync(path.join(tmpdir(), 'haidang-ledger-'));
  const [proof, pem] = [path.join(data, 'proof.json'), path.join(data, 'public.pem')];
  afterAll(() => rmSync(data, { recursive: true }));

  async function cli(
    args: readonly string[],
    url = store.url,
  ): Promise<{ code: number | null; said: string }> {
    const run = new NodeProcess({
      script: CLI,
      args: ['ledger', ...args],
      env: { DATABASE_URL: url, DATA_DIR: data },
    });
    const { code } = await run.ended;
    return { code, said: run.log };
  }
  /** With a database that is not there. */
  const offline = (file: string, key: string) =>
    cli(['check', file, '--key', key], 'postgres://127.0.0.1:1/none');

  let id: string;
  beforeAll(async () => {
    const by = { personId: 'P1', role: 'customs_officer' as const, organisationId: 'HP1' };
    const act = {
      kind: 'transit.depart',
      subject: 'transit/T1',
      at: Date.UTC(2026, 10, 25),
      by,
      data: { reason: 'đúng giờ' },
    };
    [id] = (await enterLedger(store.pool, [act, { ...act, subject: 'transit/T2' }])) as [string];
  });

  it('nothing is proved before it is signed', async () => {
    expect(await cli(['prove', id])).toMatchObject({
      code: 1,
      said: expect.stringContaining('not under a checkpoint yet') as string,
    });
    expect(await cli(['checkpoint'])).toMatchObject({ code: 0, said: 'checkpoint 1: entries 1 to 3\n' });
    expect(statSync(path.join(data, 'ledger/key.pem')).mode & 0o777).toBe(0o600);
  });

  describe('a proof', () => {
    beforeAll(async () => {
      writeFileSync(pem, (await cli(['key'])).said);
      expect((await cli(['prove', id, '--out', proof])).code).toBe(0);
    });
    const tampered = (from: string, to: string) => {
      const file = path.join(data, 'tampered.json');
      const text = readFileSync(proof, 'utf8');
      expect(text).toContain(from);
      writeFileSync(file, text.replace(from, to));
      return file;
    };

    it('holds with the public key alone, and says what was done and by whom', async () => {
      const { code, said } = await offline(proof, pem);
      expect(code).toBe(0);
      expect(said).toContain('transit.depart  transit/T1  by person P1 (customs_officer of HP1)');
      expect(said).toContain('{"reason":"đúng giờ"}');
    });

    it.each([
      ['transit/T1', 'transit/T9'],
      ['đúng giờ', 'muộn'],
      ['customs_officer', 'administrator'],
      ['2026-11-25', '2026-11-24'],
    ])('that says %s no more, but %s, is refused', async (from, to) => {
      const { code, said } = await offline(tampered(from, to), pem);
      expect([code, said]).toEqual([1, expect.stringContaining('does NOT hold') as string]);
    });

    it('is looked at with others of a list, and the wrong one is named', async () => {
      const list = path.join(data, 'list.json');
      const text = readFileSync(proof, 'utf8');
      writeFileSync(list, `[${text},${text.replace('đúng giờ', 'muộn')}]`);
      const { code, said } = await offline(list, pem);
      expect(code).toBe(1);
      expect(said).toMatch(/holds: entry .*does NOT hold: number 2 of 2, what the entry says/s);
      writeFileSync(list, `[${text},${text}]`);
      expect((await offline(list, pem)).code).toBe(0);
    });

    it('is refused with another key', async () => {
      const other = path.join(data, 'other.pem');
      const key =
        '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAsxul1gmlsW4VLNbCW494VEsnUWARsE3hMvlrSJiSVgk=\n-----END PUBLIC KEY-----\n';
      writeFileSync(other, key);
      expect((await offline(proof, other)).code).toBe(1);
    });

    it('keeps back what the entry says when that is wanted, and holds', async () => {
      const short = path.join(data, 'short.json');
      await cli(['prove', id, '--out', short, '--without-data']);
      expect(readFileSync(short, 'utf8')).not.toContain('đúng giờ');
      expect((await offline(short, pem)).said).toContain('what it says is not in the proof');
    });
  });

  describe('the key', () => {
    it('is rotated, and the old one vouches for the new; one that leaked vouches for nothing', async () => {
      const second = path.join(data, 'second.pem');
      writeFileSync(second, (await cli(['key', '--rotate'])).said);
      await cli(['checkpoint']);
      expect((await cli(['verify', '--key', pem])).code).toBe(0);
      const third = path.join(data, 'third.pem');
      writeFileSync(third, (await cli(['key', '--rotate', '--leaked'])).said);
      await cli(['checkpoint']);
      expect((await cli(['key', '--all'])).said.match(/BEGIN PUBLIC KEY/g)).toHaveLength(3);
      expect(await cli(['verify', '--key', pem])).toMatchObject({
        code: 1,
        said: expect.stringContaining('nobody knows the key') as string,
      });
      expect((await cli(['verify', '--key', pem, third])).code).toBe(0);
    });
  });

  it('a ledger that was edited is told from one that is whole, and the entry is named', async () => {
    expect(await cli(['verify'])).toMatchObject({
      code: 0,
      said: expect.stringContaining('whole up to entry 5') as string,
    });
    await store.pool.query(
      `alter table ledger disable trigger user; update ledger set subject = 'transit/T3' where position = 2`,
    );
    const { code, said } = await cli(['verify']);
    expect([code, said]).toEqual([1, expect.stringContaining('NOT whole: entry 2 (edited)') as string]);
  });
});
