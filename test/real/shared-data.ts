import { existsSync } from 'node:fs';
import path from 'node:path';

/** Real recordings and areas lie beside the clone and are never copied into it. */
const SHARED_DATA = path.resolve(import.meta.dirname, '../../../shared/data');

export const CAPMETRO = path.join(SHARED_DATA, 'gps/capmetro-2016-03-22.csv');
export const PROVINCES = path.join(SHARED_DATA, 'zones/vn-provinces');
export const JTS = path.join(SHARED_DATA, 'zones/jts/general');
export const CAMERA_EVENTS = path.join(SHARED_DATA, 'cameras/gate-camera-events.json');

/** What `describeNeeding` is told: undefined when all is there. */
export function missing(file: string): string | undefined {
  return existsSync(file) ? undefined : `../shared/data/${path.relative(SHARED_DATA, file)} is not there`;
}
