import type { AlarmView } from '@haidang/contract';
import {
  acknowledge,
  alarmHistoryQuery,
  assign,
  comment,
  deskPeopleQuery,
  escalate,
  resolve,
  shelve,
  unshelve,
  type Resolution,
} from './alarms.js';
import {
  dispatchesQuery,
  dispatchTo,
  reportFromField,
  respondersQuery,
  uploadFrom,
  type Told,
} from './field.js';
import {
  picturesQuery,
  routesQuery,
  sealQuery,
  sealTrackQuery,
  trackQuery,
  transitQuery,
} from './queries.js';
import { reportedTransitsQuery } from './transits.js';

/**
 * What the desk's components ask and do. The platform's alarms stand behind it, or a sandbox in which somebody is trained: no component knows which, so
 * that what is learnt in the one holds in the other.
 */
export interface DeskApi {
  /** Alarms that are real stand beside it: the keys of every page are theirs, and the search is of the register. */
  readonly isBesideReal: boolean;
  /** A transit has a page of its own. */
  readonly hasTransits: boolean;
  /** Those who work at it hand it over to the next shift. */
  readonly hasShifts: boolean;
  /** What was found on a spot is told with pictures. */
  readonly takesPictures: boolean;
  /** Somebody opened it. */
  see(alarm: AlarmView): void;
  readonly acknowledge: (alarm: AlarmView) => Promise<AlarmView>;
  readonly assign: (alarm: AlarmView, toId: string) => Promise<AlarmView>;
  readonly comment: (alarm: AlarmView, text: string) => Promise<AlarmView>;
  readonly escalate: (alarm: AlarmView, reason: string) => Promise<AlarmView>;
  readonly shelve: (alarm: AlarmView, until: string, reason: string) => Promise<AlarmView>;
  readonly unshelve: (alarm: AlarmView) => Promise<AlarmView>;
  readonly resolve: (alarm: AlarmView, ending: Resolution, text: string) => Promise<AlarmView>;
  readonly dispatchTo: (alarm: AlarmView, patrolId: string, message: string) => Promise<AlarmView>;
  readonly reportFromField: (alarm: AlarmView, told: Told) => Promise<AlarmView>;
  readonly uploadFrom: (alarm: AlarmView, file: File) => Promise<string>;
  readonly history: typeof alarmHistoryQuery;
  readonly people: typeof deskPeopleQuery;
  readonly responders: typeof respondersQuery;
  readonly dispatches: typeof dispatchesQuery;
  readonly seal: typeof sealQuery;
  readonly track: typeof trackQuery;
  readonly sealTrack: typeof sealTrackQuery;
  readonly pictures: typeof picturesQuery;
  readonly transit: typeof transitQuery;
  readonly reported: typeof reportedTransitsQuery;
  readonly routes: typeof routesQuery;
}

/** The platform's own alarms. */
export const liveDesk: DeskApi = {
  isBesideReal: false,
  hasTransits: true,
  hasShifts: true,
  takesPictures: true,
  see: () => undefined,
  ...{ acknowledge, assign, comment, escalate, shelve, unshelve, resolve },
  ...{ dispatchTo, reportFromField, uploadFrom },
  history: alarmHistoryQuery,
  people: deskPeopleQuery,
  responders: respondersQuery,
  dispatches: dispatchesQuery,
  seal: sealQuery,
  track: trackQuery,
  sealTrack: sealTrackQuery,
  pictures: picturesQuery,
  transit: transitQuery,
  reported: reportedTransitsQuery,
  routes: routesQuery,
};
