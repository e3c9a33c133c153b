import { DAY } from '@haidang/domain';
import type { FoundAlarm, ToldAlarm } from '@haidang/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newsOf } from './compare.js';
import { judge } from './judge.js';
import { at, leg, paper, passage, report, seal, spot, story } from './story.fixture.js';
import type { EligibilityFact, Leg, Passing, Report, Story } from './story.js';

type Fact =
  | { readonly of: 'passages'; readonly fact: Passing }
  | { readonly of: 'reports'; readonly fact: Report }
  | { readonly of: 'eligibilities'; readonly fact: EligibilityFact }
  | { readonly of: 'legs'; readonly fact: Leg };

const SITES = [
  { facilityId: 'PORT', gateId: 'PORT-1', place: { lat: 20.8, lon: 106.9 } },
  { facilityId: 'ICD', gateId: 'ICD-1', place: { lat: 20.95, lon: 106.9 } },
];
/** Coarse, so that times fall together. */
const minutes = fc.integer({ min: -40, max: 40 }).map((n) => n * 5);
const direction = fc.constantFrom('in' as const, 'out' as const);
const site = fc.constantFrom(...SITES);
const delay = fc.constantFrom(0, 5, 30);

const passages = fc
  .record({
    site,
    minutes,
    direction,
    delay,
    id: fc.nat(99),
    plate: fc.constantFrom(null, '15C12345', '15C1234S', '29H99999'),
    plateOf: fc.constantFrom(null, 'TCNU7200794'),
    decided: fc.constantFrom('pass' as const, 'hold' as const),
    reasons: fc.constantFrom(
      ['not_eligible'] as const,
      ['eligibility_used'] as const,
      ['plate_mismatch'] as const,
    ),
    override: fc.constantFrom(null, null, 'pass' as const, 'hold' as const),
    near: fc.option(fc.constantFrom(20.8, 20.95, 21.5)),
    away: fc.option(fc.integer({ min: 1, max: 100 })),
    inside: fc.option(fc.boolean()),
  })
  .map(({ site, minutes: m, id, delay, near, away, inside, decided, reasons, ...rest }): Fact => {
    const seals = [
      seal({
        near: near === null ? null : spot(near, m),
        away: away === null ? null : spot(22, m + away),
        after: inside === null ? null : { ...spot(20.8, m + 31), isInside: inside },
      }),
    ];
    const held = decided === 'hold' ? { decided, reasons } : { decided, reasons: [] };
    return {
      of: 'passages',
      fact: passage(`P${id}`, m, { ...site, ...rest, ...held, seals, receivedAt: at(m + delay) }),
    };
  });

const reports = fc
  .record({
    site,
    minutes,
    delay,
    number: fc.nat(99),
    form: fc.constantFrom('14' as const, '21' as const),
    isWatched: fc.boolean(),
  })
  .map(({ site, minutes: m, delay, number, form, isWatched }): Fact => {
    const direction = form === '14' ? 'in' : 'out';
    const more = { ...site, form, direction, isWatched, receivedAt: at(m + delay) } as const;
    return { of: 'reports', fact: report(`N${number}`, m, more) };
  });

const papers = fc
  .record({
    id: fc.nat(5),
    facilityId: fc.constantFrom('PORT', 'ICD'),
    state: fc.constantFrom('eligible' as const, 'suspended' as const, 'cancelled' as const, 'used' as const),
    issued: minutes,
    changed: minutes,
  })
  .map(({ id, facilityId, state, issued, changed }): Fact => {
    const usedAt = state === 'used' ? at(changed) : null;
    const fact = paper({
      id: `E${id}`,
      facilityId,
      state,
      issuedAt: at(issued),
      changedAt: at(changed),
      usedAt,
    });
    return { of: 'eligibilities', fact };
  });

const legs = fc
  .record({ id: fc.nat(3), approved: fc.option(minutes), left: fc.option(minutes), isWatched: fc.boolean() })
  .map(({ id, approved, left, isWatched }): Fact => {
    const approvedAt = approved === null ? null : at(approved);
    return {
      of: 'legs',
      fact: leg({ transitId: `T${id}`, approvedAt, sealLeftAt: left === null ? null : at(left), isWatched }),
    };
  });

const facts = fc.uniqueArray(
  fc.oneof({ weight: 4, arbitrary: passages }, { weight: 3, arbitrary: reports }, papers, legs),
  {
    minLength: 1,
    maxLength: 9,
    selector: nameOf,
  },
);

/** What identifies a fact: said again it is the same one. */
function nameOf({ of, fact }: Fact): string {
  const { gateId, id, facilityId, form, number, transitId } = fact as Partial<Passing & Report & Leg>;
  if (of === 'passages') return `${of} ${gateId} ${id}`;
  return of === 'reports' ? `${of} ${facilityId} ${form} ${number}` : `${of} ${id ?? transitId}`;
}

function told(facts: readonly Fact[]): Story {
  const of = <T>(kind: Fact['of']) => facts.filter((one) => one.of === kind).map(({ fact }) => fact as T);
  return story({
    passages: of('passages'),
    reports: of('reports'),
    eligibilities: of('eligibilities'),
    legs: of('legs'),
  });
}

const END = at(1_000);

/** What a desk shows: the last word about each, without what only says how it came to be known. */
function shown(alarms: Iterable<FoundAlarm>): object {
  const entries = [...alarms].map(({ key, severity, start, end, why, transitId, sealId }) => [
    key,
    { severity, start, end, why, transitId, sealId },
  ]);
  return Object.fromEntries(entries) as object;
}

it('the same facts give the same findings, each named once, in whatever order they stand', () => {
  fc.assert(
    fc.property(facts, fc.infiniteStream(fc.nat()), (all, random) => {
      const shuffled = all
        .map((fact) => [fact, random.next().value!] as const)
        .sort(([, a], [, b]) => a - b)
        .map(([fact]) => fact);
      const { findings, due } = judge(told(all), END);
      expect(new Set(findings.map(({ key }) => key)).size).toBe(findings.length);
      expect(shown(judge(told(shuffled), END).findings)).toEqual(shown(findings));
      expect(judge(told(shuffled), END).due).toBe(due);
    }),
    { numRuns: 300 },
  );
});

it('told one by one, in any order and however often, the same alarms stand in the end', () => {
  const arrival = facts.chain((all) =>
    fc.record({
      all: fc.constant(all),
      order: fc.array(fc.nat(all.length - 1), { maxLength: 2 * all.length }),
      last: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
    }),
  );
  fc.assert(
    fc.property(arrival, ({ all, order, last }) => {
      const desk = new Map<string, ToldAlarm>();
      const known = new Map<string, Fact>();
      const arriving = [...order.map((i) => all[i]!), ...last];
      for (const [i, fact] of arriving.entries()) {
        known.set(nameOf(fact), fact);
        const now = i === arriving.length - 1 ? END : at(i * 20);
        const news = newsOf(
          judge(told([...known.values()]), now).findings,
          [...desk.values()],
          END - 7 * DAY,
        );
        for (const key of news.withdrawn) desk.set(key, { ...desk.get(key)!, isWithdrawn: true });
        for (const said of news.said)
          desk.set(said.key, { ...said, state: 'open', ending: null, isWithdrawn: false });
      }
      const standing = [...desk.values()].filter(({ isWithdrawn }) => !isWithdrawn);
      const { findings } = judge(told(all), END);
      expect(shown(standing)).toEqual(shown(findings));
      // and there is nothing more to say
      expect(newsOf(findings, [...desk.values()], END - 7 * DAY)).toEqual({ said: [], withdrawn: [] });
    }),
    { numRuns: 300 },
  );
});
