import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, waitFor } from '@haidang/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launch } from './launch.js';
import { readSettings } from './settings.js';

/** Two small programs in place of the big ones: each notes in `events` when it began and when it ended. */
const NOTE = `const note = (word) => require('fs').appendFileSync(process.env.EVENTS, word + ' ');`;
const PLATFORM = `${NOTE}
  const server = require('http').createServer((request, response) => response.end('ok'));
  server.listen(Number(process.env.PORT), '127.0.0.1', () => note('platform-up'));
  process.on('SIGTERM', () => setTimeout(() => { note('platform-down'); process.exit(0); }, 50));`;
const SIMULATOR = `${NOTE}
  setInterval(() => undefined, 1000);
  process.on('SIGTERM', () => setTimeout(() => { note('simulator-down'); process.exit(0); }, 50));
  note('simulator-up:' + process.argv.slice(2).join(','));`;

let folder: string;
let port: number;
let mqttPort: number;
let printed: string;
let complaints: string[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'haidang-launcher-'));
  port = await freePort();
  mqttPort = await freePort();
  printed = '';
  complaints = [];
  process.env['EVENTS'] = path.join(folder, 'events');
  process.env['PORT'] = String(port);
  writeFileSync(process.env['EVENTS'], '');
  return () => {
    delete process.env['EVENTS'];
    delete process.env['PORT'];
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const events = () => readFileSync(path.join(folder, 'events'), 'utf8').trim().split(' ');

function start(platform = PLATFORM, simulator = SIMULATOR) {
  writeFileSync(path.join(folder, 'platform.cjs'), platform);
  writeFileSync(path.join(folder, 'simulator.cjs'), simulator);
  return launch({
    settings: readSettings({ PORT: String(port), MQTT_PORT: String(mqttPort), DATA_DIR: folder }),
    platformScript: path.join(folder, 'platform.cjs'),
    platformNodeOptions: ['--no-warnings'],
    simulatorScript: path.join(folder, 'simulator.cjs'),
    print: (text) => (printed += text),
    complain: (line) => complaints.push(line),
  });
}

it('starts the platform, then the simulator, says the address, and stops them the other way round', async () => {
  const started = start(`if (process.execArgv.join() !== '--no-warnings') process.exit(9);${PLATFORM}`);
  await waitFor(() => printed.includes(`http://localhost:${port}`) && events().length === 2);
  started.stop();
  expect(await started.exitCode).toBe(0);
  expect(events()).toEqual([
    'platform-up',
    `simulator-up:--scenario,demo,--broker,mqtt://127.0.0.1:${mqttPort},--api,http://127.0.0.1:${port},--credentials,${path.join(folder, 'demo-devices.csv')}`,
    'simulator-down',
    'platform-down',
  ]);
  expect(complaints).toEqual([]);
});

it('ends with 1 and adds no words when the platform ends by itself', async () => {
  const started = start('process.exit(1)');
  expect(await started.exitCode).toBe(1);
  expect(complaints).toEqual([]);
  expect(printed).toBe('');
});

it('stops the simulator when the platform is killed, and says so', async () => {
  const isUp = `require('fs').readFileSync(process.env.EVENTS, 'utf8').includes('simulator-up')`;
  const started = start(
    `${PLATFORM} setInterval(() => { if (${isUp}) process.kill(process.pid, 'SIGKILL'); }, 20);`,
  );
  expect(await started.exitCode).toBe(1);
  expect(events()).toContain('simulator-down');
  expect(complaints).toEqual([expect.stringContaining('SIGKILL')]);
});

it('goes on without its simulator, and says so', async () => {
  const started = start(PLATFORM, 'process.exit(3)');
  await waitFor(() => complaints.length === 1);
  expect(complaints[0]).toContain('simulator');
  expect(events()).toEqual(['platform-up']);
  started.stop();
  expect(await started.exitCode).toBe(0);
});

it('refuses a port that is taken with one line, and starts nothing', async () => {
  const stranger = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  try {
    expect(await start().exitCode).toBe(1);
    expect(complaints).toEqual([
      `port ${port} is already in use: stop the program that has it, or set PORT to another port`,
    ]);
    expect(events()).toEqual(['']);
  } finally {
    stranger.close();
  }
});

it('ends both at once when forced', async () => {
  const deaf = `process.on('SIGTERM', () => undefined);`;
  const started = start(`${PLATFORM}process.removeAllListeners('SIGTERM');${deaf}`, `${SIMULATOR}${deaf}`);
  await waitFor(() => events().length === 2);
  started.stop();
  started.force();
  expect(await started.exitCode).toBe(0);
});
