import { availableParallelism } from 'node:os';

/** What a figure is measured in, its goal and the side of the goal that is good. */
export interface FigureKind {
  readonly unit: string;
  readonly goal: number;
  readonly good: 'ratio at least' | 'at least' | 'at most' | 'under';
}

/** The figures of `ingest`. */
export const FIGURES = {
  singleFixRate: { unit: 'message/s', goal: 0.7, good: 'ratio at least' },
  manySealsRate: { unit: 'message/s', goal: 0.7, good: 'ratio at least' },
  backlogRate: { unit: 'fix/s', goal: 0.7, good: 'ratio at least' },
  externalBrokerRate: { unit: 'message/s', goal: 10_000, good: 'at least' },
  pubackP99HalfLoad: { unit: 'ms', goal: 100, good: 'under' },
  alarmP99: { unit: 'ms', goal: 250, good: 'under' },
  costGrowth100k: { unit: 'times', goal: 1.2, good: 'under' },
  rss100k: { unit: 'MB', goal: 500, good: 'under' },
} as const satisfies Record<string, FigureKind>;
export type Key = keyof typeof FIGURES;

/** What was measured: `floor` is what the same run's floor program reached where there is something to compare with. */
interface Measured {
  readonly value: number;
  readonly floor?: number;
}

interface Figure {
  value: number;
  unit: string;
  floor?: number;
  ratio?: number;
  goal: number;
  met: boolean;
}

/** Gathers a run's figures, what they were measured under, and every reason why the run does not count. */
export class Report<K extends string = Key> {
  private readonly figures: Partial<Record<K, Figure>> = {};
  private readonly context: Record<string, number | string> = {};
  private readonly reasons: string[] = [];

  constructor(
    private readonly bench: string,
    private readonly kinds: Readonly<Record<K, FigureKind>>,
  ) {}

  figure(key: K, { value, floor }: Measured): void {
    const { unit, goal, good } = this.kinds[key];
    const ratio = floor === undefined ? undefined : value / floor;
    const judged = good === 'ratio at least' ? (ratio ?? 0) : value;
    const met = good === 'under' ? judged < goal : good === 'at most' ? judged <= goal : judged >= goal;
    this.figures[key] = {
      value: rounded(value),
      unit,
      ...(floor === undefined || ratio === undefined ? {} : { floor: rounded(floor), ratio: rounded(ratio) }),
      goal,
      met,
    };
    const against = ratio === undefined ? '' : ` = ${ratio.toFixed(2)} of the floor`;
    this.say(
      `${key}: ${String(rounded(value))} ${unit}${against} (${good} ${String(goal)}: ${met ? 'met' : 'MISSED'})`,
    );
  }

  /** Something that explains the figures, printed and kept with them. */
  note(key: string, value: number | string): void {
    this.context[key] = typeof value === 'number' ? rounded(value) : value;
    this.say(`${key}: ${String(this.context[key])}`);
  }

  /** The run does not count. */
  void(reason: string): void {
    this.reasons.push(reason);
    this.say(`VOID: ${reason}`);
  }

  get isVoid(): boolean {
    return this.reasons.length > 0;
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  /** The last line of a benchmark's output. */
  json(): string {
    return JSON.stringify({
      bench: this.bench,
      cores: availableParallelism(),
      figures: this.figures,
      context: this.context,
      ...(this.isVoid ? { void: this.reasons } : {}),
    });
  }
}

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Three figures, or all digits before the point. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
