import { MINUTE, REPORT_WITHIN, type Instant, type Millis } from '@haidang/domain';
import { isPerhapsSeen } from '../strays.js';
import type { Movement } from '../movements.js';
import { about, found, type JoinRule } from '../telling.js';

/** Circular 38/2015 as amended: an exit is reported within 15 minutes (form 21). */
const WITHIN: Millis = REPORT_WITHIN['21']!;
/** A camera may send later what it saw. */
export const GRACE: Millis = 15 * MINUTE;

/** `gate_out_unreported`: a camera saw it leave, and the port has not said so in time. It ends with the report. */
export const unreported: JoinRule = {
  *findings({ story, movements, now }) {
    for (const one of movements) {
      const due = reportDue(one);
      if (due === null || now < due) continue;
      const reported = reportedAt(one);
      if (reported !== null && reported <= due) continue;
      const { measured, ...rest } = about(story, one);
      yield found(story, {
        ...rest,
        kind: 'gate_out_unreported',
        severity: 'minor',
        start: due,
        end: reported,
        settings: { within: WITHIN },
        measured: { ...measured, left: one.time },
      });
    }
  },
  *dues({ movements }) {
    for (const one of movements) {
      const due = reportDue(one);
      if (due !== null && reportedAt(one) === null) yield due;
    }
  },
};

/** `gate_out_unseen`: the port said that it left, and no camera saw it, where cameras see. */
export const unseen: JoinRule = {
  *findings({ story, movements, now }) {
    for (const one of movements) {
      const due = sightDue(one);
      if (due === null || now < due || !one.reports.some(({ isWatched }) => isWatched)) continue;
      const strays = one.reports.flatMap((report) => report.strays);
      if (isPerhapsSeen(story, strays, one.time)) continue;
      yield found(story, { ...about(story, one), kind: 'gate_out_unseen', severity: 'major' });
    }
  },
  *dues({ movements }) {
    for (const one of movements) {
      const due = sightDue(one);
      if (due !== null) yield due;
    }
  },
};

function reportDue({ direction, moved, passages, time }: Movement): Instant | null {
  if (direction === 'in' || (moved !== 'passed' && moved !== 'told_late' && moved !== 'reported'))
    return null;
  return passages[0]?.isReported === true ? time + WITHIN : null;
}

function reportedAt({ reports }: Movement): Instant | null {
  return reports.length === 0 ? null : Math.min(...reports.map(({ receivedAt }) => receivedAt));
}

function sightDue({ direction, passages, reports }: Movement): Instant | null {
  if (direction === 'in' || passages.length > 0) return null;
  return Math.min(...reports.map(({ time, receivedAt }) => Math.max(time, receivedAt))) + GRACE;
}
