import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { AlarmView } from '@haidang/contract';
import { formatInstant, MINUTE, parseInstant, SECOND, type Millis } from '@haidang/domain';
import type { RunningPlatform } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { connectAsync } from 'mqtt';
import type { GoldenAlarm } from './alarms.js';
import { country, type Story } from './story.js';

/** Late evidence is folded in when it stops coming, a second or so later. */
const FOLDED_WITHIN: Millis = 5 * SECOND;

const BOXES = ['CSQU3054383', 'TCNU7200794'] as const;

/**
 * Registers a transit a seal, sends every message over MQTT in the order of arrival, each after the PUBACK of the one
 * before, and reads the alarms back through REST. The platform judges no fix of the future and none of long ago, so the
 * whole story is moved to end a minute ago; the alarms' times are moved back. What came late is folded in a moment later: the alarms
 * are read until they are those expected, or time is up. A story played in the past is late as a whole: the mark is left out.
 */
export async function playOnPlatform(
  platform: Pick<RunningPlatform, 'origin' | 'broker'>,
  name: string,
  story: Story,
  expected: readonly GoldenAlarm[],
): Promise<GoldenAlarm[]> {
  const wanted = Date.now() - MINUTE - (story.start + story.duration * SECOND);
  const moved = Math.floor(wanted / SECOND) * SECOND;
  const transits = [...story.routes].map(([sealId, routeId], index) => ({
    id: `GOLDEN-${name}-${sealId}`,
    sealId,
    routeId,
    box: BOXES[index]!,
  }));
  for (const transit of transits) await depart(platform.origin, transit, story.start + moved - MINUTE);
  await publishAll(platform.broker, story, moved);

  const read = async (): Promise<GoldenAlarm[]> => {
    const alarms: GoldenAlarm[] = [];
    for (const { id, sealId } of transits) {
      const page = await call<{ items: AlarmView[] }>(platform.origin, `/alarms?transitId=${id}`);
      const views = page.items.sort((a, b) => a.start.localeCompare(b.start));
      alarms.push(...views.map((view) => toGolden(sealId, view, moved)));
    }
    return alarms;
  };
  let alarms = await read();
  const limit = Date.now() + FOLDED_WITHIN;
  const unmarked = expected.map(({ late: _, ...alarm }) => alarm);
  while (!isDeepStrictEqual(alarms, unmarked) && Date.now() < limit) {
    await sleep(100);
    alarms = await read();
  }
  return alarms;
}

async function publishAll(broker: string, { deliveries }: Story, moved: Millis): Promise<void> {
  const client = await connectAsync(broker);
  try {
    for (const { sealId, fixes } of deliveries) {
      const message = fixes.map((fix) => ({ ...fix, time: formatInstant(parseInstant(fix.time)! + moved) }));
      await client.publishAsync(topics.fixes(sealId), JSON.stringify(message), { qos: 1 });
    }
  } finally {
    await client.endAsync();
  }
}

async function depart(
  origin: string,
  { id, sealId, routeId, box }: { id: string; sealId: string; routeId: string; box: string },
  at: number,
): Promise<void> {
  const { from, to } = country.routes.get(routeId)!;
  const containers = [{ number: box, sealId }];
  await call(origin, '/transits', {
    ...{ id, number: id, declaration: id, from, to, routeId, containers },
    vehicle: { plate: '15C-123.45' },
  });
  await call(origin, `/transits/${id}/seal`, { containers });
  await call(origin, `/transits/${id}/depart`, { at: formatInstant(at) });
}

/** A call of the API; with a body it posts. @throws Error with the problem's words when it is refused */
async function call<T>(origin: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

function toGolden(seal: string, alarm: AlarmView, moved: Millis): GoldenAlarm {
  const { kind, severity, start, end, ending } = alarm;
  const clock = (time: string) => formatInstant(parseInstant(time)! - moved).slice(11, 19);
  return {
    ...{ seal, kind, severity, start: clock(start), end: end === undefined ? 'never' : clock(end) },
    ...((ending === 'corrected' || ending === 'merged') && { withdrawn: ending }),
  };
}
