import type { Instant } from '@haidang/domain';

/** Takes one change back. */
export interface Undo<T> {
  /** What was changed, among others of its kind. */
  readonly id: string;
  readonly at: Instant;
  undo(value: T): T;
}

/** Something as it was from a time on. What it was before is worked out when it is asked for: mostly nobody does. */
export class Version<T> {
  private earlier: Version<T> | null | undefined;

  /**
   * @param changes that led to it, newest first; those of one time are one change
   * @param known a version of the same thing: taken for that before this one, when it is
   */
  constructor(
    readonly value: T,
    private readonly changes: readonly Undo<T>[],
    known?: Version<T>,
  ) {
    if (changes.length === 0) this.earlier = null;
    else if (known !== undefined && isSame(known.changes, this.older())) this.earlier = known;
  }

  /** When it began to hold; 0 for the oldest, which holds for all time before as well. */
  get from(): Instant {
    return this.changes[0]?.at ?? 0;
  }

  get before(): Version<T> | null {
    if (this.earlier !== undefined) return this.earlier;
    const older = this.older();
    const undone = this.changes.slice(0, this.changes.length - older.length);
    this.earlier = new Version(
      undone.reduce((value, change) => change.undo(value), this.value),
      older,
    );
    return this.earlier;
  }

  /** The version that held at a time. */
  at(time: Instant): Version<T> {
    if (time >= this.from || this.before === null) return this;
    return this.before.at(time);
  }

  private older(): readonly Undo<T>[] {
    return this.changes.filter(({ at }) => at < this.from);
  }
}

function isSame<T>(some: readonly Undo<T>[], others: readonly Undo<T>[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ id, at }, i) => id === others[i]!.id && at === others[i]!.at)
  );
}

/** Changes of many things, those of each in their order. */
export function changesById<C extends { readonly id: string }>(
  changes: readonly C[],
): ReadonlyMap<string, readonly C[]> {
  const byId = new Map<string, C[]>();
  for (const change of changes) {
    const known = byId.get(change.id);
    if (known === undefined) byId.set(change.id, [change]);
    else known.push(change);
  }
  return byId;
}
