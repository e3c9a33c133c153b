export { firstOn, windowAt, type Window } from './calendar.js';
export type { Episode } from './episode.js';
export type { Plan } from './plan.js';
export type { ForbiddenZoneState, Visit } from './rules/forbidden-zone.js';
export type { OffRouteState } from './rules/off-route.js';
export { resumeWatch, startWatch, STATE_VERSION, type RuleStates, type WatchState } from './state.js';
export { step, stepAll, type Step } from './step.js';
export { type Sighting, type Track } from './track.js';
