import 'reflect-metadata';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.js';
import { HOUR, MINUTE } from '@haidang/domain';
import { asFleet, failOnLeaks, freePort, NodeProcess, waitFor, withStore, signInAs } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits } from '../road.js';
import { quarantined } from './embedded.js';
import { publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

const data = mkdtempSync(path.join(tmpdir(), 'haidang-data-'));
afterAll(() => rmSync(data, { recursive: true }));

const RUNBOOK = new URL('../../../docs/runbook.md', import.meta.url);
/** Where the packages are found from, as from the folder that an operator saves it in, and no file of the project. */
const SCRIPT = new URL('../../../node_modules/.cache/haidang-runbook/send-again.mjs', import.meta.url);

withStore((store) => {
  const start = anHourAgo();
  let platform: Platform;
  let mqttPort: number;
  let seal: RawDevice;

  beforeAll(() => registerTransits(store.pool, ['S1'], start));
  beforeEach(async () => {
    mqttPort = await freePort();
    const env = { PORT: '0', MQTT_PORT: String(mqttPort), DATABASE_URL: store.url, DATA_DIR: data };
    platform = await startPlatform(readConfig(env), pino({ level: 'silent' }));
    seal = await RawDevice.connect(mqttPort, 'S1');
  });
  afterEach(async () => {
    rmSync(SCRIPT, { force: true });
    await seal.cut();
    await platform.stop();
  });

  describe('the runbook', () => {
    it('names every health check and every metric of ours', async () => {
      const text = readFileSync(RUNBOOK, 'utf8');
      const { checks } = (await (await fetch(`${platform.address}/health/ready`)).json()) as {
        checks: object;
      };
      const metrics = await (await fetch(`${platform.address}/metrics`)).text();
      const names = [...metrics.matchAll(/^# TYPE (haidang_\w+) /gm)].map(([, name]) => name!);
      expect(names.length).toBeGreaterThan(10);
      const rows = [...text.matchAll(/^\| `([a-z_]+)` +\|/gm)].map(([, name]) => name);
      expect(rows).toEqual(expect.arrayContaining([...Object.keys(checks), ...names]));
      expect(rows.filter((name) => name!.startsWith('haidang_')).sort()).toEqual(names.sort());
    });

    it('its script takes fixes out of the quarantine with a correction, also when it runs twice', async () => {
      const script = /```js\n([\s\S]*?)```/.exec(readFileSync(RUNBOOK, 'utf8'))![1]!;
      mkdirSync(new URL('.', SCRIPT), { recursive: true });
      writeFileSync(SCRIPT, script);
      // two fixes and a backlog of which one is refused, by a clock that is an hour fast
      const fast = (n: number) => fixAt(n, Date.now() + HOUR - n * MINUTE, 100 + n);
      const backlog = [fixAt(9, start, 9), fast(3)];
      for (const [index, payload] of [fast(1), fast(2), backlog].entries())
        seal.send(publishPacket(topics.fixes('S1'), payload, { messageId: index + 1 }));
      await seal.untilAnswered('puback', 3);
      expect(await quarantined(store.pool)).toEqual(
        Array.from({ length: 3 }, () => expect.stringMatching(/^time_ahead: /)),
      );
      for (let run = 0; run < 2; run++) {
        const sending = new NodeProcess({
          script: fileURLToPath(SCRIPT),
          args: ['S1', 'time_ahead', '-3600'],
          env: {
            HAIDANG: platform.address,
            HAIDANG_TOKEN: await signInAs(store.pool),
            BROKER: asFleet(`mqtt://127.0.0.1:${mqttPort}`),
          },
        });
        expect(await sending.ended).toMatchObject({ code: 0 });
        expect(sending.log).toContain('3 messages of S1 sent again');
      }
      const { rows } = await waitFor(() =>
        store.pool.query('select seq::int4 as seq from fixes order by seq'),
      );
      expect(rows).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 9 }]);
      expect(await quarantined(store.pool)).toHaveLength(3);
    });
  });
});
