import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { failOnLeaks, NodeProcess, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedded, type EmbeddedRoad } from '../ingest/embedded.js';
import { anHourAgo, registerTransits } from '../road.js';
import { Authority } from './certificates.js';
import { clearDevices, connectAs } from './door.js';

failOnLeaks();

const CLI = fileURLToPath(new URL('../../../apps/platform/dist/cli.js', import.meta.url));
const BAD_CREDENTIALS = 4;

/** `npm run cli -- device …` beside a running broker. */
withStore((store) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'haidang-cli-'));
  let open: EmbeddedRoad;
  let files = 0;

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1', 'S2'], anHourAgo());
    await store.pool.query(
      `insert into seals (id, interval_s) select 'T' || n, 30 from generate_series(1, 1000) n`,
    );
    open = await openEmbedded(store);
  });
  afterAll(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => clearDevices(store.pool));

  /** Its exit code and what it printed. */
  async function device(...args: string[]): Promise<{ code: number | null; said: string }> {
    const env = { DATABASE_URL: store.url, DATA_DIR: folder };
    const task = new NodeProcess({ script: CLI, args: ['device', ...args], env });
    const { code } = await task.ended;
    return { code, said: task.log };
  }
  const secretIn = (said: string) => said.trim().split('\n').at(-1)!.split(',')[2]!;
  async function codeOf(name: string, secret: string): Promise<number> {
    const { device: raw, code } = await connectAs(open.port, name, secret);
    await raw.cut();
    return code;
  }
  const devices = async () =>
    (await store.pool.query(`select name from devices where name <> 'FLEET'`)).rows.map(
      (row: { name: string }) => row.name,
    );
  function file(content: string): string {
    const full = path.join(folder, `in-${++files}.csv`);
    writeFileSync(full, content);
    return full;
  }
  const out = () => path.join(folder, `out-${++files}.csv`);

  describe('issue', () => {
    it.each([
      ['--seal', 'S1'],
      ['--gate', 'PORT-1'],
      ['--camera', 'CAM-7'],
    ])('%s shows a secret once, and the device comes in with it', async (option, id) => {
      const { code, said } = await device('issue', option, id);
      expect(said).toMatch(/^name,kind,secret\n[\w-]+,\w+,[\w-]{32}\n$/);
      expect(code).toBe(0);
      expect(await codeOf(id, secretIn(said))).toBe(0);
      const { rows } = await store.pool.query('select * from credentials where device = $1', [id]);
      expect(JSON.stringify(rows)).not.toContain(secretIn(said));
    });

    it('--forwarder may have a name of its own', async () => {
      const { said } = await device('issue', '--forwarder', 'FLEET', '--name', 'maker-7');
      expect(await codeOf('maker-7', secretIn(said))).toBe(0);
    });

    it('--certificate takes the one of the device, and no other', async () => {
      const authority = await Authority.make(folder, 'Makers');
      const [own, other] = [await authority.issue('CN=S1'), await authority.issue('CN=S2')];
      expect(await device('issue', '--seal', 'S1', '--certificate', other.certFile)).toEqual({
        code: 1,
        said: `haidang: ${other.certFile}: its common name is S2, not S1\n`,
      });
      expect((await device('issue', '--seal', 'S1', '--certificate', own.certFile)).code).toBe(0);
      const { rows } = await store.pool.query(`select certificate from credentials where device = 'S1'`);
      expect(rows).toEqual([{ certificate: own.fingerprint }]);
      const next = await authority.issue('CN=S1');
      expect((await device('rotate', 'S1', '--certificate', next.certFile)).code).toBe(0);
      const both = await store.pool.query<{ certificate: Buffer }>(
        `select certificate from credentials where device = 'S1' order by issued_at`,
      );
      expect(both.rows.map(({ certificate }) => certificate)).toEqual([own.fingerprint, next.fingerprint]);
    });

    it.each([
      [['--seal', 'S404'], 'S404: no seal S404 in the register'],
      [['--forwarder', 'NOBODY'], 'NOBODY: no organisation NOBODY in the register'],
      [['--camera', 'a/b'], 'a/b: a name is of letters, digits and -_.: and no longer than 64 characters'],
      [['--camera', 'FLEET'], 'FLEET: the name is that of the forwarder FLEET'],
      [['--seal', 'S1', '--name', 'x'], 'a seal has its id for a name'],
      [[], 'one of --seal, --gate, --camera and --forwarder is wanted'],
      [['--seal', 'S1', '--gate', 'PORT-1'], 'one of --seal, --gate, --camera and --forwarder is wanted'],
    ])('%j is one line and changes nothing', async (args, line) => {
      expect(await device('issue', ...args)).toEqual({ code: 1, said: `haidang: ${line}\n` });
      expect(await devices()).toEqual([]);
    });

    it('of a device that has one is refused: what works in the field is not replaced by mistake', async () => {
      await device('issue', '--seal', 'S1');
      const said = 'haidang: S1: it has a valid credential: rotate it, or revoke it first\n';
      expect(await device('issue', '--seal', 'S1')).toEqual({ code: 1, said });
    });
  });

  describe('import', () => {
    it('gives 1,000 seals their secrets at once, in a file for its owner alone', async () => {
      const rows = Array.from({ length: 1_000 }, (_, i) => `seal,T${i + 1}`);
      const to = out();
      const { said } = await device('import', file(['kind,id', ...rows].join('\n')), '--out', to);
      expect(said).toBe(`1000 devices have their credentials; the secrets are in ${to}\n`);
      expect(statSync(to).mode & 0o777).toBe(0o600);
      const lines = readFileSync(to, 'utf8').trim().split('\n');
      expect(lines).toHaveLength(1_001);
      expect(new Set(lines.map((line) => line.split(',')[2])).size).toBe(1_001);
      expect(await codeOf('T1000', lines.at(-1)!.split(',')[2]!)).toBe(0);
    });

    it("of a maker's own secrets and certificates takes those", async () => {
      const secret = 'B4kq-9Zx2-Lm7w-Qp1v-Tn8c';
      const fingerprint = 'ab'.repeat(32);
      const lines = [
        '\u{FEFF}kind,id,name,secret,certificate',
        `seal,S1,,${secret},`,
        `seal,S2,,,${fingerprint}`,
        'forwarder,FLEET,maker,,any',
      ];
      expect((await device('import', file(lines.join('\r\n')), '--out', out())).code).toBe(0);
      expect(await codeOf('S1', secret)).toBe(0);
      const { rows } = await store.pool.query(
        `select device, encode(certificate, 'hex') as certificate from credentials
         where method = 'certificate' order by device collate "C"`,
      );
      expect(rows).toEqual([
        { device: 'S2', certificate: fingerprint },
        { device: 'maker', certificate: null },
      ]);
    });

    it('with a wrong line gives none, and names each wrong line', async () => {
      const text = [
        'kind,id,secret',
        'seal,S1,',
        'seal,S404,',
        'seal,S1,',
        '',
        'gate,PORT-1,short',
        'seal,S2,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      ].join('\n');
      const to = out();
      const { code, said } = await device('import', file(text), '--out', to);
      expect(code).toBe(1);
      expect(said.trim().split('\n')).toEqual([
        'haidang: nothing was issued',
        'line 3: S404: no seal S404 in the register',
        'line 4: S1: it is here twice',
        'line 6: PORT-1: a secret has at least 22 characters, of 12 kinds or more',
        'line 7: S2: a secret has at least 22 characters, of 12 kinds or more',
      ]);
      expect(() => statSync(to)).toThrow('ENOENT');
      expect(await devices()).toEqual([]);
    });

    it.each([
      ['kind,id\nship,S1\n', 'line 2: kind ship: seal, gate, camera, forwarder are the kinds'],
      ['kind,id\nseal,\n', 'line 2: the id is missing'],
      ['kind,name\nseal,S1\n', 'line 1: the column id is missing'],
      ['kind,id,colour\nseal,S1,red\n', 'line 1: unknown column colour'],
      ['kind,id\nseal,S1,more\n', 'Invalid Record Length'],
      ['kind,id\n', 'there is no device in it'],
    ])('%j is refused and says why', async (text, why) => {
      const { code, said } = await device('import', file(text), '--out', out());
      expect(said).toContain(why);
      expect(code).toBe(1);
    });

    it('never writes over a file: the secrets in it may be the only ones', async () => {
      const to = file('precious');
      const { code, said } = await device('import', file('kind,id\nseal,S1\n'), '--out', to);
      expect([code, said]).toEqual([1, `haidang: ${to} is there already: name another file\n`]);
      expect(readFileSync(to, 'utf8')).toBe('precious');
      expect(await devices()).toEqual([]);
    });
  });

  it('rotate, revoke and list go together', async () => {
    const first = secretIn((await device('issue', '--seal', 'S1')).said);
    const second = secretIn((await device('rotate', 'S1', '--days', '3')).said);
    expect(await codeOf('S1', first)).toBe(0);
    expect(await codeOf('S1', second)).toBe(0);
    expect(await codeOf('S1', first)).toBe(BAD_CREDENTIALS);
    const listed = (await device('list', 'S1')).said.trim().split('\n');
    expect(listed).toHaveLength(3);
    expect(listed[0]).toBe(
      'name,kind,speaks_for,credential,method,issued,first_used,ends,revoked,revoked_for',
    );
    expect(listed[2]).toMatch(/,replaced$/);
    expect(listed.join()).not.toContain(second);

    const ended = await device('revoke', 'S1', '--reason', 'taken out, for good');
    expect(ended).toEqual({ code: 0, said: '1 credential of S1 ended\n' });
    expect(await codeOf('S1', second)).toBe(BAD_CREDENTIALS);
    expect((await device('list', 'S1')).said).toContain('"taken out, for good"');
    expect((await device('revoke', 'S1', '--reason', 'again')).code).toBe(1);
    expect((await device('rotate', 'S9')).said).toBe('haidang: S9: there is no such device\n');
  });
});
