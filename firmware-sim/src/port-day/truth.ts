import type { HoldReason } from '@haidang/domain';

/** What is to be found, in the words of the platform's answers; written down by who plants it, before anything is played. */
export class Truth {
  /** Every passage of the day: why it is to be held; empty: it is to pass. */
  readonly passages = new Map<
    string,
    { readonly container: string; readonly reasons: readonly HoldReason[] }
  >();
  /** By passage: a number that was misread, and which is to be among those suggested. */
  readonly suggestions = new Map<string, string>();
  readonly flags: Marked[] = [];
  readonly alarms: Marked[] = [];
  readonly cases: Marked[] = [];
}

/** A flag of a port's report, an alarm or a case, and the container it is about. */
export interface Marked {
  readonly kind: string;
  readonly container: string;
}

/** What the platform said. */
export interface Findings {
  readonly decisions: ReadonlyMap<
    string,
    { readonly reasons: readonly string[]; readonly suggestions: readonly string[] }
  >;
  readonly flags: readonly Marked[];
  readonly alarms: readonly Marked[];
  readonly cases: readonly Marked[];
}

/** A line of the truth table. */
export interface Verdict {
  readonly about: 'hold' | 'suggestion' | 'flag' | 'alarm' | 'case';
  readonly kind: string;
  readonly planted: number;
  readonly found: number;
  /** The containers of which it was not found. */
  readonly missed: readonly string[];
  /** The containers of which it was said, and is not so. */
  readonly invented: readonly string[];
}

/** Holds what the platform said against the truth: by kind, each planted one once. */
export function compare(truth: Truth, findings: Findings): Verdict[] {
  const holds: Marked[] = [];
  const held: Marked[] = [];
  const named: Marked[] = [];
  const hidden: Marked[] = [];
  for (const [id, { container, reasons }] of truth.passages) {
    const decision = findings.decisions.get(id);
    holds.push(...reasons.map((kind) => ({ kind, container: `${container} ${id}` })));
    const said = decision === undefined ? ['undecided'] : decision.reasons;
    held.push(...said.map((kind) => ({ kind, container: `${container} ${id}` })));
    const meant = truth.suggestions.get(id);
    if (meant === undefined) continue;
    hidden.push({ kind: 'misread', container: meant });
    if (decision?.suggestions.includes(meant) === true) named.push({ kind: 'misread', container: meant });
  }
  return [
    ...verdicts('hold', holds, held),
    ...verdicts('suggestion', hidden, named),
    ...verdicts('flag', truth.flags, findings.flags),
    ...verdicts('alarm', truth.alarms, findings.alarms),
    ...verdicts('case', truth.cases, findings.cases),
  ];
}

function verdicts(about: Verdict['about'], planted: readonly Marked[], said: readonly Marked[]): Verdict[] {
  const kinds = [...new Set([...planted, ...said].map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const left = said.filter((one) => one.kind === kind).map(({ container }) => container);
    const missed: string[] = [];
    const asked = planted.filter((one) => one.kind === kind);
    for (const { container } of asked) {
      const at = left.indexOf(container);
      if (at < 0) missed.push(container);
      else left.splice(at, 1);
    }
    const found = asked.length - missed.length;
    return { about, kind, planted: asked.length, found, missed, invented: left };
  });
}

/** As a reader sees it: a line a kind, and below it where truth and platform differ. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const cell = (text: string | number, width: number) => String(text).padStart(width);
  const line = (what: string, ...cells: (string | number)[]) =>
    `${what.padEnd(34)}${cells.map((text) => cell(text, 9)).join('')}`;
  const rows = verdicts.map(({ about, kind, planted, found, missed, invented }) =>
    line(`${about} ${kind}`, planted, found, missed.length, invented.length),
  );
  const odd = verdicts.flatMap(({ kind, missed, invented }) => [
    ...missed.map((container) => `missed   ${kind}: ${container}`),
    ...invented.map((container) => `invented ${kind}: ${container}`),
  ]);
  return [line('kind', 'planted', 'found', 'missed', 'invented'), ...rows, ...odd].join('\n');
}
