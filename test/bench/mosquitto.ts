import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './platform.js';
import type { Stage } from './stage.js';

/** Where Debian's package puts it; not on an ordinary user's PATH. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;
const START = 10_000;

/**
 * A real Mosquitto with the configuration the docs give for a durable way: sessions and queues persist on disk and no
 * queue has a limit, so that what a device was acknowledged waits for the platform.
 * @returns its port
 * @throws Error when it is not installed
 */
export async function startMosquitto(stage: Stage): Promise<number> {
  const port = await freePort();
  const folder = mkdtempSync(join(stage.folder, 'mosquitto-'));
  const settings = [
    `listener ${String(port)} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${folder}/`,
    'autosave_interval 5',
    'max_queued_messages 0',
    'max_inflight_messages 1000',
    ...(process.getuid?.() === 0 ? ['user root'] : []),
  ];
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `${settings.join('\n')}\n`);
  let output = '';
  const child = stage.children.spawn('mosquitto', ['-c', file], { ...process.env, PATH }, (text) => {
    output = (output + text).slice(-2_000);
  });
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (const deadline = Date.now() + START; !(await answers(port)); await sleep(20)) {
    if (failure !== undefined)
      throw new Error(`mosquitto does not start (${failure.message}); is it installed?`);
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`mosquitto does not start: ${output}`);
  }
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
