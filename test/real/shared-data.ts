import { existsSync } from 'node:fs';
import path from 'node:path';

/** Real recordings lie beside the clone and are never copied into it. */
const SHARED_DATA = path.resolve(import.meta.dirname, '../../../shared/data');

export const CAPMETRO = path.join(SHARED_DATA, 'gps/capmetro-2016-03-22.csv');

/** What `describeNeeding` is told: undefined when the recording is there. */
export const capmetroIsMissing: string | undefined = existsSync(CAPMETRO)
  ? undefined
  : '../shared/data/gps/capmetro-2016-03-22.csv is not there';
