import {
  DEADLINES,
  USUAL_CALENDAR,
  type DeadlineKind,
  type DeadlineTerms,
  type WorkingCalendar,
} from '@haidang/domain';
import {
  readCalendars,
  readOffices,
  readTerms,
  type CalendarRecord,
  type Queryable,
  type TermsEntry,
} from '@haidang/store';

/** Offices that have the same terms: these, or all but these; null: all. */
export interface SameTerms {
  readonly terms: DeadlineTerms;
  readonly offices: { readonly ids: readonly string[]; readonly areMeant: boolean } | null;
}

/** By which terms and calendar each office works: its own, or those of the nearest above it, or the law's. */
export class OfficeTerms {
  private readonly parents: ReadonlyMap<string, string | null>;
  private readonly calendars: ReadonlyMap<string, CalendarRecord>;
  private readonly terms: ReadonlyMap<string, TermsEntry['terms']>;

  constructor(
    offices: readonly { readonly id: string; readonly parentId: string | null }[],
    calendars: readonly CalendarRecord[],
    terms: readonly TermsEntry[],
  ) {
    this.parents = new Map(offices.map(({ id, parentId }) => [id, parentId]));
    this.calendars = new Map(calendars.map((calendar) => [calendar.organisationId, calendar]));
    this.terms = new Map(terms.map((entry) => [entry.organisationId, entry.terms]));
  }

  static async read(db: Queryable): Promise<OfficeTerms> {
    return new OfficeTerms(await readOffices(db), await readCalendars(db), await readTerms(db));
  }

  /** `of`: who set it; absent: the law. */
  termsOf(officeId: string | null, kind: DeadlineKind): DeadlineTerms & { readonly of?: string } {
    for (const id of this.upFrom(officeId)) {
      const terms = this.terms.get(id)?.[kind];
      if (terms !== undefined) return { ...terms, of: id };
    }
    const { within, warnBefore } = DEADLINES[kind];
    return { within, warnBefore };
  }

  calendarOf(officeId: string | null): WorkingCalendar & { readonly organisationId?: string } {
    for (const id of this.upFrom(officeId)) {
      const calendar = this.calendars.get(id);
      if (calendar !== undefined) return calendar;
    }
    return USUAL_CALENDAR;
  }

  /** All offices, in groups; the last group is that of the law, and of offices that are not known. */
  sameTerms(kind: DeadlineKind): SameTerms[] {
    const others = new Map<string, { terms: DeadlineTerms; ids: string[] }>();
    for (const id of this.parents.keys()) {
      const { within, warnBefore, of } = this.termsOf(id, kind);
      if (of === undefined) continue;
      const key = `${within} ${warnBefore}`;
      const group = others.get(key);
      if (group === undefined) others.set(key, { terms: { within, warnBefore }, ids: [id] });
      else group.ids.push(id);
    }
    const set = [...others.values()];
    const ids = set.flatMap((group) => group.ids);
    return [
      ...set.map((group) => ({ terms: group.terms, offices: { ids: group.ids, areMeant: true } })),
      { terms: this.termsOf(null, kind), offices: ids.length === 0 ? null : { ids, areMeant: false } },
    ];
  }

  /** What its answers follow from, as text: another one has other answers. */
  get fingerprint(): string {
    return JSON.stringify([[...this.parents], [...this.calendars], [...this.terms]]);
  }

  private *upFrom(officeId: string | null): Generator<string> {
    const seen = new Set<string>();
    for (let id = officeId; id !== null && !seen.has(id); id = this.parents.get(id) ?? null) {
      seen.add(id);
      yield id;
    }
  }
}
