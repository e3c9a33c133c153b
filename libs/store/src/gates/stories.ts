import type {
  Direction,
  EligibilityState,
  HoldReason,
  Instant,
  LatLon,
  Metres,
  PortForm,
  Verdict,
} from '@haidang/domain';
import type { Pool } from 'pg';

/**
 * What is known of one container at gates: facts as they were said, each by its own time. Nothing in it depends on the order in which they
 * came, but for the decisions of gates, which are facts themselves.
 */
export interface StoryRecord {
  /** A true container number. */
  readonly container: string;
  /** Everything since then is in it. */
  readonly since: Instant;
  /** Where it stood by then; null: nowhere that is known. */
  readonly stood: { readonly facilityId: string; readonly since: Instant } | null;
  /** Those in which its number was read surely. */
  readonly passages: readonly SeenPassage[];
  /** Landings (14) and exits (21, 32) that stand. */
  readonly reports: readonly Report[];
  /** When a vessel took it, and where: it has left, by no gate. */
  readonly loadings: readonly Loading[];
  readonly eligibilities: readonly EligibilityFact[];
  /** Its transits. */
  readonly legs: readonly Leg[];
}

/** A place at which something happens, and whether a port answers for it. */
export interface Site {
  readonly facilityId: string;
  /** Somebody runs it who reports to customs. */
  readonly isReported: boolean;
  readonly place: LatLon;
}

export interface SeenPassage extends Site {
  readonly gateId: string;
  readonly id: string;
  readonly time: Instant;
  readonly receivedAt: Instant;
  readonly direction: Direction;
  /** Normalised; null also where it was read badly. */
  readonly plate: string | null;
  /** As it was decided at the gate. */
  readonly decided: Verdict;
  readonly reasons: readonly HoldReason[];
  /** The last word of an officer. */
  readonly override: Verdict | null;
  /** The seals that closed it then: what each said nearest to the passage, and afterwards. */
  readonly seals: readonly SealNear[];
  /** Another container whose papers name this plate then. */
  readonly plateOf: string | null;
}

/** Where a seal was. */
export interface Spot {
  readonly time: Instant;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: Metres | null;
  readonly receivedAt: Instant;
}

/** A seal about a passage. */
export interface SealNear {
  readonly sealId: string;
  readonly transitId: string;
  /** The nearest that it was placed within ten minutes; null: not at all. */
  readonly near: Spot | null;
  /** Of what was held at an exit: the first that is kilometres away, afterwards. */
  readonly away: Spot | null;
  /** Of what was let out: the first after half an hour. */
  readonly after: Spot | null;
}

export interface Report extends Site {
  readonly gateId: string | null;
  readonly form: PortForm;
  readonly number: string;
  readonly direction: Direction;
  readonly time: Instant;
  readonly receivedAt: Instant;
  /** The eligibility that it used up. */
  readonly eligibilityId: string | null;
  /** Whether the cameras of the place saw anything go out about then. */
  readonly isWatched: boolean;
  /** What else they saw go out about then: one of them may be this one, misread. */
  readonly strays: readonly Stray[];
}

/** By a departure manifest. */
export interface Loading {
  readonly facilityId: string;
  readonly time: Instant;
}

/** A vehicle as a camera read it. */
export interface Stray {
  readonly container: string | null;
  readonly plate: string | null;
}

/** An eligibility (form 04) as it is, and when that changed last. */
export interface EligibilityFact {
  readonly id: string;
  readonly facilityId: string;
  readonly state: EligibilityState;
  readonly plate: string | null;
  readonly officerConfirmed: boolean;
  readonly issuedAt: Instant;
  readonly changedAt: Instant;
  readonly validUntil: Instant | null;
  readonly usedAt: Instant | null;
}

/** Its part in a transit, from the facility of departure, which is the site, to that of destination. */
export interface Leg extends Site {
  readonly transitId: string;
  readonly sealId: string | null;
  readonly toId: string;
  /** All plates that were declared for it, of trucks and trailers. */
  readonly plates: readonly string[];
  readonly registeredAt: Instant;
  readonly approvedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** What gates saw of it, as it was last written down. */
  readonly gate: { readonly departedAt: Instant | null; readonly arrivedAt: Instant | null };
  /** When its only seal was found to have left the facility of departure; null: not found, or there are several. */
  readonly sealLeftAt: Instant | null;
  /** Whether the cameras of the facility of departure saw anything go out then, and what. */
  readonly isWatched: boolean;
  readonly strays: readonly Stray[];
}

/** More passages of one container in so short a time are no story; the newest are told. */
const MOST_PASSAGES = 200;
const MOST_STRAYS = 300;
/** A reading that is less sure is nobody's. */
const SURE = 0.5;

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::int8`;
const spot = (
  alias: string,
) => `json_build_object('time', ${ms(`${alias}.time`)}, 'lat', ${alias}.lat, 'lon', ${alias}.lon,
  'accuracy', ${alias}.accuracy, 'receivedAt', ${ms(`${alias}.received_at`)})`;
/** The first fix of a seal that has a position. */
const fix = (where: string, order = 'x.time, x.seq') => `(select ${spot('x')} from fixes x
  where x.seal = l.seal_key and x.lat is not null and ${where} order by ${order} limit 1)`;
const plain = (plate: string) => `upper(regexp_replace(${plate}, '[[:space:]._-]', '', 'g'))`;

/** A passage out of a facility about a time. */
const seenOut = (facility: string, from: string, to: string) => `exists (
  select from gates g join passages w on w.gate_id = g.id and w.time between ${from} and ${to}
  where g.facility_id = ${facility} and w.direction = 'out')`;

/** What else went out of a facility about a time, the nearest in time first. */
const strays = (facility: string, at: string, before: string, after: string, own: string) => `(
  select coalesce(json_agg(json_build_object('container', s.container, 'plate', s.plate)), '[]') from (
    select w.container, w.plate from gates g join passages w on w.gate_id = g.id
      and w.time between ${at} - interval '${before}' and ${at} + interval '${after}'
    where g.facility_id = ${facility} and w.direction = 'out' and w.container is distinct from ${own}
    order by abs(extract(epoch from w.time - ${at})), w.gate_id, w.id limit ${MOST_STRAYS}) s)`;

/**
 * The seals of a passage are those that closed it then, by the transits' papers, replaced ones as well; a transit's plates are those of all trucks
 * that carried it. Clocks of cameras and of our own differ: what was sealed, issued or
 * registered within five minutes after a passage was so before it.
 */
const STORIES = `
  with asked as materialized (select distinct unnest($1::text[]) as container),
  legs as materialized (
    select c.number as container, t.id, c.seal_id, s.key as seal_key, c.begins, t.from_id, t.to_id,
      array(select distinct ${plain('p')} from (
        select p from unnest(array[c.plate, c.trailer]) p where coalesce(c.means, 'truck') = 'truck'
        union all select p from unnest(array[t.plate, t.trailer]) p where coalesce(t.means, 'truck') = 'truck' and c.plate is null
        union all select regexp_split_to_table(x.was, ', | \\+ ') from transit_exceptions x
          where x.transit_id in (t.id, t.split_from) and x.kind = 'change_vehicle' and x.state = 'approved') carried (p)
        where p is not null) as plates,
      least(t.created_at, (select min(x.at) from transit_steps x where x.transit_id = t.id)) as registered_at,
      (select max(x.at) from transit_steps x where x.transit_id = t.id and x.step = 'seal') as sealed_at,
      t.approved_at, t.arrived_at, t.ended_at,
      case when (select count(*) from transit_containers o where o.transit_id = t.id) = 1 then j.departed_at end as seal_left_at
    from asked a join transit_containers c on c.number = a.container join transits t on t.id = c.transit_id
      left join seals s on s.id = c.seal_id left join transit_journeys j on j.transit_id = t.id
    where t.ended_at is null or t.ended_at >= $2
  ), closings as materialized (
    select l.container, l.id, l.seal_id, l.seal_key, l.sealed_at, l.arrived_at, l.ended_at, l.begins, null::timestamptz as ends
    from legs l where l.seal_key is not null
    union all
    select p.number, p.transit_id, p.seal_id, s.key,
      (select max(x.at) from transit_steps x where x.transit_id = p.transit_id and x.step = 'seal'), null, null, p.begins, p.ends
    from asked a join past_seals p on p.number = a.container join seals s on s.id = p.seal_id where p.ends >= $2
  ), seen as materialized (
    select p.*, g.facility_id, g.lat, g.lon, f.operator_id, o.verdict as override,
      coalesce(o.verdict, p.decision ->> 'verdict') = 'pass' as passed
    from asked a
      cross join lateral (select * from passages q where q.container = a.container and q.time >= $2
        order by q.time desc limit ${MOST_PASSAGES}) p
      join gates g on g.id = p.gate_id join facilities f on f.id = g.facility_id
      left join lateral (select v.verdict from passage_overrides v where v.gate_id = p.gate_id and v.passage_id = p.id
        order by v.at desc limit 1) o on true
    where coalesce(p.container_confidence, 1) >= ${SURE}
  )
  select a.container,
    coalesce((select case when count(*) >= ${MOST_PASSAGES} then ${ms('min(p.time)')} end from seen p where p.container = a.container),
      ${ms('$2::timestamptz')}) as since,
    (select json_build_object('facilityId', y.facility_id, 'since', ${ms('y.in_at')}) from stays y
      where y.container = a.container and y.in_at < $2 and (y.out_at is null or y.out_at >= $2) and y.state <> 'withdrawn'
      order by y.in_at desc, y.id limit 1) as stood,
    (select coalesce(json_agg(json_build_object('gateId', p.gate_id, 'id', p.id, 'facilityId', p.facility_id,
        'isReported', p.operator_id is not null, 'place', json_build_object('lat', p.lat, 'lon', p.lon),
        'time', ${ms('p.time')}, 'receivedAt', ${ms('p.received_at')}, 'direction', p.direction,
        'plate', case when coalesce(p.plate_confidence, 1) >= ${SURE} then p.plate end,
        'decided', p.decision -> 'verdict', 'reasons', p.decision -> 'reasons', 'override', p.override,
        'seals', (select coalesce(json_agg(json_build_object('sealId', l.seal_id, 'transitId', l.id,
            'near', ${fix(
              `x.time between p.time - interval '10 minutes' and p.time + interval '10 minutes'`,
              'abs(extract(epoch from x.time - p.time)), x.time, x.seq',
            )},
            'away', case when p.direction = 'out' and not p.passed then ${fix(
              `x.time between p.time and p.time + interval '12 hours' and (abs(x.lat - p.lat) > 0.05 or abs(x.lon - p.lon) > 0.05)
               and coalesce(x.accuracy, 0) <= 1000`,
            )} end,
            'after', case when p.direction = 'out' and p.passed then ${fix(
              `x.time between p.time + interval '30 minutes' and p.time + interval '6 hours' and coalesce(x.accuracy, 0) <= 200`,
            )} end)), '[]')
          from closings l where l.container = p.container and l.sealed_at <= p.time + interval '5 minutes'
            and (l.begins is null or l.begins <= p.time) and (l.ends is null or l.ends > p.time) and (l.arrived_at is null or l.arrived_at >= p.time) and (l.ended_at is null or l.ended_at >= p.time)),
        'plateOf', case when p.plate is not null then (
          select min(other) from (
            select e.container as other from eligibilities e
            where e.plate is not null and ${plain('e.plate')} = p.plate and e.facility_id = p.facility_id and e.container <> p.container
              and e.issued_at between p.time - interval '30 days' and p.time + interval '5 minutes'
              and (e.used_at is null or e.used_at >= p.time - interval '1 hour') and (e.state in ('eligible', 'used') or e.changed_at > p.time)
            union all
            select c.number from (
              select t.id, t.created_at, t.ended_at, null::text as number from transits t where ${plain('t.plate')} = p.plate
              union all select t.id, t.created_at, t.ended_at, o.number from transit_containers o join transits t on t.id = o.transit_id
                where o.plate is not null and ${plain('o.plate')} = p.plate) t
              join transit_containers c on c.transit_id = t.id and (c.number = t.number or (t.number is null and c.plate is null))
            where c.number <> p.container and t.created_at <= p.time + interval '5 minutes' and (t.ended_at is null or t.ended_at >= p.time)
              and not exists (select from transit_containers own where own.transit_id = t.id and own.number = p.container)) others) end
      )), '[]') from seen p where p.container = a.container) as passages,
    (select coalesce(json_agg(json_build_object('gateId', g.id, 'facilityId', m.facility_id, 'isReported', true,
        'place', json_build_object('lat', coalesce(g.lat, f.lat), 'lon', coalesce(g.lon, f.lon)), 'form', m.form, 'number', m.number,
        'direction', case when m.form = '14' then 'in' else 'out' end, 'time', ${ms('m.at')}, 'receivedAt', ${ms('m.received_at')},
        'eligibilityId', m.eligibility_id,
        'isWatched', alone.is and ${seenOut('m.facility_id', "m.at - interval '2 hours'", "m.at + interval '15 minutes'")},
        'strays', case when alone.is then ${strays('m.facility_id', 'm.at', '15 minutes', '15 minutes', 'm.container')} else '[]' end
      )), '[]')
      from port_messages m join facilities f on f.id = m.facility_id
        left join lateral (select g.id, g.lat, g.lon from gates g where g.facility_id = m.facility_id order by g.id limit 1) g on true
        cross join lateral (select m.form <> '14' and not exists (select from passages own where own.container = m.container
          and own.direction = 'out' and own.time between m.at - interval '1 hour' and m.at + interval '1 hour') as is) alone
      where m.container = a.container and m.form in ('14', '21', '32') and m.state = 'taken' and m.at >= $2
        and m.received_at >= $2::timestamptz - interval '1 hour') as reports,
    (select coalesce(json_agg(json_build_object('facilityId', l.facility_id, 'time', ${ms('l.loaded_at')})), '[]')
      from loaded_containers l where l.container = a.container and l.loaded_at >= $2) as loadings,
    (select coalesce(json_agg(json_build_object('id', e.id, 'facilityId', e.facility_id, 'state', e.state, 'plate', ${plain('e.plate')},
        'officerConfirmed', e.officer_confirmed, 'issuedAt', ${ms('e.issued_at')}, 'changedAt', ${ms('e.changed_at')},
        'validUntil', ${ms('e.valid_until')}, 'usedAt', ${ms('e.used_at')})), '[]')
      from eligibilities e where e.container = a.container and (e.state in ('eligible', 'suspended') or e.changed_at >= $2)) as eligibilities,
    (select coalesce(json_agg(json_build_object('transitId', l.id, 'sealId', l.seal_id, 'facilityId', l.from_id, 'toId', l.to_id,
        'isReported', f.operator_id is not null, 'place', json_build_object('lat', f.lat, 'lon', f.lon), 'plates', l.plates,
        'registeredAt', ${ms('l.registered_at')}, 'approvedAt', ${ms('l.approved_at')}, 'endedAt', ${ms('l.ended_at')},
        'gate', (select json_build_object('departedAt', ${ms('min(w.departed_at)')}, 'arrivedAt', ${ms('min(w.arrived_at)')})
          from gate_witnesses w where w.transit_id = l.id and w.container = l.container),
        'sealLeftAt', ${ms('l.seal_left_at')},
        'isWatched', coalesce(unseen.is and ${seenOut('l.from_id', "l.seal_left_at - interval '2 hours'", "l.seal_left_at + interval '15 minutes'")}, false),
        'strays', case when unseen.is then ${strays('l.from_id', 'l.seal_left_at', '1 hour', '15 minutes', 'l.container')} else '[]' end
      )), '[]') from legs l join facilities f on f.id = l.from_id
        cross join lateral (select l.seal_left_at is not null and not exists (select from passages own where own.container = l.container
          and own.direction = 'out' and own.time between l.seal_left_at - interval '2 hours' and l.seal_left_at + interval '2 hours') as is) unseen
      where l.container = a.container) as legs
  from asked a`;

/**
 * The stories of these containers since a time, in one query: each part is found by its own index.
 * @param containers true container numbers
 */
export async function readStories(
  db: Pool,
  containers: readonly string[],
  since: Instant,
): Promise<StoryRecord[]> {
  const { rows } = await db.query<Omit<StoryRecord, 'since'> & { since: string }>({
    name: 'read-stories',
    text: STORIES,
    values: [[...containers], new Date(since)],
  });
  return rows.map((row) => ({ ...row, since: Number(row.since) }));
}

/** Containers of which something came in since a time: passages, reports and what was decided on them, overrides, departure manifests, steps of their transits. */
export async function readTouchedSince(db: Pool, since: Instant, oldest: Instant): Promise<string[]> {
  const { rows } = await db.query<{ container: string }>(
    `select container from passages where received_at >= $1 and time >= $2 and container is not null
     union select container from port_messages where container is not null and (received_at >= $1 or decided_at >= $1)
     union select m.container from port_messages m join port_messages by on by.corrects = m.id
       where m.container is not null and by.decided_at >= $1
     union select container from eligibilities where container is not null and changed_at >= $1
     union select l.container from manifests m join loaded_containers l on l.manifest_id = m.id where m.created_at >= $1
     union select p.container from passage_overrides o join passage_keys k on k.gate_id = o.gate_id and k.id = o.passage_id
       join passages p on p.gate_id = k.gate_id and p.id = k.id and p.time = k.time
       where o.at >= $1 and p.container is not null
     union select c.number from transit_steps s join transit_containers c on c.transit_id = s.transit_id where s.recorded_at >= $1`,
    [new Date(since), new Date(oldest)],
  );
  return rows.map(({ container }) => container);
}

/** What seals close, or closed of transits that ended since a time. */
export async function readContainersOfSeals(
  db: Pool,
  sealIds: readonly string[],
  endedSince: Instant,
): Promise<string[]> {
  const { rows } = await db.query<{ number: string }>(
    `select c.number from transit_containers c join transits t on t.id = c.transit_id
     where c.seal_id = any ($1::text[]) and (t.ended_at is null or t.ended_at >= $2)
     union select number from past_seals where seal_id = any ($1::text[]) and ends >= $2`,
    [[...sealIds], new Date(endedSince)],
  );
  return rows.map(({ number }) => number);
}

/** Whose exits a facility's port reported about the times at which its cameras' late passages were: they may have been seen after all. */
export async function readReportedExits(
  db: Pool,
  places: readonly { readonly facilityId: string; readonly time: Instant }[],
): Promise<string[]> {
  if (places.length === 0) return [];
  const { rows } = await db.query<{ container: string }>(
    `select distinct m.container from unnest($1::text[], $2::timestamptz[]) as p (facility_id, time)
     join port_messages m on m.facility_id = p.facility_id and m.form in ('21', '32') and m.container is not null
       and m.at between p.time - interval '15 minutes' and p.time + interval '2 hours'`,
    [places.map(({ facilityId }) => facilityId), places.map(({ time }) => new Date(time))],
  );
  return rows.map(({ container }) => container);
}
