import type { Migration } from './migration.js';

/** Lists of transits by when they departed or arrived are read from their newest on, as those by when they were registered are. */
export const transitsByMove: Migration = {
  number: 41,
  name: 'transits-by-move',
  sql: `
create index transits_by_departure on transits (departed_at desc, id desc) where departed_at is not null;
create index transits_by_arrival on transits (arrived_at desc, id desc) where arrived_at is not null;
`,
  series: [],
};
