import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { AlarmLineView, AlarmView } from '@haidang/contract';
import {
  ALARM_KINDS,
  containerCheckDigit,
  formatInstant,
  HOUR,
  MINUTE,
  parseInstant,
  SECOND,
  type AlarmKind,
  type Instant,
  type Millis,
} from '@haidang/domain';
import { demoSecrets, withUser } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { connectAsync, type MqttClient } from 'mqtt';
import { exceptionCall, type Act } from '../../firmware-sim/src/index.js';
import type { GoldenAlarm } from './alarms.js';
import { country, type Story, type StoryTransit } from './story.js';
import type { ToldPlatform } from './told-platform.js';

/** So long the platform has, by our own clock, to say what is awaited. */
const SAID_WITHIN: Millis = 10 * SECOND;

/**
 * Registers a transit a seal as its papers say and plays the story at its own times, by a clock that is told: each message over MQTT when it
 * arrives, until its PUBACK, each act of a person through REST; then reads the alarms back through REST. Afterwards the transits are cancelled.
 * @param shift what the story is moved by: whole weeks, so that no story meets another and hours of the day stay what they are
 */
export async function playOnPlatform(
  platform: ToldPlatform,
  name: string,
  story: Story,
  expected: readonly GoldenAlarm[],
  shift: Millis,
): Promise<GoldenAlarm[]> {
  const start = story.start + shift;
  const end = start + story.duration * SECOND;
  const player = new Player(platform, name, story, shift);
  await platform.jump(start + player.firstAct * SECOND - MINUTE);
  await player.register();
  const seals = await connectAll(platform, [...story.transits.keys(), ...story.spares.keys()]);
  try {
    for (const { at, tell } of player.happenings(seals)) {
      await platform.tell(at);
      await tell();
    }
    await platform.tell(end);
    return await player.alarms(expected.map(unreadable));
  } finally {
    await Promise.all([...seals.values()].map((seal) => seal.endAsync()));
    await player.cancel();
  }
}

/** What REST does not tell: which feed was lost. */
export function unreadable(alarm: GoldenAlarm): GoldenAlarm {
  return alarm.kind === 'feed_lost' ? { ...alarm, seal: '' } : alarm;
}

/** Each seal with the secret that the demo gave it. */
async function connectAll(
  platform: ToldPlatform,
  seals: readonly string[],
): Promise<Map<string, MqttClient>> {
  const secrets = demoSecrets(platform);
  const connect = async (id: string) => {
    const url = withUser(platform.broker, id, secrets.get(id)!);
    return [id, await connectAsync(url, { clientId: id, keepalive: 0 })] as const;
  };
  return new Map(await Promise.all(seals.map(connect)));
}

interface Happening {
  readonly at: Instant;
  tell(): Promise<unknown>;
}

class Player {
  private readonly seals: readonly string[];

  constructor(
    private readonly platform: ToldPlatform,
    private readonly name: string,
    private readonly story: Story,
    private readonly shift: Millis,
  ) {
    this.seals = [...story.transits.keys()];
  }

  /** Seconds from the story's beginning to the first thing that is done; before it where that is negative. */
  get firstAct(): number {
    const acts = [...this.story.transits.values()].flatMap(({ papers }) => papers.acts);
    return Math.min(0, ...acts.map(({ at }) => at));
  }

  async register(): Promise<void> {
    for (const [index, [sealId, transit]] of [...this.story.transits].entries())
      await this.platform.call('/transits', this.papersOf(sealId, transit, index));
  }

  /** Acts and messages; what people do comes before a message of the same moment. */
  happenings(seals: ReadonlyMap<string, MqttClient>): Happening[] {
    const { transits, deliveries, start } = this.story;
    const acts = [...transits].flatMap(([sealId, { papers }]) =>
      papers.acts.map((act): Happening => {
        const at = start + this.shift + act.at * SECOND;
        return { at, tell: () => this.act(sealId, act, at) };
      }),
    );
    const messages = deliveries.map(({ sealId, at, fixes }): Happening => {
      const moved = fixes.map((fix) => ({ ...fix, time: this.moved(parseInstant(fix.time)!) }));
      const tell = () =>
        seals.get(sealId)!.publishAsync(topics.fixes(sealId), JSON.stringify(moved), { qos: 1 });
      return { at: at + this.shift, tell };
    });
    return [...acts, ...messages].sort((a, b) => a.at - b.at);
  }

  /** Until they are those expected, or time is up. */
  async alarms(expected: readonly GoldenAlarm[]): Promise<GoldenAlarm[]> {
    return await this.until((alarms) => isDeepStrictEqual(alarms, expected));
  }

  async cancel(): Promise<void> {
    for (const sealId of this.seals)
      await this.platform.call(`/transits/${this.idOf(sealId)}/cancel`, {}).catch(() => undefined);
  }

  private async until(isSaid: (alarms: GoldenAlarm[]) => boolean): Promise<GoldenAlarm[]> {
    const limit = performance.now() + SAID_WITHIN;
    for (;;) {
      const alarms = await this.read();
      if (isSaid(alarms) || performance.now() > limit) return alarms;
      await sleep(100);
    }
  }

  private async read(): Promise<GoldenAlarm[]> {
    const views = await Promise.all(this.seals.map((sealId) => this.viewsOf(sealId)));
    const meet = ({ kind }: AlarmView): boolean => kind === 'rendezvous';
    const own = views.flatMap((all) => all.filter((view) => !meet(view)));
    const feeds = (await this.list('kind=feed_lost')).filter(
      ({ start }) => parseInstant(start)! > this.story.start + this.shift - HOUR,
    );
    // a meeting is an alarm of both
    const meetings = new Map(views.flatMap((all) => all.filter(meet)).map((view) => [view.id, view]));
    const all = [...own, ...meetings.values(), ...feeds];
    return await Promise.all(all.map(async (view) => this.toGolden(view, await this.wasReopened(view))));
  }

  private async wasReopened({ id }: AlarmView): Promise<boolean> {
    const { items } = await this.platform.call<{ items: AlarmLineView[] }>(`/alarms/${id}/history`);
    return items.some(({ what }) => what === 'reopened');
  }

  private async viewsOf(sealId: string): Promise<AlarmView[]> {
    const views = await this.list(`transitId=${this.idOf(sealId)}`);
    const rank = (kind: AlarmKind) => ALARM_KINDS.indexOf(kind);
    return views.sort((a, b) => a.start.localeCompare(b.start) || rank(a.kind) - rank(b.kind));
  }

  private async list(query: string): Promise<AlarmView[]> {
    return (await this.platform.call<{ items: AlarmView[] }>(`/alarms?${query}`)).items;
  }

  private async act(sealId: string, act: Act, at: Instant): Promise<void> {
    if ('step' in act) {
      // without a time a step would be taken to have happened when it is proposed to have
      const body = { at: formatInstant(at), ...(act.step === 'seal' && { containers: [] }) };
      await this.platform.call(`/transits/${this.idOf(sealId)}/${act.step}`, body);
      return;
    }
    if (!('resolve' in act)) {
      const { call, body } = exceptionCall(act, boxOf(this.seals.indexOf(sealId)));
      const since = formatInstant(this.story.start + this.shift + act.since * SECOND);
      await this.platform.call(`/transits/${this.idOf(sealId)}/${call}`, {
        ...body,
        at: since,
        reason: 'golden',
      });
      return;
    }
    const limit = performance.now() + SAID_WITHIN;
    for (;;) {
      const views = await this.list(`transitId=${this.idOf(sealId)}&kind=${act.resolve}&standing=true`);
      const [newest] = views.sort((a, b) => b.start.localeCompare(a.start));
      if (newest !== undefined) {
        await this.platform.call(`/alarms/${newest.id}/resolve`, {
          revision: newest.revision,
          ending: 'true',
        });
        return;
      }
      if (performance.now() > limit) throw new Error(`no ${act.resolve} to resolve`);
      await sleep(50);
    }
  }

  private papersOf(sealId: string, { route, papers }: StoryTransit, index: number): object {
    const { from, to } = country.routes.get(route)!;
    const { departBy, arriveBy, rules } = papers;
    const by = (seconds: number) => this.moved(this.story.start + seconds * SECOND);
    const id = this.idOf(sealId);
    return {
      ...{ id, number: id, declaration: id, from, to, routeId: route, rules },
      ...(departBy !== undefined && { departBy: by(departBy) }),
      ...(arriveBy !== undefined && { arriveBy: by(arriveBy) }),
      containers: [{ number: boxOf(index), sealId }],
      vehicle: { plate: '15C-123.45' },
    };
  }

  private toGolden(
    { kind, severity, start, end, ending, late, ...view }: AlarmView,
    reopened: boolean,
  ): GoldenAlarm {
    const clock = (time: string) => formatInstant(parseInstant(time)! - this.shift).slice(11, 19);
    const sealOf = (transitId: unknown) => String(transitId).slice(`GOLDEN-${this.name}-`.length);
    const pair = () => `${sealOf(view.transitId)}+${sealOf(view.why.measured['with'])}`;
    const seal = kind === 'rendezvous' ? pair() : (view.sealId ?? '');
    return {
      ...{ seal, kind, severity, start: clock(start), end: end === undefined ? 'never' : clock(end) },
      ...(late && { late }),
      ...(reopened && { reopened }),
      ...((ending === 'corrected' || ending === 'merged') && { withdrawn: ending }),
    };
  }

  private idOf(sealId: string): string {
    return `GOLDEN-${this.name}-${sealId}`;
  }

  private moved(time: Instant): string {
    return formatInstant(time + this.shift);
  }
}

function boxOf(index: number): string {
  const ten = `CSQU${305_438 + index}`;
  return `${ten}${containerCheckDigit(ten)}`;
}
