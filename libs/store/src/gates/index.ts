export { PapersChanged, takeEffect, usedBy, type PapersEffect } from './effects.js';
export { readGatesHeard } from './heard.js';
export { readAllPapers, readPapers, type PapersRecord } from './papers.js';
export { writeWitnesses, type GateWitness } from './witnesses.js';
export { readJoinMark, writeJoinMark } from './join-mark.js';
export {
  readContainersOfSeals,
  readReportedExits,
  readStories,
  readTouchedSince,
  type EligibilityFact,
  type Leg,
  type Report,
  type SealNear,
  type SeenPassage,
  type Site,
  type Spot,
  type Stray,
  type Loading,
  type StoryRecord,
} from './stories.js';
export {
  listAllPassages,
  type ListedPassage,
  type PassageFilter,
  type PassagePlace,
} from './passage-list.js';
