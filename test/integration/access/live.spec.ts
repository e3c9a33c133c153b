import { LIVE_NAMESPACE, type ServerToClient } from '@haidang/contract';
import { findAlarm, findTransit } from '@haidang/store';
import { failOnLeaks, signInAs, waitFor, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIVE, mayHear } from '../../../apps/platform/src/access/access.js';
import { LiveFeed } from '../../../apps/platform/src/live/live-feed.js';
import { transitView } from '../../../apps/platform/src/transits/view.js';
import { Operator } from '../ingest/live-server.js';
import { Api } from '../rest/api.js';
import {
  BOUND,
  CALLERS,
  fixOf,
  FOREIGN,
  makeCountry,
  OWN,
  passageOf,
  SECRETS,
  type Half,
} from './country.js';

failOnLeaks();

const WORLD: [number, number, number, number] = [-180, -90, 180, 90];

/** Every live event, to every role, about its own and another organisation's things. */
withStore((store) => {
  let api: Api;
  const operators = new Map<string, Operator>();

  beforeAll(async () => {
    await makeCountry(store);
    api = await Api.open(store, { live: true });
    await api.app.get(LiveFeed).deliver([]);
    for (const of of [OWN, FOREIGN]) await api.fixes(of.seal, [fixOf(of, 1)]);
    for (const [name, { role, at }] of Object.entries(CALLERS)) {
      const token = await signInAs(store.pool, role, at);
      operators.set(name, await Operator.connect(`${api.origin}${LIVE_NAMESPACE}`, token));
    }
    for (const operator of operators.values()) await operator.watch(WORLD);
    for (const of of [OWN, FOREIGN]) await makeNews(of);
    // the last event of all, to everybody: what was to come before it has come
    for (const operator of operators.values())
      await operator.until('positions', ({ serverTime }) => Date.parse(serverTime) > told);
  });
  afterAll(async () => {
    for (const { socket } of operators.values()) socket.disconnect();
    await api.close();
  });

  let told = Infinity;
  /** A fix, and every event there is, about a half. */
  async function makeNews(of: Half): Promise<void> {
    await api.fixes(of.seal, [fixOf(of, 2)]);
    const alarm = await findAlarm(store.pool, of.alarm);
    const transit = transitView((await findTransit(store.pool, of.transit))!, { progress: 1, remaining: 2 });
    const passage = { ...passageOf(of, 'live'), gateId: of.gate, receivedAt: new Date().toISOString() };
    const outage = {
      ...{ id: of.outage, facilityId: of.facility, reason: of.container },
      ...{ beganAt: new Date().toISOString(), beginRecordedAt: new Date().toISOString() },
    };
    const { rows } = await store.pool.query('select * from cases where id = $1', [of.case]);
    const notice = {
      ...{ id: of.notice, form: '04', facilityId: of.facility, time: new Date().toISOString() },
      ...{ lines: 1, containers: [of.container] },
    };
    await api.app.get(LiveFeed).deliver(
      Object.entries({ alarm, transit, passage, notice, case: rows[0], outage }).map(
        ([topic, payload], id) => ({
          id: String(id),
          topic,
          payload: JSON.parse(JSON.stringify(payload)),
        }),
      ),
    );
    const [facilityId, container] = [of.facility, of.container];
    api.app.get(LiveFeed).deadlineNears(
      {
        ...{ id: `x:${of.mark}`, kind: 'gate_out_report', state: 'warning', facilityId, container },
        ...{ dueAt: passage.receivedAt, warnAt: passage.receivedAt },
        counted: { from: passage.receivedAt, within: 900_000, direction: 'after', as: 'elapsed' },
      },
      undefined,
    );
    told = Date.now() + 1_000;
  }

  it('every event of the contract has its line in the table of rights', () => {
    const events: (keyof ServerToClient)[] = [
      'snapshot',
      'positions',
      'alarm',
      'transit',
      'passage',
      'notice',
      'case',
      'deadline',
      'outage',
      'heartbeat',
      'problem',
    ];
    expect(Object.keys(LIVE).sort()).toEqual([...events, 'watch'].sort());
  });

  it('the alarm rate is shared by the people at the centre’s desk, and by nobody else who is connected', async () => {
    expect((await api.get('/alarm-figures')).body.operators).toBe(2);
  });

  it('without a session there is no socket', async () => {
    await expect(Operator.connect(`${api.origin}${LIVE_NAMESPACE}`, 'nobody'.repeat(8))).rejects.toThrow();
  });

  describe.each(Object.keys(CALLERS))('a %s', (name) => {
    const { role } = CALLERS[name]!;
    const heard = () => operators.get(name)!;
    const text = (event: keyof ServerToClient) => JSON.stringify(heard().all(event));

    it.each(['alarm', 'transit', 'passage', 'notice', 'case', 'deadline', 'outage'] as const)(
      'is told of an %s of its own, if it is told of any',
      async (event) => {
        const isTold = mayHear(role, event);
        if (isTold) await waitFor(() => text(event).includes(OWN.container), 5_000, `${event} of ${name}`);
        expect(text(event).includes(OWN.container)).toBe(isTold);
        // whoever sees everything is told of the other half as well
        expect(text(event).includes(FOREIGN.container)).toBe(isTold && !BOUND.includes(name));
      },
    );

    it('sees the seals that it follows, in the snapshot and when they move', () => {
      // the truck has left the port of departure; it is expected at the same operator's border
      const sees = role !== 'administrator';
      for (const event of ['snapshot', 'positions'] as const) {
        expect(text(event).includes(`"sealId":"${OWN.seal}"`), event).toBe(sees);
        expect(text(event).includes(`"sealId":"${FOREIGN.seal}"`), event).toBe(sees && !BOUND.includes(name));
      }
    });

    it('is counted what it sees', () => {
      const [snapshot] = heard().all('snapshot');
      const all = !BOUND.includes(name) && role !== 'administrator';
      const own = role === 'administrator' ? 0 : 1;
      expect(snapshot!.counts.inTransit).toBe(all ? 2 : own);
      expect(snapshot!.counts.openAlarms.major).toBe(all ? 2 : mayHear(role, 'alarm') ? own : 0);
      expect(snapshot!.total).toBe(all ? 2 : own);
    });

    it('learns nothing of what is foreign by any event', () => {
      if (!BOUND.includes(name)) return;
      for (const event of Object.keys(LIVE) as (keyof ServerToClient)[])
        for (const secret of SECRETS) expect(text(event)).not.toContain(secret);
    });

    it('is shown no alarm’s colour unless it watches', () => {
      const states = heard()
        .all('snapshot')
        .flatMap(({ positions }) => positions.map(({ state }) => state));
      if (!mayHear(role, 'alarm'))
        expect(states.filter((state) => state !== 'idle' && state !== 'on_route')).toEqual([]);
      else expect(states).toContain('major');
    });
  });
});
