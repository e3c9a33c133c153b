import { MINUTE, type AlarmKind } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import { BOX, at, HERE, leg, passage, paper, report, seal, spot, story, T0 } from './story.fixture.js';
import type { Story } from './story.js';

/** What is found an hour and a half after the beginning, unless it is said when: kinds with their causes. */
function found(given: Partial<Story>, minutes = 90): string[] {
  return judge(story(given), at(minutes)).findings.map(({ kind, cause }) => `${kind} ${cause}`.trim());
}

type Case = readonly [name: string, given: Partial<Story>, kinds: readonly string[]];
const cases = (table: readonly Case[]) =>
  it.each(table)('%s', (_, given, kinds) => expect(found(given).sort()).toEqual([...kinds].sort()));

const OUT = passage('P1', 0);
const HELD = passage('P1', 0, { decided: 'hold', reasons: ['not_eligible'] });
const SAID = report('N1', 1);
const ELSEWHERE = passage('P2', 40, { direction: 'in', ...site('BORDER', 20.9) });
const FAR = { ...ELSEWHERE, ...site('BORDER', 22) };

function site(facilityId: string, lat: number) {
  return { facilityId, gateId: `${facilityId}-1`, place: { lat, lon: 106.9 } };
}

describe('seal_separated', () => {
  const near = (north: number, minutes: number, more = {}) => ({
    passages: [passage('P1', 0, { seals: [seal({ near: spot(HERE.lat + north, minutes, more) })] })],
    reports: [SAID],
    eligibilities: [paper()],
    legs: [leg()],
  });
  // 0.01 degrees of latitude are 1,107 m
  cases([
    ['its seal is at the gate', near(0, 1), []],
    ['its seal is 11 km away', near(0.1, 1), ['seal_separated']],
    ['1.1 km off, no more exact than that', near(0.01, 0, { accuracy: 1_000 }), []],
    ['1.1 km off, two minutes before: it drove here', near(0.01, -2), []],
    [
      'its seal was not placed about then',
      { ...near(0, 0), passages: [passage('P1', 0, { seals: [seal()] })] },
      [],
    ],
  ]);
  it('another sight of the same vehicle with a nearer fix decides', () => {
    const sights = (first: number, second: number) => [
      passage('P1', 0, { seals: [seal({ near: spot(HERE.lat + first, 4) })] }),
      passage('P2', 5, { seals: [seal({ near: spot(HERE.lat + second, 4) })] }),
    ];
    expect(found({ passages: sights(0.1, 0), reports: [SAID] })).toEqual([]);
    expect(found({ passages: sights(0, 0.1), reports: [SAID] })).toEqual(['seal_separated']);
  });
  it('is critical, and says whose seal and how far', () => {
    const [alarm] = judge(story(near(0.1, 1)), at(90)).findings;
    expect(alarm).toMatchObject({
      ...{ severity: 'critical', transitId: 'T1', sealId: 'S1', gateId: 'PORT-1', start: T0, end: null },
      why: { measured: { seal: 'S1', distance: 11_072, placed: at(1) } },
    });
  });
});

describe('not_eligible_exit', () => {
  const NO = ['not_eligible_exit not_eligible'];
  const suspended = (minutes: number) => paper({ state: 'suspended', changedAt: at(minutes) });
  cases([
    ['one that is held has not left', { passages: [HELD] }, []],
    ['held, and reported as gone', { passages: [HELD], reports: [SAID] }, NO],
    [
      'held, and told so late that it is gone',
      { passages: [{ ...HELD, receivedAt: at(30) }], reports: [SAID] },
      NO,
    ],
    ['held, and seen elsewhere afterwards', { passages: [HELD, ELSEWHERE] }, NO],
    [
      'held, and landed elsewhere',
      {
        passages: [HELD],
        reports: [report('N2', 60, { form: '14', direction: 'in', ...site('BORDER', 22) })],
      },
      NO,
    ],
    [
      'held, and its seal is kilometres away afterwards',
      { passages: [{ ...HELD, seals: [seal({ near: spot(HERE.lat, 0), away: spot(21.5, 40) })] }] },
      NO,
    ],
    [
      'a seal that jumps shows nothing of the container',
      { passages: [{ ...HELD, seals: [seal({ near: spot(HERE.lat, 0), away: spot(21.5, 1) })] }] },
      [],
    ],
    [
      'a seal that was never there shows nothing of the container',
      { passages: [{ ...HELD, seals: [seal({ near: spot(21.4, 0), away: spot(21.5, 40) })] }] },
      ['seal_separated'],
    ],
    [
      'held, and let through by an officer',
      { passages: [{ ...HELD, override: 'pass' }], reports: [SAID] },
      [],
    ],
    [
      'held, then let through: it was given papers',
      { passages: [HELD, passage('P2', 60), ELSEWHERE_AT(80)], reports: [report('N1', 61)] },
      [],
    ],
    ['let through', { passages: [OUT], reports: [SAID] }, []],
    [
      'reported without a camera, eligible',
      {
        reports: [report('N1', 1, { eligibilityId: 'E1' })],
        eligibilities: [paper({ state: 'used', usedAt: at(1) })],
      },
      [],
    ],
    ['reported without a camera, nothing on file', { reports: [SAID] }, NO],
    ['suspended before it left', { reports: [SAID], eligibilities: [suspended(-5)] }, NO],
    ['suspended after it left', { reports: [SAID], eligibilities: [suspended(5)] }, []],
    [
      'cancelled before it left',
      { reports: [SAID], eligibilities: [paper({ state: 'cancelled', changedAt: at(-5) })] },
      NO,
    ],
    ['issued only afterwards', { reports: [SAID], eligibilities: [paper({ issuedAt: at(20) })] }, NO],
    ['expired', { reports: [SAID], eligibilities: [paper({ validUntil: at(-1) })] }, NO],
    [
      'used up by an exit long before',
      { reports: [SAID], eligibilities: [paper({ state: 'used', usedAt: at(-300) })] },
      NO,
    ],
    ['on a transit that was approved', { reports: [SAID], legs: [leg()] }, []],
    ['on a transit that was not', { reports: [SAID], legs: [leg({ approvedAt: null })] }, NO],
    [
      'the report came first and used it up, so that the gate held it',
      {
        passages: [{ ...HELD, reasons: ['eligibility_used'] }],
        reports: [report('N1', 1, { eligibilityId: 'E1' })],
        eligibilities: [paper({ state: 'used', usedAt: at(1) })],
      },
      [],
    ],
    [
      'good papers, held for a plate that the camera misread, and gone',
      {
        passages: [{ ...HELD, plate: '15C1234S', reasons: ['plate_mismatch'] }],
        reports: [SAID],
        eligibilities: [paper({ state: 'used', usedAt: at(1) })],
      },
      [],
    ],
    [
      'good papers, held for the seal of its carrier, and gone',
      {
        passages: [{ ...HELD, reasons: ['carrier_seal_mismatch'] }],
        reports: [SAID],
        eligibilities: [paper({ state: 'used', usedAt: at(1), plate: null })],
      },
      ['not_eligible_exit held'],
    ],
  ]);
  it('says by which papers, and how it is known', () => {
    const [alarm] = judge(story({ passages: [HELD], reports: [SAID] }), at(90)).findings;
    expect(alarm).toMatchObject({
      severity: 'critical',
      why: { measured: { papers: 'none', shown: 'reported', reasons: 'not_eligible', report: '21 N1' } },
    });
  });
});

function ELSEWHERE_AT(minutes: number) {
  return passage('P9', minutes, { direction: 'in', ...site('BORDER', 20.85) });
}

describe('gate_out_unreported', () => {
  it('after 15 minutes, until the report comes, late', () => {
    const seen = { passages: [OUT] };
    expect(judge(story(seen), at(14))).toMatchObject({ findings: [], due: at(15) });
    expect(judge(story(seen), at(15)).findings).toMatchObject([
      { kind: 'gate_out_unreported', severity: 'minor', start: at(15), end: null },
    ]);
    const late = { ...seen, reports: [report('N1', 0, { receivedAt: at(40) })] };
    expect(judge(story(late), at(90)).findings).toMatchObject([{ start: at(15), end: at(40) }]);
    expect(found({ ...seen, reports: [report('N1', 0, { receivedAt: at(15) })] })).toEqual([]);
  });
  cases([
    ['not where nobody runs the place', { passages: [passage('P1', 0, { isReported: false })] }, []],
    ['not of what was held', { passages: [HELD] }, []],
    ['not of what came in', { passages: [passage('P1', 0, { direction: 'in' })] }, []],
    [
      'a report of another exit, hours before, is none',
      { passages: [OUT], reports: [report('N1', -300)], eligibilities: [paper()] },
      ['gate_out_unreported', 'place_contradiction twice_out'],
    ],
  ]);
});

describe('gate_out_unseen', () => {
  const unseen = { reports: [{ ...SAID, isWatched: true }], eligibilities: [paper()] };
  it('waits a quarter of an hour for a camera that tells late', () => {
    expect(judge(story(unseen), at(15))).toMatchObject({ findings: [], due: at(16) });
    expect(found(unseen, 16)).toEqual(['gate_out_unseen']);
  });
  const stray = (container: string | null, plate: string | null) => ({
    ...unseen,
    reports: [{ ...SAID, isWatched: true, strays: [{ container, plate }] }],
  });
  cases([
    ['not where no camera saw anything', { ...unseen, reports: [SAID] }, []],
    ['a camera saw it', { ...unseen, passages: [OUT] }, []],
    ['a camera saw it and misread it', stray('CSQU3O54383', null), []],
    ['a camera saw its truck and read no number', stray(null, '15C12345'), []],
    ['another truck without a number', stray(null, '29H99999'), ['gate_out_unseen']],
  ]);
});

describe('place_contradiction', () => {
  const inn = (id: string, minutes: number, more = {}) => passage(id, minutes, { direction: 'in', ...more });
  const reports = [SAID];
  cases([
    ['in, out, in', { passages: [inn('I1', -60), OUT, inn('I2', 60)], reports }, []],
    [
      'twice out',
      {
        passages: [
          inn('I1', -90),
          OUT,
          passage('P2', 60, { decided: 'hold', plate: '29H99999', reasons: ['eligibility_used'] }),
        ],
        reports,
      },
      ['place_contradiction twice_out'],
    ],
    ['seen twice going out: another camera', { passages: [OUT, passage('P2', 20)], reports }, []],
    [
      'twice in',
      {
        passages: [
          inn('I1', -60),
          inn('I2', 60, { decided: 'hold', plate: '29H99999', reasons: ['already_inside'] }),
        ],
      },
      ['place_contradiction twice_in'],
    ],
    [
      'held at the exit it turned round',
      { passages: [inn('I1', -60), HELD, inn('I2', 10, { decided: 'hold', reasons: ['already_inside'] })] },
      [],
    ],
    [
      'in elsewhere while inside',
      { passages: [inn('I1', -60), ELSEWHERE] },
      ['place_contradiction two_places'],
    ],
    [
      'out elsewhere while inside',
      { passages: [inn('I1', -60), { ...ELSEWHERE, direction: 'out' }], reports: [] },
      ['place_contradiction two_places', 'gate_out_unreported'],
    ],
    [
      'it stood there from long before',
      { stood: { facilityId: 'PORT', since: at(-50_000) }, passages: [ELSEWHERE] },
      ['place_contradiction two_places'],
    ],
    [
      'landed twice',
      {
        reports: [
          report('N1', -300, { form: '14', direction: 'in' }),
          report('N2', 0, { form: '14', direction: 'in' }),
        ],
      },
      ['place_contradiction twice_in'],
    ],
    [
      'in elsewhere after a vessel took it',
      { passages: [inn('I1', -60), ELSEWHERE], loadings: [{ facilityId: 'PORT', time: at(-30) }] },
      [],
    ],
    [
      'in elsewhere before a vessel took it',
      { passages: [inn('I1', -60), ELSEWHERE], loadings: [{ facilityId: 'PORT', time: at(10_000) }] },
      ['place_contradiction two_places'],
    ],
    [
      'in again after a vessel took it',
      { passages: [inn('I1', -60), inn('I2', 300)], loadings: [{ facilityId: 'PORT', time: at(0) }] },
      [],
    ],
    [
      'landed as it came in',
      { passages: [inn('I1', -60)], reports: [report('N1', 60, { form: '14', direction: 'in' })] },
      [],
    ],
    [
      'clocks of two places differ',
      { passages: [inn('I1', -60), ELSEWHERE_AT(-2), OUT], reports, stood: null },
      [],
    ],
    // 133 km in 40 minutes
    ['faster than any truck', { passages: [OUT, FAR], reports }, ['place_contradiction too_fast']],
  ]);
});

describe('plate_mismatch and container_mismatch', () => {
  const truck = (plate: string | null, more = {}) => ({
    passages: [passage('P1', 0, { plate, ...more })],
    reports: [SAID],
    eligibilities: [paper({ state: 'used', usedAt: T0 })],
  });
  cases([
    ['the declared one', truck('15C12345'), []],
    ['not read', truck(null), []],
    ['misread', truck('15C1234S'), []],
    ['plainly another', truck('29H99999'), ['plate_mismatch']],
    [
      'one that is declared for another container',
      truck('29H99999', { plateOf: 'TCNU7200794' }),
      ['container_mismatch'],
    ],
    ['which is this one, misread', truck('29H99999', { plateOf: 'CSQU3054388' }), ['plate_mismatch']],
    [
      'nothing was declared of it',
      { ...truck('29H99999'), eligibilities: [paper({ state: 'used', usedAt: T0, plate: null })] },
      [],
    ],
    [
      'its trailer, on a transit',
      { passages: [passage('P1', 0, { plate: '15R01234' })], reports: [SAID], legs: [leg()] },
      [],
    ],
    [
      'coming in on a transit',
      { passages: [passage('P1', 0, { plate: '29H99999', direction: 'in' })], legs: [leg()] },
      ['plate_mismatch'],
    ],
  ]);
  it('one reading against another of the same vehicle speaks against nobody', () => {
    const read = (plate: string, minutes: number) => passage(`P${minutes}`, minutes, { plate });
    expect(found({ ...truck(null), passages: [read('15C1Z345', 0), read('15C12345', 1)] })).toEqual([]);
  });
});

describe('gate_seal_contradiction', () => {
  const stayed = (isInside: boolean) => ({
    passages: [
      passage('P1', 0, {
        seals: [seal({ near: spot(HERE.lat, 0), after: { ...spot(HERE.lat, 31), isInside } })],
      }),
    ],
    reports: [SAID],
    legs: [leg()],
  });
  cases([
    ['let out, and its seal stayed', stayed(true), ['gate_seal_contradiction seal_stayed']],
    ['let out, and its seal left', stayed(false), []],
    [
      'its seal stayed elsewhere: that is told already',
      {
        ...stayed(true),
        passages: [
          passage('P1', 0, {
            seals: [seal({ near: spot(22, 0), after: { ...spot(22, 31), isInside: true } })],
          }),
        ],
      },
      ['seal_separated'],
    ],
    [
      'let out, and back',
      { ...stayed(true), passages: [...stayed(true).passages, passage('I1', 10, { direction: 'in' })] },
      [],
    ],
    [
      'its seal left, and a gate that sees saw nothing',
      { legs: [leg({ sealLeftAt: at(2), isWatched: true })] },
      ['gate_seal_contradiction gate_saw_nothing'],
    ],
    [
      'its seal left, and a gate saw a truck that it could not read',
      { legs: [leg({ sealLeftAt: at(2), isWatched: true, strays: [{ container: null, plate: null }] })] },
      [],
    ],
    [
      'its seal left, and a gate misread its number',
      {
        legs: [
          leg({ sealLeftAt: at(2), isWatched: true, strays: [{ container: 'CSQU3054333', plate: null }] }),
        ],
      },
      [],
    ],
    [
      'its seal left, and a gate saw another',
      {
        legs: [
          leg({
            sealLeftAt: at(2),
            isWatched: true,
            strays: [{ container: 'TCNU7200794', plate: '29H99999' }],
          }),
        ],
      },
      ['gate_seal_contradiction gate_saw_nothing'],
    ],
    ['its seal left, and no gate sees', { legs: [leg({ sealLeftAt: at(2) })] }, []],
    [
      'its seal left as the gate saw it',
      { passages: [OUT], reports: [SAID], legs: [leg({ sealLeftAt: at(2), isWatched: true })] },
      [],
    ],
  ]);
});

it('each finding is named by a fact of its own', () => {
  const everything = story({
    passages: [HELD, ELSEWHERE, { ...HELD, id: 'P3', time: at(70), receivedAt: at(70) }],
    reports: [SAID, report('N9', 85)],
  });
  const keys = judge(everything, at(200)).findings.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toContain(BOX);
});

it('time alone changes nothing when there is nothing to wait for', () => {
  const done = story({ passages: [OUT], reports: [SAID] });
  expect(judge(done, at(1_000)).due).toBeNull();
  const kinds: AlarmKind[] = judge(done, at(90)).findings.map(({ kind }) => kind);
  expect(kinds).toEqual([]);
  expect(MINUTE).toBe(60_000);
});
