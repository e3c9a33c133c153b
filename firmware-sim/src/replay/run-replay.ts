import { MINUTE, type LatLon } from '@haidang/domain';
import { FixMemory } from '../device/fix-memory.js';
import { Api, ApiRefusal } from '../live/api.js';
import { sparse, type Log } from '../live/log.js';
import { readSecrets } from '../live/secrets.js';
import { Tally } from '../live/tally.js';
import { Uplink } from '../live/uplink.js';
import { waitFor } from '../live/wait.js';
import { planReplay, type SealScript } from './replay-plan.js';
import { readTrace, type TraceFormat, type TracePoint } from './trace.js';

/** Milliseconds between two looks at the clock of a paced replay. */
const BEAT = 50;
const REPORT = 10_000;
/** Milliseconds the last acknowledgements may take. */
const FAREWELL = 5 * MINUTE;
/** Messages a seal sends before it waits for a PUBACK. */
const IN_FLIGHT = 20;
/** Seals that are registered at the API at one time. */
const AT_THE_COUNTER = 8;

export interface ReplayRun {
  readonly file: string;
  readonly format: TraceFormat;
  readonly broker: string;
  /** A file of devices' secrets. */
  readonly credentials?: string | undefined;
  readonly api?: string | undefined;
  /** Registers the seals at the API first. */
  readonly register: boolean;
  /** Whose the seals are that are registered. */
  readonly organisation?: string | undefined;
  readonly moveTo?: LatLon | undefined;
  readonly speedUp: number;
  readonly distinct: boolean;
  readonly sealPrefix: string;
  /** Send as quickly as it is acknowledged, in place of at the fixes' own pace. */
  readonly flatOut: boolean;
  /** The most fixes in one message. */
  readonly batch: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

interface Player {
  readonly script: SealScript;
  readonly memory: FixMemory;
  readonly uplink: Uplink;
  next: number;
}

/**
 * Plays a recorded trace against a broker.
 * @returns what was sent and acknowledged; equal when all went well
 * @throws BadTrace, ApiRefusal
 */
export async function runReplay(run: ReplayRun): Promise<Tally> {
  const { log } = run;
  const points: TracePoint[] = [];
  for await (const point of readTrace(run.file, run.format)) points.push(point);
  const begun = Date.now();
  const scripts = planReplay(points, {
    ...run,
    timeline: { end: endOf(points, run, begun), speedUp: run.speedUp },
  });
  const total = scripts.reduce((sum, { fixes }) => sum + fixes.length, 0);
  log('trace read', { rows: points.length, seals: scripts.length, fixes: total });
  if (run.register) await registerSeals(scripts, run);

  const tally = new Tally();
  const secrets = readSecrets(run.credentials);
  const players = scripts.map((script) => player(script, run, secrets.get(script.sealId), tally));
  const reporting = setInterval(
    () => log('so far', { sent: tally.sent, acknowledged: tally.acknowledged }),
    REPORT,
  );
  for (const { uplink } of players) uplink.open();
  if (run.flatOut) players.forEach((one) => hand(one, Infinity));
  else await pace(players, run.signal);
  await settled(players, run.signal);
  clearInterval(reporting);
  await Promise.all(players.map(({ uplink }) => uplink.close()));
  const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
  log('replay ended', { sent: tally.sent, acknowledged: tally.acknowledged, of: total, seconds });
  return tally;
}

/** Flat out, the last fix is now; paced, it is the moment in which it will be sent. */
function endOf(points: readonly TracePoint[], { flatOut, speedUp }: ReplayRun, now: number): number {
  if (flatOut) return now;
  let [first, last] = [Infinity, -Infinity];
  for (const { time } of points) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return now + (last - first) / speedUp;
}

function player(
  script: SealScript,
  { broker, batch, log }: ReplayRun,
  secret: string | undefined,
  tally: Tally,
): Player {
  const memory = new FixMemory({ batch, inFlight: IN_FLIGHT });
  const uplink = new Uplink({ broker, sealId: script.sealId, secret, memory, tally, log: sparse(log) });
  return { script, memory, uplink, next: 0 };
}

/** Puts what is due into a seal's memory, and sends it. */
function hand(one: Player, now: number): void {
  const { fixes } = one.script;
  const from = one.next;
  while (one.next < fixes.length && fixes[one.next]!.sendAt <= now) one.next += 1;
  if (one.next === from) return;
  one.memory.record(...fixes.slice(from, one.next).map(({ fix }) => fix));
  one.uplink.send();
}

async function pace(players: readonly Player[], signal: AbortSignal): Promise<void> {
  const isPlaying = () => players.some(({ next, script }) => next < script.fixes.length);
  while (isPlaying() && !signal.aborted) {
    const now = Date.now();
    for (const one of players) hand(one, now);
    await new Promise((wake) => setTimeout(wake, BEAT));
  }
}

/** Waits for the last PUBACK; after a Ctrl-C not for long. */
async function settled(players: readonly Player[], signal: AbortSignal): Promise<void> {
  const isDone = () => players.every(({ memory }) => memory.held === 0);
  const end = Date.now() + FAREWELL;
  await waitFor(() => isDone() || signal.aborted || Date.now() > end, FAREWELL);
  if (signal.aborted) await waitFor(isDone, 2_000);
}

/** Registers the seals; one that is there already stays as it is. */
async function registerSeals(
  scripts: readonly SealScript[],
  { api, organisation, log }: ReplayRun,
): Promise<void> {
  if (api === undefined) throw new RangeError('--register needs --api');
  const client = new Api(api);
  const waiting = scripts.map(({ sealId }) => sealId);
  let known = 0;
  const clerk = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      try {
        await client.post('/seals', `seal:${id}`, {
          ...{ id, model: 'replay', interval: 120 },
          ...(organisation !== undefined && { organisationId: organisation }),
        });
      } catch (error) {
        if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
        known += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_THE_COUNTER }, clerk));
  log('seals registered', { new: scripts.length - known, known });
}
