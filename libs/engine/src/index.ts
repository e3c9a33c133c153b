export { firstOn, windowAt, type Window } from './calendar.js';
export { dueBy } from './due.js';
export { etaOf, type Eta } from './eta.js';
export { overlap, type Episode } from './episode.js';
export {
  compareEvents,
  compareOrder,
  orderOf,
  type EventOrder,
  type FixEvent,
  type WatchEvent,
} from './event.js';
export type { AttachEvent, RemoveEvent, ResolveEvent, TickEvent, TransitStepEvent } from './event.js';
export { planAt, type Plan } from './plan.js';
export {
  milestoneOf,
  misjudgedSince,
  revise,
  type Correction,
  type Revision,
  type Standing,
} from './revise.js';
export { reconcile, type Reconciled } from './reconcile.js';
export {
  keepWatch,
  lastEvent,
  nextDue,
  outliersOf,
  placeOnRoute,
  resumeWatch,
  startWatch,
  STATE_VERSION,
  trackOf,
  type KeptWatch,
  type WatchState,
} from './state.js';
export { WatchShelf } from './shelf.js';
export { memoryOf } from './rules/index.js';
export type { JourneyState } from './rules/journey.js';
export { step, stepAll, type Step } from './step.js';
export { believe, NO_TRACK, type Sighting, type Track } from './track.js';
export { meetings, pairOf, type Meeting } from './meeting/meetings.js';
export { reviseMeetings } from './meeting/revise-meetings.js';
export { StandIndex } from './meeting/stand-index.js';
export type { Stand, StandRevision } from './meeting/stand.js';
export {
  Reception,
  type HeardChange,
  type Message,
  type ReceptionFacts,
  type ReceptionStage,
} from './reception/reception.js';
export {
  DEFAULT_RECEPTION,
  type Listening,
  type ReceptionSettings,
  type SealReception,
  type SealRules,
} from './reception/seal.js';
export {
  etaOfTransit,
  findingsOf,
  journeyOf,
  proposalOf,
  type CheckpointFinding,
  type Findings,
  type Proposal,
  type TransitJourney,
  type TransitStage,
} from './transit-journey.js';
