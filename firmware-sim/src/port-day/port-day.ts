import { HOUR } from '@haidang/domain';
import { Day, type DayTerms } from './day.js';
import type { Happening } from './happening.js';
import { COMING } from './plots/coming.js';
import { HELD } from './plots/held.js';
import { exporting, importing, ODDITIES, SEALED_ODDITIES, transiting } from './plots/honest.js';
import { LEAVING } from './plots/leaving.js';
import { AFTERWARDS, type Plot } from './plots/plot.js';
import { SEALED } from './plots/sealed.js';
import type { Truth } from './truth.js';

export interface PortDayTerms extends DayTerms {
  readonly containers: number;
  /** How often each thing that goes wrong is planted. */
  readonly each: number;
  /** How often each thing that only looks odd; as often as what goes wrong, unless it is told. */
  readonly odd?: number;
  /** How often each thing for which a truck is held, and that raises no alarm. */
  readonly held?: number;
  /** false: only what comes and goes without an e-seal. */
  readonly transits?: boolean;
}

export interface PortDay extends PortDayTerms {
  /** In order. */
  readonly happenings: readonly Happening[];
  readonly truth: Truth;
  /** How many of each plot there are, the honest ones by their purpose. */
  readonly plots: ReadonlyMap<string, number>;
}

/** Of all containers that come and go as they should. */
const SHARES: readonly (readonly [string, number, Plot])[] = [
  ['import', 0.45, importing],
  ['export', 0.35, exporting],
  ['transit', 0.2, transiting],
];

/** Everything that goes wrong, by what it is called. */
export const PLANTED: Readonly<Record<string, Plot>> = { ...LEAVING, ...COMING, ...SEALED };

/**
 * A port's day, the same for the same terms: what its customs, operator, carriers, cameras and seals say and do, and what is true of it. Most is in order,
 * some looks odd and is in order, and each kind of discrepancy is planted.
 */
export function portDay(terms: PortDayTerms): PortDay {
  const { each, odd = each, held = 0, transits = true } = terms;
  const day = new Day(terms);
  const told = [
    ...times({ ...LEAVING, ...COMING, ...(transits && SEALED) }, each),
    ...times({ ...ODDITIES, ...(transits && SEALED_ODDITIES) }, odd),
    ...times(HELD, held),
  ];
  const honest = Math.max(0, terms.containers - told.length);
  const shares = SHARES.filter(([name]) => transits || name !== 'transit');
  const whole = shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share, plot] of shares)
    told.push(...times({ [name]: plot }, Math.round((honest * share) / whole)));
  const plots = new Map<string, number>();
  const spacing = (terms.length - AFTERWARDS) / told.length;
  for (const [i, { name, plot }] of (day.isSteady ? inTurn(told) : told).entries()) {
    if (day.isSteady) day.turn(Math.floor(terms.start + (i + 0.5) * spacing), i);
    plot(day, `${name} ${i}`);
    plots.set(name, (plots.get(name) ?? 0) + 1);
  }
  return { ...terms, happenings: day.happenings(), truth: day.truth, plots };
}

interface Told {
  readonly name: string;
  readonly plot: Plot;
  /** Where it comes among those planted with it, and how many they are. */
  readonly place: number;
  readonly of: number;
}

function times(plots: Readonly<Record<string, Plot>>, count: number): Told[] {
  const named = Object.entries(plots);
  const of = named.length * count;
  return named.flatMap(([name, plot], k) =>
    Array.from({ length: count }, (_, i) => ({ name, plot, place: i * named.length + k, of })),
  );
}

/** What is planted together spread evenly over the day, its kinds in turn. */
function inTurn(told: readonly Told[]): Told[] {
  return told.toSorted((a, b) => (a.place + 0.5) / a.of - (b.place + 0.5) / b.of);
}

/** The day that `npm run soak -- port-day` plays, and a short one of the same kind. */
export const WHOLE_DAY = { seed: 11, length: 24 * HOUR, containers: 5_000, each: 12 } as const;
export const SHORT_DAY = { seed: 11, length: 4 * HOUR, containers: 300, each: 2 } as const;
