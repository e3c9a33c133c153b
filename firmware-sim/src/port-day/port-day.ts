import { HOUR } from '@haidang/domain';
import { Day, type DayTerms } from './day.js';
import type { Happening } from './happening.js';
import { COMING } from './plots/coming.js';
import { exporting, importing, ODDITIES, SEALED_ODDITIES, transiting } from './plots/honest.js';
import { LEAVING } from './plots/leaving.js';
import type { Plot } from './plots/plot.js';
import { SEALED } from './plots/sealed.js';
import type { Truth } from './truth.js';

export interface PortDayTerms extends DayTerms {
  readonly containers: number;
  /** How often each thing that goes wrong is planted. */
  readonly each: number;
  /** How often each thing that only looks odd; as often as what goes wrong, unless it is told. */
  readonly odd?: number;
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
  const { each, odd = each, transits = true } = terms;
  const day = new Day(terms);
  const plots = new Map<string, number>();
  let told = 0;
  const tell = (name: string, plot: Plot): void => {
    plot(day, `${name} ${told++}`);
    plots.set(name, (plots.get(name) ?? 0) + 1);
  };
  const plant = (plots: Readonly<Record<string, Plot>>, times: number): void => {
    for (const [name, plot] of Object.entries(plots)) for (let i = 0; i < times; i++) tell(name, plot);
  };
  plant({ ...LEAVING, ...COMING, ...(transits && SEALED) }, each);
  plant({ ...ODDITIES, ...(transits && SEALED_ODDITIES) }, odd);
  const honest = Math.max(0, terms.containers - told);
  const shares = SHARES.filter(([name]) => transits || name !== 'transit');
  const whole = shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share, plot] of shares)
    for (let i = 0; i < Math.round((honest * share) / whole); i++) tell(name, plot);
  return { ...terms, happenings: day.happenings(), truth: day.truth, plots };
}

/** The day that `npm run soak -- port-day` plays, and a short one of the same kind. */
export const WHOLE_DAY = { seed: 11, length: 24 * HOUR, containers: 5_000, each: 12 } as const;
export const SHORT_DAY = { seed: 11, length: 4 * HOUR, containers: 300, each: 2 } as const;
