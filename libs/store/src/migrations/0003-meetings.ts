import type { Migration } from './migration.js';

/** What two trucks are found to meet by: where each stood, for as long as late evidence may still come. */
export const meetings: Migration = {
  number: 3,
  name: 'meetings',
  sql: `
-- a stand of a seal, as the engine last told of it; one that goes on is written at every position: room for that on its page
create table stands (
  seal integer not null references seals (key) on delete cascade,
  transit_id text not null references transits on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz not null,
  open boolean not null,
  lat double precision not null,
  lon double precision not null,
  accuracy double precision not null,
  evidence_at timestamptz not null,
  primary key (seal, transit_id, from_at)
) with (fillfactor = 70);

-- the alarms of a pair of transits, which the cause names
create index alarms_of_pairs on alarms (cause) where kind = 'rendezvous';
`,
  series: [],
};
