import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR, MINUTE, SECOND, type Instant, type Millis } from '@haidang/domain';
import type { Country } from '../country.js';
import { GATES } from '../port-day/place.js';
import { PortDayPlayer, type Caller } from '../port-day/play.js';
import { AFTERWARDS } from '../port-day/plots/plot.js';
import { HELD } from '../port-day/plots/held.js';
import { ODDITIES } from '../port-day/plots/honest.js';
import { PortServer } from '../port-day/port-server.js';
import { portDay } from '../port-day/port-day.js';
import type { PortTraffic } from '../scenario/schema.js';
import type { Api } from './api.js';
import type { Log } from './log.js';
import type { Secrets } from './secrets.js';

/** A day of a live port is shorter, so that its papers are not made too long before. */
const LENGTH: Millis = 12 * HOUR;

interface Surroundings {
  readonly api: Api;
  readonly country: Country;
  readonly broker: string;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly speed: number;
}

/**
 * What goes on at ports while a scenario is played live: their operators' servers take customs' messages and send receipts, and, where the scenario says
 * so, trucks with papers pass the gates of one port, one after the other, as long as it is played. Both want devices' secrets.
 */
export class PortLife {
  readonly #around: Surroundings;
  readonly #end = new AbortController();
  readonly #servers: PortServer[] = [];
  readonly #running = new Set<Promise<void>>();
  #player: PortDayPlayer | undefined;

  private constructor(around: Surroundings) {
    this.#around = around;
  }

  static async open(around: Surroundings, traffic: PortTraffic | undefined): Promise<PortLife> {
    const life = new PortLife(around);
    const { country, broker, secrets, speed, log } = around;
    for (const [name, facilities] of country.operators) {
      const secret = secrets.get(name);
      if (secret !== undefined)
        life.#servers.push(await PortServer.open(broker, { name, secret }, facilities));
    }
    if (traffic === undefined) return life;
    const gates = new Map([...GATES.keys()].flatMap((id) => gateOf(id, secrets)));
    if (gates.size < GATES.size || speed !== 1) {
      log('no trucks at the port', { why: 'they want the secrets of its gates, and speed 1' });
      return life;
    }
    await life.#begin(traffic, gates);
    return life;
  }

  /** What went on so far, where trucks pass a port. */
  get counts(): object {
    return this.#player?.counts ?? {};
  }

  async close(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#running);
    await this.#player?.close();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  async #begin(
    traffic: PortTraffic,
    gates: ReadonlyMap<string, { name: string; secret: string }>,
  ): Promise<void> {
    const { api, broker, log } = this.#around;
    const one = callerOf(api);
    this.#player = await PortDayPlayer.open({
      ...{ broker, gates, officer: one, operator: one, carrier: one },
      tick: SECOND,
      tell: (at) => this.#wait(at),
      refused: (words) => log('not taken at the port', { words }),
    });
    this.#hold(this.#days(traffic, this.#player));
  }

  /** One day after the other: the next begins when no more trucks of the last are to come. */
  async #days({ perHour, odd, held, planted }: PortTraffic, player: PortDayPlayer): Promise<void> {
    const containers = Math.round((perHour * (LENGTH - AFTERWARDS)) / HOUR);
    const terms = {
      ...{ length: LENGTH, containers, each: planted, steady: true, transits: false },
      odd: Math.round((odd * containers) / Object.keys(ODDITIES).length),
      held: Math.round((held * containers) / Object.keys(HELD).length),
    };
    do {
      const start = Date.now();
      this.#hold(player.play(portDay({ ...terms, start, seed: Math.floor(start / SECOND) })));
      await this.#wait(start + LENGTH - AFTERWARDS);
    } while (!this.#end.signal.aborted);
  }

  async #wait(at: Instant): Promise<boolean> {
    const { signal } = this.#end;
    while (at > Date.now() && !signal.aborted)
      await sleep(Math.min(at - Date.now(), MINUTE), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  #hold(work: Promise<void>): void {
    const held = work
      .catch((error: Error) => this.#around.log('the port does not go on', { error: error.message }))
      .finally(() => this.#running.delete(held));
    this.#running.add(held);
  }
}

function gateOf(name: string, secrets: Secrets): [string, { name: string; secret: string }][] {
  const secret = secrets.get(name);
  return secret === undefined ? [] : [[name, { name, secret }]];
}

/** One person acts for all: each call once, however often it is sent. */
function callerOf(api: Api): Caller {
  const mark = Date.now().toString(36);
  let calls = 0;
  return {
    get: (path) => api.get(path),
    post: (path, body) => api.post(path, `port-${mark}-${++calls}`, body),
  };
}
