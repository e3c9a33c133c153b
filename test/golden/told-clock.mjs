/**
 * Loaded into a platform before itself (`--import`): its clock stands where the test puts it, so that a story is played at its own times, hours
 * of silence included. `POST /` with an instant moves it there and asks what is asked at intervals, each at its time on the way;
 * with `jump=` before it, nothing is asked on the way. What waits for something else to happen waits as ever.
 * HAIDANG_TOLD_STEP (milliseconds): what is asked more often than that is asked so often, or a whole day would be asked a million times.
 */
import { createServer } from 'node:http';

const RealDate = Date;
let now = Number(process.env['HAIDANG_TOLD_TIME']);
const step = Number(process.env['HAIDANG_TOLD_STEP'] ?? 1);

globalThis.Date = class extends RealDate {
  /** @param {any[]} given */
  constructor(...given) {
    // @ts-expect-error Date takes several forms
    super(...(given.length === 0 ? [now] : given));
  }
  static now() {
    return now;
  }
};

/** @type {Set<{ every: number, due: number, ask: () => void }>} */
const rounds = new Set();
const { setInterval: realInterval, clearInterval: realClear } = globalThis;
// @ts-expect-error the promisified form is not used
globalThis.setInterval = (/** @type {(...args: any[]) => void} */ ask, every = 0, ...args) => {
  const timer = realInterval(ask, every, ...args);
  const round = { every: Math.max(step, every), due: now + every, ask: () => ask(...args) };
  rounds.add(round);
  Object.assign(timer, { told: round });
  return timer;
};
// @ts-expect-error as above
globalThis.clearInterval = (/** @type {any} */ timer) => {
  rounds.delete(timer?.told);
  realClear(timer);
};

/** @param {number} time */
async function moveTo(time) {
  for (;;) {
    let next;
    for (const round of rounds) if (next === undefined || round.due < next.due) next = round;
    if (next === undefined || next.due > time) break;
    now = Math.max(now, next.due);
    next.due += next.every;
    next.ask();
    await new Promise((resolve) => setImmediate(resolve));
  }
  now = time;
}

/** @param {number} time */
function jumpTo(time) {
  now = time;
  for (const round of rounds) round.due = time + round.every;
}

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const isJump = text.startsWith('jump=');
    const time = Number(text.replace('jump=', ''));
    void (isJump ? Promise.resolve(jumpTo(time)) : moveTo(time)).then(() => response.end('told'));
  });
});
// an operator's task beside the platform has the clock, and nobody tells it
server.on('error', () => undefined);
server.listen(Number(process.env['HAIDANG_TOLD_PORT']), '127.0.0.1');
server.unref();
