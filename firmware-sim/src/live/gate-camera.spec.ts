import { afterEach, describe, expect, it } from 'vitest';
import { TestBroker } from '../../testing/broker.js';
import { loadCountry } from '../country.js';
import { Random } from '../random.js';
import { GateCamera, readPassage } from './gate-camera.js';
import { gatesOnRoute } from './gates-on-route.js';
import type { Facts } from './log.js';
import { Tally } from './tally.js';
import { waitFor } from './wait.js';

const truck = { container: 'CSQU3054383', plate: '15C-123.45', sealId: 'VN000123' };
const AT = Date.UTC(2026, 10, 22, 1, 3, 10);

describe('a camera', () => {
  it('mostly reads right; sometimes it misreads one digit and is less sure; rarely it reads nothing', () => {
    const random = new Random(1);
    const reads = Array.from({ length: 5_000 }, () => readPassage(truck, 'G-TIENSA-1', 'out', AT, random));
    const wrong = reads.filter(({ container }) => container !== undefined && container !== truck.container);
    const unread = reads.filter(({ container }) => container === undefined);
    expect(wrong.length / 5_000).toBeCloseTo(0.04, 2);
    expect(unread.length / 5_000).toBeCloseTo(0.015, 2);
    for (const { container, containerConfidence } of wrong) {
      expect([...container!].filter((char, i) => char !== truck.container[i])).toHaveLength(1);
      expect(containerConfidence).toBeLessThan(0.8);
    }
    expect(reads[0]).toMatchObject({
      time: '2026-11-22T01:03:10.000Z',
      direction: 'out',
      sealId: 'VN000123',
    });
  });

  it('stands where a route leaves and where it arrives', () => {
    const gates = gatesOnRoute(loadCountry(), 'LACHHUYEN-HUUNGHI');
    expect(gates.map(({ gateId, direction }) => [gateId, direction])).toEqual([
      ['G-LACHHUYEN-1', 'out'],
      ['G-HUUNGHI-1', 'in'],
    ]);
  });
});

describe('GateCamera', () => {
  let broker: TestBroker;
  let camera: GateCamera;
  afterEach(async () => {
    await camera.close();
    await broker.kill();
  });

  it('sends passages, and logs the decisions that come back', async () => {
    broker = await TestBroker.start();
    const lines: [string, (Facts | undefined)?][] = [];
    const tally = new Tally();
    camera = new GateCamera('G-TIENSA-1', broker.url, tally, (words, facts) => lines.push([words, facts]));
    const passage = readPassage(truck, 'G-TIENSA-1', 'out', AT, new Random(1));
    camera.send(passage);
    expect(await waitFor(() => camera.held === 0, 5_000)).toBe(true);
    expect(broker.on('haidang/v1/gates/G-TIENSA-1/passages')).toEqual([passage]);
    expect(tally.passages).toBe(1);

    expect(await waitFor(() => broker.listens('haidang/v1/gates/G-TIENSA-1/decisions'), 5_000)).toBe(true);
    const decision = {
      passageId: passage.id,
      verdict: 'hold',
      reasons: ['not_eligible'],
      container: 'CSQU3054383',
    };
    await broker.publish('haidang/v1/gates/G-TIENSA-1/decisions', decision);
    expect(await waitFor(() => tally.decisions === 1, 5_000)).toBe(true);
    expect(lines).toEqual([
      [
        'decision',
        { gate: 'G-TIENSA-1', verdict: 'hold', reasons: 'not_eligible', container: 'CSQU3054383' },
      ],
    ]);
  });
});
