import type { AlarmView, TimelineEntry, TransitView } from '@haidang/contract';
import type { Instant, Role, SealNote, Zone } from '@haidang/domain';
import type { ChainedEntry, KnownKey, SignedEntries } from '@haidang/ledger';
import type { ReadCheckpoint, RouteFields } from '@haidang/store';
import type { DrawnTrack, TrackFigures } from './track-fold.js';

export type DossierLanguage = 'vi' | 'en';

/** A seal that closed a container before, and until when. */
export interface EarlierSeal {
  readonly container: string;
  readonly sealId: string;
  readonly until: Instant;
}

/** What a seal said on the way. */
export interface SealSaid {
  readonly sealId: string;
  readonly note: SealNote;
  readonly time: Instant;
  readonly receivedAt: Instant;
}

/** Everything that stands in a dossier, read in the scope of whom it is for. */
export interface DossierFacts {
  readonly transit: TransitView;
  readonly madeAt: Instant;
  readonly madeFor: { readonly name: string; readonly role: Role };
  /** Whether that role is told of alarms at all. */
  readonly seesAlarms: boolean;
  /** By their ids: what facilities, gates and organisations are called. */
  readonly names: ReadonlyMap<string, string>;
  /** The offices in charge of where it goes from and to. */
  readonly offices: { readonly from: string | null; readonly to: string | null };
  readonly route: RouteFields | undefined;
  readonly forbidden: readonly Pick<Zone, 'name' | 'geometry'>[];
  readonly earlierSeals: readonly EarlierSeal[];
  readonly track: TrackFigures;
  readonly drawn: readonly DrawnTrack[];
  readonly said: readonly SealSaid[];
  readonly timeline: readonly TimelineEntry[];
  /** By when they began. */
  readonly alarms: readonly AlarmView[];
  readonly ledger: readonly ChainedEntry[];
  /** Those of them that are signed, with what proves it. */
  readonly signed: readonly SignedEntries[];
  /** The ledger's public keys. */
  readonly keys: readonly KnownKey[];
  readonly checkpoint: ReadCheckpoint | undefined;
}
