import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../prepare/free-port.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** How long the demo may take to start, and to have something to show. */
const START_MS = 120_000;
const ALARMS = 5;
const ALARMS_MS = 360_000;

/** A running demo: where it is, and calls in the name of its people. */
export class Demo {
  #tokens = new Map();

  /** @param {string} origin */
  constructor(origin) {
    this.origin = origin;
  }

  /** The session of a role's demo account, signed in once. @param {string} role @returns {Promise<string>} */
  token(role) {
    if (!this.#tokens.has(role)) this.#tokens.set(role, this.#signIn(role));
    return this.#tokens.get(role);
  }

  async #signIn(role) {
    const { items } = await (await fetch(`${this.origin}/api/v1/demo/accounts`)).json();
    const { username, password } = items.find((one) => one.role === role);
    return this.#session(username, password);
  }

  async #session(username, password) {
    const { token } = await this.#send('POST', '/session', { username, password });
    return token;
  }

  /** Signs somebody in who is none of the demo's accounts. @param {string} role by which they are named from now on */
  know(role, { username, password }) {
    this.#tokens.set(role, this.#session(username, password));
  }

  /** Has somebody of a role who is signed in already. @param {string} token */
  has(role, token) {
    this.#tokens.set(role, Promise.resolve(token));
  }

  /** Asks as somebody of a role; with a body, posts it. @throws what the platform answers when it refuses */
  call(role, where, body) {
    return this.#as(role, body === undefined ? 'GET' : 'POST', where, body);
  }

  /** Changes something as somebody of a role. @throws what the platform answers when it refuses */
  change(role, where, body) {
    return this.#as(role, 'PATCH', where, body);
  }

  async #as(role, method, where, body) {
    return this.#send(method, where, body, { authorization: `Bearer ${await this.token(role)}` });
  }

  async #send(method, where, body, headers = {}) {
    const answer = await fetch(`${this.origin}/api/v1${where}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Waits until some alarms stand, a critical one among them. */
  async untilAlarms() {
    for (const end = Date.now() + ALARMS_MS; Date.now() < end; await pause(1_000)) {
      const { items } = await this.call('shift_supervisor', '/alarms?standing=true');
      if (items.length >= ALARMS && items.some(({ severity }) => severity === 'critical')) return;
    }
    throw new Error(`the demo had no ${ALARMS} alarms within ${ALARMS_MS / 1_000} s`);
  }
}

/** The whole demo, as `npm start` starts it, on free ports and data of its own. */
export async function startDemo() {
  const data = mkdtempSync(path.join(os.tmpdir(), 'haidang-screenshots-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [path.join(ROOT, 'apps/launcher/dist/main.js')], {
    env: { ...process.env, PORT: String(port), MQTT_PORT: String(mqttPort), DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const running = new Promise((resolve) => {
    child.stdout.on('data', (text) => String(text).includes('Open:') && resolve(true));
  });
  const isRunning = await Promise.race([
    running,
    ended.then(() => false),
    pause(START_MS, false, { ref: false }),
  ]);
  if (isRunning) return { demo: new Demo(`http://127.0.0.1:${port}`), stop };
  await stop();
  throw new Error('the demo did not start');
}
