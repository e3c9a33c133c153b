import type { Migration } from './migration.js';

/** By what the join of gates, papers and seals finds the facts of a container, and what it told of it. */
export const join: Migration = {
  number: 23,
  name: 'join',
  sql: `
create index alarms_by_container on alarms (container_number, start_at) where container_number is not null;
create index alarms_going_on on alarms (kind) where end_at is null;

-- what came in since a time, at a start; passages grow with the place on disk
create index passages_by_arrival on passages using brin (received_at) with (pages_per_range = 32);
create index port_messages_by_age on port_messages (received_at);
create index port_messages_by_decision on port_messages (decided_at) where decided_at is not null;
create index eligibilities_by_change on eligibilities using brin (changed_at) with (pages_per_range = 32);
create index passage_overrides_by_age on passage_overrides (at);

-- whose truck it is, by its plate as gates read it
create index eligibilities_by_plate on eligibilities (upper(regexp_replace(plate, '[[:space:]._-]', '', 'g')), facility_id, issued_at)
  where plate is not null;
create index transits_by_plate on transits (upper(regexp_replace(plate, '[[:space:]._-]', '', 'g')));

-- exits that were reported about the time of a late passage
create index port_exits_by_place on port_messages (facility_id, at) where form in ('21', '32');
`,
  series: [],
};
