import {
  AFTER_EXPIRY,
  CONFIRMS,
  DAY,
  LIST_MINUTES,
  OFFLINE_POLICY,
  SECOND,
  ZONE_KINDS,
  type Rules,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, LatLon, Name, Time } from './common.js';

/** `[lon, lat]`, as GeoJSON has it; a third number (height) is taken and dropped. */
export const GeoPosition = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .rest(z.number())
  .transform(([lon, lat]): [number, number] => [lon, lat]);

const Ring = z
  .array(GeoPosition)
  .min(4)
  // asked also of a ring that is too short
  .refine((r) => r[0]?.[0] === r.at(-1)?.[0] && r[0]?.[1] === r.at(-1)?.[1], {
    message: 'a ring ends where it begins',
  });

export const ZoneGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
  z.object({ type: z.literal('Circle'), center: LatLon, radius: z.number().positive().max(500_000) }),
]);

export const ZoneCalendar = z.object({
  offset: z.int().min(-840).max(840),
  spans: z
    .array(
      z.object({
        days: z.array(z.int().min(0).max(6)).min(1),
        from: z.int().min(0).max(1440),
        to: z.int().min(0).max(1440),
      }),
    )
    .min(1),
  since: Time.optional().meta({
    format: 'date-time',
    description: 'off before then, whatever the week says',
  }),
});

export const Zone = z.object({
  id: Id,
  name: Name,
  kind: z.enum(ZONE_KINDS),
  geometry: ZoneGeometry,
  calendar: ZoneCalendar.optional(),
  facilityId: Id.optional(),
});
export type Zone = z.infer<typeof Zone>;

const metres = () => z.number().positive().max(100_000).meta({ description: 'metres' });
const kilometresPerHour = () => z.number().positive().max(10_000).meta({ description: 'km/h' });
const fixes = () => z.int().min(1).max(100).meta({ description: 'fixes' });
/** Up to 30 days. */
const span = (least = 0) =>
  z
    .int()
    .min(least)
    .max(30 * DAY)
    .meta({ description: 'milliseconds' });
/** A second or more: what these wait for would otherwise be there at once. */
const wait = () => span(SECOND);

/** Each of the numbers of libs/domain `Rules`, where names and units are explained; docs/alarms.md has them by rule. */
const settings = {
  maxAccuracy: metres(),
  defaultAccuracy: metres(),
  maxSpeed: kilometresPerHour(),
  jumpFixes: fixes(),
  maxGap: wait(),
  endFixes: fixes(),
  rejoin: span(),
  offRouteFixes: fixes(),
  offRouteAfter: span(),
  offRouteCritical: z.number().positive().max(1_000).meta({ description: 'half-widths' }),
  reverseBy: metres(),
  reverseEnd: metres(),
  stopAfter: wait(),
  stopRadius: metres(),
  movingSpeed: kilometresPerHour(),
  jammingAfter: wait(),
  wrongPasswords: z.int().min(0).max(100).meta({ description: 'wrong passwords' }),
  passwordWindow: wait(),
  unarmedBy: metres(),
  // the two together are a level that a battery can have
  lowBattery: z.number().min(0).max(50).meta({ description: 'percent' }),
  batteryHysteresis: z.number().min(0).max(50).meta({ description: 'percentage points' }),
  wrongDestinationAfter: span(),
  arrivalAfter: span(),
  rendezvousRadius: metres(),
  rendezvousAfter: wait(),
  signalLostAfter: wait(),
  signalLostCritical: wait(),
  deadStretchAfter: wait(),
  clockDrift: wait(),
} satisfies Record<keyof Rules, z.ZodNumber>;

/** Any of them. */
export const RuleSettings = z.object(settings).partial();

export const Leg = z.object({
  line: z.object({ type: z.literal('LineString'), coordinates: z.array(GeoPosition).min(2) }),
  halfWidth: z.number().positive().max(100_000),
  stops: z.array(Id).default([]),
  checkpoints: z.array(Id).default([]),
});

export const Route = z.object({
  id: Id,
  name: Name,
  from: Id,
  to: Id,
  legs: z.array(Leg).min(1),
  rules: RuleSettings.optional(),
});
export type Route = z.infer<typeof Route>;

export const ORGANISATION_KINDS = [
  'centre',
  'department',
  'office',
  'port_operator',
  'warehouse_operator',
  'carrier',
] as const;
export const Organisation = z.object({
  id: Id,
  name: Name,
  kind: z.enum(ORGANISATION_KINDS),
  parentId: Id.optional(),
  secondFactor: z.enum(['optional', 'required']).optional().meta({
    description: 'whether its people must have a second factor to sign in; left out: each decides',
  }),
  signatures: z.enum(['off', 'flag', 'require']).optional().meta({
    description:
      'what becomes of its messages without a good signature: nothing (off, when it is left out), they are flagged, or they are refused',
  }),
});
export type Organisation = z.infer<typeof Organisation>;

export const FACILITY_KINDS = [
  'seaport',
  'icd',
  'bonded_warehouse',
  'cfs',
  'rail_station',
  'border_gate',
  'office',
] as const;
export const Facility = z.object({
  id: Id,
  name: Name,
  kind: z.enum(FACILITY_KINDS),
  /** UN/LOCODE, where it has one. */
  locode: z
    .string()
    .regex(/^[A-Z]{2}[A-Z2-9]{3}$/)
    .optional(),
  customsCode: z.string().max(20).optional(),
  place: LatLon,
  organisationId: Id.optional().meta({ description: 'the customs office that answers for it' }),
  operatorId: Id.optional().meta({ description: 'the organisation that runs it' }),
  confirms: z.enum(CONFIRMS).optional().meta({
    description:
      'who takes a departure from here, or an arrival here, that was detected: an officer (when it is left out), or the platform itself',
  }),
  offline: z
    .object({
      listMinutes: z
        .int()
        .min(LIST_MINUTES.least)
        .max(LIST_MINUTES.most)
        .default(OFFLINE_POLICY.listMinutes)
        .meta({ description: 'how long the eligible list is good for' }),
      afterExpiry: z.enum(AFTER_EXPIRY).default(OFFLINE_POLICY.afterExpiry).meta({
        description: 'hold: nothing leaves by a list that has expired; allow_listed: what is on it leaves',
      }),
    })
    .optional()
    .meta({ description: 'how its gates work without a network; left out: four hours, then hold' }),
  cards: z
    .array(z.string().trim().min(1).max(64))
    .max(10_000)
    .refine((cards) => new Set(cards).size === cards.length, { message: 'a card stands in it twice' })
    .optional()
    .meta({
      description:
        'the cards that may open seals of arrived transits here; left out: no list is kept, and any card may',
    }),
});
export type Facility = z.infer<typeof Facility>;

export const Gate = z.object({ id: Id, name: Name, facilityId: Id, place: LatLon });
export type Gate = z.infer<typeof Gate>;

/** An e-seal of the register. */
export const Seal = z.object({
  id: Id,
  model: z.string().max(100).optional(),
  /** Seconds between two fixes when nothing happens; a seal is stale when it missed three of them. */
  interval: z.int().positive().max(86_400).default(30),
  organisationId: Id.optional(),
});
export type Seal = z.infer<typeof Seal>;
