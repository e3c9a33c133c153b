import { MINUTE, SECOND, type Instant, type Millis } from '@haidang/domain';
import { topics } from '@haidang/wire';
import { connectAsync, type MqttClient } from 'mqtt';
import { codeco } from './codeco.js';
import type { Happening } from './happening.js';
import { GATES, NEIGHBOUR, OFFICE, PORT, ROUTE_BODY } from './place.js';
import { SPARE_SEAL } from './plots/transit-box.js';
import type { PortDay } from './port-day.js';
import type { Credential } from './port-server.js';
import type { Findings, Marked } from './truth.js';

const TICK = 30 * SECOND;
/** Papers come before the day, reports and deadlines after it. */
export const BEFORE = 75 * MINUTE;
const AFTER = 60 * MINUTE;
/** So many containers are dealt with side by side. */
const AT_ONCE = 8;
const PAGE = 1_000;

/** The API as one person has it. */
export interface Caller {
  get<T>(path: string): Promise<T>;
  /** @param body text goes out as EDIFACT. @throws Error with the problem's words */
  post<T>(path: string, body: object | string): Promise<T>;
}

/** Who plays the day, and by whose clock. */
export interface PortDayStage {
  readonly broker: string;
  readonly officer: Caller;
  readonly operator: Caller;
  readonly carrier: Caller;
  /** Of each gate of {@link GATES}. */
  readonly gates: ReadonlyMap<string, Credential>;
  /** A server that speaks for all seals; without it no transit drives. */
  readonly seals?: Credential;
  /** It becomes this time; false: it does not any more, the day is broken off. */
  tell(at: Instant): Promise<boolean | void>;
  /** How far it is told at once; nothing of the day hangs on less than half a minute. */
  readonly tick?: Millis;
  /** Hears at once what the platform refused. */
  readonly refused?: (words: string) => void;
}

export interface PortDayPlayed extends Findings {
  /** What the platform refused; nothing of it is meant to be. */
  readonly refused: readonly string[];
}

/** What the day wants in the register beside the demo country, written by an administrator; and the route, by a supervisor. */
export async function prepare(day: PortDay, administrator: Caller, supervisor: Caller): Promise<void> {
  await supervisor.post('/routes', ROUTE_BODY);
  const ids = new Set(day.happenings.flatMap((one) => (one.do === 'fix' ? [one.sealId] : [])));
  ids.add(SPARE_SEAL);
  const items = [...ids].map((id) => ({ id, interval: 90, organisationId: OFFICE }));
  for (let i = 0; i < items.length; i += PAGE)
    await administrator.post('/seals', { items: items.slice(i, i + PAGE) });
}

/** Plays it from the papers of the day before to the last deadline after it, each at its own time, and asks what was found. */
export async function playPortDay(day: PortDay, stage: PortDayStage): Promise<PortDayPlayed> {
  const player = await PortDayPlayer.open(stage);
  try {
    await player.play(day);
    return await player.findings(day);
  } finally {
    await player.close();
  }
}

interface Decision {
  readonly passageId: string;
  readonly reasons: readonly string[];
  readonly suggestions?: readonly { readonly container: string }[];
}

/** Everybody of the day, with their connections; several days may be played one over the other. */
export class PortDayPlayer {
  readonly #refused: string[] = [];
  readonly #decisions = new Map<string, Decision>();
  readonly #eligibilities = new Map<string, string>();

  private constructor(
    readonly stage: PortDayStage,
    readonly gates: ReadonlyMap<string, MqttClient>,
    readonly seals: MqttClient | undefined,
  ) {}

  static async open(stage: PortDayStage): Promise<PortDayPlayer> {
    const connect = ({ name, secret }: Credential) =>
      connectAsync(stage.broker, {
        username: name,
        password: secret,
        clientId: `${name}-NGAY`,
        keepalive: 0,
      });
    const gates = new Map<string, MqttClient>();
    for (const id of GATES.keys()) gates.set(id, await connect(stage.gates.get(id)!));
    const seals = stage.seals === undefined ? undefined : await connect(stage.seals);
    const player = new PortDayPlayer(stage, gates, seals);
    await player.#listen();
    return player;
  }

  async close(): Promise<void> {
    const clients = [...this.gates.values(), ...(this.seals === undefined ? [] : [this.seals])];
    await Promise.all(clients.map((client) => client.endAsync()));
  }

  /** Trucks that were decided on so far, and how many of them were held. */
  get counts(): { readonly atPort: number; readonly heldAtPort: number } {
    const decisions = [...this.#decisions.values()];
    return {
      atPort: decisions.length,
      heldAtPort: decisions.filter(({ reasons }) => reasons.length > 0).length,
    };
  }

  /** From the papers of the day before to the last deadline after it. */
  async play(day: PortDay): Promise<void> {
    const { tell, tick = TICK } = this.stage;
    const { happenings } = day;
    const last = Math.max(day.start + day.length, happenings.at(-1)?.at ?? 0) + AFTER;
    let next = 0;
    for (let now = day.start - BEFORE; now < last; now += tick) {
      if ((await tell(now)) === false) return;
      const first = next;
      while (next < happenings.length && happenings[next]!.at <= now) next++;
      await this.doAll(happenings.slice(first, next));
    }
  }

  /** In their order: what is of one thread one after the other, threads side by side, and what is of none alone. */
  async doAll(happenings: readonly Happening[]): Promise<void> {
    let side: Happening[] = [];
    for (const one of happenings) {
      if (one.thread !== '') {
        side.push(one);
        continue;
      }
      await this.#sideBySide(side);
      side = [];
      await this.#try(one);
    }
    await this.#sideBySide(side);
  }

  async findings(day: PortDay): Promise<PortDayPlayed> {
    const limit = Date.now() + 20 * SECOND;
    while (this.#decisions.size < day.truth.passages.size && Date.now() < limit)
      await new Promise((wake) => setTimeout(wake, 50));
    const decisions = new Map(
      [...this.#decisions].map(([id, { reasons, suggestions = [] }]) => [
        id,
        { reasons, suggestions: suggestions.map(({ container }) => container) },
      ]),
    );
    return {
      ...{ decisions, refused: this.#refused },
      flags: [...(await this.#flags(PORT)), ...(await this.#flags(NEIGHBOUR))],
      alarms: await this.#alarms(day),
      cases: await this.#cases(),
    };
  }

  async #listen(): Promise<void> {
    for (const [id, client] of this.gates) {
      client.on('message', (_topic, payload) => this.#decided(JSON.parse(payload.toString()) as Decision));
      await client.subscribeAsync(topics.decisions(id), { qos: 1 });
    }
  }

  /** The first word counts: an officer's is another. */
  #decided(decision: Decision): void {
    if (!this.#decisions.has(decision.passageId)) this.#decisions.set(decision.passageId, decision);
  }

  async #sideBySide(happenings: readonly Happening[]): Promise<void> {
    const threads = new Map<string, Happening[]>();
    for (const one of happenings) {
      const thread = threads.get(one.thread);
      if (thread === undefined) threads.set(one.thread, [one]);
      else thread.push(one);
    }
    const waiting = [...threads.values()];
    const work = async (): Promise<void> => {
      for (let thread = waiting.shift(); thread !== undefined; thread = waiting.shift())
        for (const one of thread) await this.#try(one);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async #try(happening: Happening): Promise<void> {
    try {
      await this.#do(happening);
    } catch (error) {
      const words = `${happening.do} ${happening.thread}: ${(error as Error).message}`;
      this.#refused.push(words);
      this.stage.refused?.(words);
    }
  }

  async #do(one: Happening): Promise<void> {
    const { officer, operator, carrier } = this.stage;
    switch (one.do) {
      case 'manifest':
        return void (await officer.post('/manifests', one.body));
      case 'declarations':
        return void (await officer.post('/declarations', { lines: one.lines }));
      case 'eligibility': {
        const { ids } = await officer.post<{ ids: string[] }>('/eligibility', { lines: one.lines });
        for (const [i, { container }] of one.lines.entries()) this.#eligibilities.set(container, ids[i]!);
        return;
      }
      case 'change': {
        const id = this.#eligibilities.get(one.container);
        return void (await officer.post(`/eligibility/${id}/${one.act}`, { reason: one.reason }));
      }
      case 'scan':
        return void (await officer.post('/scans', { facilityId: PORT, container: one.container }));
      case 'report': {
        // of the neighbour, whose operator is another, its customs office keys it in
        const who = one.body.facilityId === PORT ? operator : officer;
        return void (await who.post('/port-messages', one.body));
      }
      case 'codeco':
        return void (await operator.post('/edi/codeco', codeco(one.kind, one.reference, one.moves)));
      case 'passage':
        if (one.passage.source === 'camera')
          return say(this.gates.get(one.gateId)!, topics.passages(one.gateId), one.passage);
        return this.#decided(await operator.post<Decision>(`/gates/${one.gateId}/passages`, one.passage));
      case 'override': {
        const path = `/gates/${one.gateId}/passages/${one.passageId}/override`;
        return void (await officer.post(path, { verdict: 'pass', reason: one.reason }));
      }
      case 'transit': {
        if (one.step === 'register') return void (await carrier.post('/transits', one.body));
        return void (await officer.post(`/transits/${one.id}/${one.step}`, one.body));
      }
      case 'fix':
        return this.seals && say(this.seals, topics.fixes(one.sealId), one.fix);
    }
  }

  async #flags(facilityId: string): Promise<Marked[]> {
    const messages = await this.#all<{ container?: string; form: string; flags: string[] }>(
      this.stage.officer,
      `/port-messages?facilityId=${facilityId}`,
    );
    return messages.flatMap(({ container, form, flags }) =>
      flags.map((kind) => ({ kind, container: `${container} ${form}` })),
    );
  }

  /** Alarms that stood; what the platform took back itself it did not say in the end. */
  async #alarms(day: PortDay): Promise<Marked[]> {
    const alarms = await this.#all<{
      kind: string;
      containerNumber?: string;
      start: string;
      ending?: string;
    }>(this.stage.officer, '/alarms?');
    return alarms
      .filter(({ start }) => Date.parse(start) >= day.start - BEFORE)
      .filter(({ ending }) => ending !== 'corrected' && ending !== 'merged')
      .map(({ kind, containerNumber = 'of no container' }) => ({ kind, container: containerNumber }));
  }

  async #cases(): Promise<Marked[]> {
    const cases = await this.#all<{ kind: string; container?: string }>(this.stage.officer, '/cases?');
    return cases.map(({ kind, container = 'of no container' }) => ({ kind, container }));
  }

  async #all<T>(caller: Caller, path: string): Promise<T[]> {
    const all: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; next: string | null } = await caller.get(`${path}&limit=${PAGE}${from}`);
      all.push(...page.items);
      cursor = page.next;
    }
    return all;
  }
}

/** Until its PUBACK: then it is committed. */
async function say(client: MqttClient, topic: string, message: object): Promise<void> {
  await client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
}
