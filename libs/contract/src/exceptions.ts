import {
  EARLY_ENDS,
  EXCEPTION_KINDS,
  EXCEPTION_STATES,
  INCIDENT_KINDS,
  SEAL_CAUSES,
  TRANSIT_STATES,
  type ExceptionKind,
  type ExceptionState,
  type TransitState,
} from '@haidang/domain';
import { z } from 'zod';
import { Id, LatLon, Time } from './common.js';
import { WithReason } from './keeping.js';
import { ApprovalBody } from './port.js';
import { ContainerNumber, SeenTransit, Vehicle } from './transits.js';

/** Of one exception. */
const MOST_EVIDENCE = 20;

/** What every exception says. `at`: when it happened, or holds from; without it, now. `evidence`: ids of what `/evidence` has. */
const Asked = {
  at: Time.optional(),
  reason: z.string().trim().min(1).max(500),
  evidence: z.array(z.uuid()).max(MOST_EVIDENCE).default([]),
};

const Containers = z.array(ContainerNumber).min(1).max(100);

/** `POST /transits/{id}/reroute`: it is judged by another route from then on. */
export const Reroute = z.object({ routeId: Id, ...Asked });
/** `POST /transits/{id}/replace-seal`: another e-seal closes the container from then on. */
export const ReplaceSeal = z.object({
  number: ContainerNumber.meta({ description: 'of the container' }),
  sealId: Id.meta({ description: 'the new seal' }),
  cause: z.enum(SEAL_CAUSES),
  ...Asked,
});
/** `POST /transits/{id}/change-vehicle`: all of it, or the containers that are named, travel by another vehicle. */
export const ChangeVehicle = z.object({ vehicle: Vehicle, containers: Containers.optional(), ...Asked });
/** `POST /transits/{id}/split`: these containers go on as a transit of their own, with its number. */
export const Split = z.object({
  id: Id.optional(),
  number: z.string().trim().min(1).max(50),
  containers: Containers,
  vehicle: Vehicle.optional(),
  ...Asked,
});
/** `POST /transits/{id}/end-early`: it has arrived at another facility, or was taken back to one. */
export const EndEarly = z.object({ facilityId: Id, outcome: z.enum(EARLY_ENDS), ...Asked });
/** `POST /transits/{id}/incident`: force majeure is reported (Circular 38/2015 as amended by 39/2018, Art. 50). Nobody approves it. */
export const Incident = z.object({
  kind: z.enum(INCIDENT_KINDS),
  text: z.string().trim().min(1).max(500),
  place: LatLon.optional(),
  at: Time.optional(),
  evidence: z.array(z.uuid()).max(MOST_EVIDENCE).default([]),
});

/** `POST /transits/{id}/exceptions/{exceptionId}/approve` and `/refuse`: on what the officer saw of the transit. */
export const ApproveException = ApprovalBody.extend(SeenTransit);
export const RefuseException = WithReason.extend(SeenTransit);

/** An exception as the API answers it. */
export interface ExceptionView {
  id: string;
  transitId: string;
  kind: ExceptionKind;
  state: ExceptionState;
  at: string;
  reason: string;
  /** What was asked for, as it was. */
  fields: Record<string, unknown>;
  evidence: string[];
  container?: string | undefined;
  /** What it changed, and into what: routes, seals, plates, numbers, facilities. */
  was?: string | undefined;
  isNow?: string | undefined;
  askedAt: string;
  askedBy?: string | undefined;
  decidedAt?: string | undefined;
  /** The officer who approved or refused it, or who asked for it and withdrew it, with their words. */
  decidedBy?: string | undefined;
  decision?: string | undefined;
}

/** `GET /exceptions`: with what a list says of its transit. */
export interface ListedExceptionView extends ExceptionView {
  transit: {
    number: string;
    from: string;
    to: string;
    routeId: string;
    state: TransitState;
    /** For whoever may decide. */
    revision?: number | undefined;
  };
  /** It waits for whoever asks: an officer of the office of departure or of the centre who did not ask for it themselves. */
  mayDecide: boolean;
  /** Who asks has asked for it, and nobody has decided on it yet. */
  mayWithdraw: boolean;
}

const text = z.string();
const time = text.meta({ format: 'date-time' });

const view = z.object({
  id: z.uuid(),
  transitId: text,
  kind: z.enum(EXCEPTION_KINDS),
  state: z
    .enum(EXCEPTION_STATES)
    .meta({ description: '`waiting` for an officer; `withdrawn` by who asked; an incident is `reported`' }),
  at: time.meta({ description: 'when it happened, or holds from' }),
  reason: text,
  fields: z.record(text, z.unknown()).meta({ description: 'what was asked for' }),
  evidence: z.array(z.uuid()),
  container: text.optional(),
  was: text.optional().meta({ description: 'what it changed: a route, seal, plate, number or facility' }),
  isNow: text.optional().meta({ description: 'and into what' }),
  askedAt: time,
  askedBy: text.optional(),
  decidedAt: time.optional(),
  decidedBy: text.optional(),
  decision: text.optional().meta({ description: "the officer's words, or of who withdrew it" }),
});

export const ExceptionAnswer: z.ZodType<ExceptionView> = view.meta({ id: 'TransitException' });

export const ListedExceptionAnswer: z.ZodType<ListedExceptionView> = view
  .extend({
    transit: z.object({
      ...{ number: text, from: text, to: text, routeId: text, state: z.enum(TRANSIT_STATES) },
      revision: z.int().min(0).optional().meta({ description: 'of the transit, for whoever may decide' }),
    }),
    mayDecide: z.boolean().meta({
      description:
        'it waits for whoever asks: an officer of the office of departure or the centre who did not ask for it themselves',
    }),
    mayWithdraw: z
      .boolean()
      .meta({ description: 'whoever asks has asked for it, and nobody has decided on it yet' }),
  })
  .meta({ id: 'ListedException' });
