import type { Direction, EligibilityAct, Instant, LockState, SealEvent } from '@haidang/domain';

/** A passage as a camera or the gatehouse tells it (the public contract's form). */
export interface ToldPassage {
  readonly id: string;
  readonly time: string;
  readonly direction: Direction;
  readonly lane: string;
  readonly container?: string;
  readonly containerConfidence?: number;
  readonly plate?: string;
  readonly plateConfidence?: number;
  readonly sealId?: string;
  readonly carrierSeal?: string;
  readonly source: 'camera' | 'gatehouse';
}

/** A container's move in a CODECO. */
export interface Move {
  readonly container: string;
  readonly at: Instant;
  readonly carrierSeal?: string;
  readonly plate?: string;
  readonly purpose?: 'import' | 'export';
}

export interface SealWord {
  readonly seq: number;
  readonly time: string;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: number;
  readonly speed: number;
  readonly lock: LockState;
  readonly events?: readonly SealEvent[];
}

/** What somebody does, or a device says, in the day. Bodies are those of the REST calls. */
export type Deed =
  | { readonly do: 'manifest'; readonly body: object }
  | { readonly do: 'declarations'; readonly lines: readonly object[] }
  | { readonly do: 'eligibility'; readonly lines: readonly { readonly container: string }[] }
  | {
      readonly do: 'change';
      readonly act: EligibilityAct;
      readonly container: string;
      readonly reason: string;
    }
  | { readonly do: 'scan'; readonly container: string }
  | { readonly do: 'report'; readonly body: Report }
  | {
      readonly do: 'codeco';
      readonly kind: 34 | 36;
      readonly reference: string;
      readonly moves: readonly Move[];
    }
  | { readonly do: 'passage'; readonly gateId: string; readonly passage: ToldPassage }
  | { readonly do: 'override'; readonly gateId: string; readonly passageId: string; readonly reason: string }
  | { readonly do: 'transit'; readonly id: string; readonly step: string; readonly body: object }
  | { readonly do: 'fix'; readonly sealId: string; readonly fix: SealWord };

/** `thread`: what happens in one happens in order; empty: alone, after all before it. */
export type Happening = Deed & { readonly at: Instant; readonly thread: string };

/** A port's message by its form, as `POST /port-messages` takes it. */
export interface Report {
  readonly form: string;
  readonly facilityId: string;
  readonly [field: string]: unknown;
}
