import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { inTransaction, readLiveCredentials, revokeCredentials, type Device } from '@haidang/store';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { IDENTITY } from '../database.js';
import { issue } from './issue.js';
import { secretsCsv } from './secrets-file.js';

/**
 * Credentials of the demo's seals and gates, and of its operators' own servers: drawn at the first start of a data folder, and written beside its database, where the
 * launcher lets the simulator read them. A real deployment hands its secrets to the devices and keeps them nowhere.
 */
@Injectable()
export class DemoDevices {
  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Gives one to each that has none, or whose secret the file does not hold. */
  async seed(): Promise<void> {
    const { rows: devices } = await this.pool.query<Device>(
      `select id as name, 'seal' as kind, id as subject from seals
       union all select id, 'gate', id from gates
       union all select id, 'forwarder', id from organisations
         where kind in ('port_operator', 'warehouse_operator') order by 2, 1`,
    );
    const file = path.join(this.config.dataDir, 'demo-devices.csv');
    const known = secretsOf(file);
    await inTransaction(this.pool, async (tx) => {
      const live = new Set((await readLiveCredentials(tx)).map(({ device }) => device.name));
      const wanting = devices.filter(({ name }) => !live.has(name) || !known.has(name));
      if (wanting.length === 0) return;
      for (const { name } of wanting)
        if (live.has(name)) await revokeCredentials(tx, name, 'its secret is lost');
      for (const issued of await issue(tx, wanting)) known.set(issued.name, issued.secret!);
      mkdirSync(this.config.dataDir, { recursive: true });
      const all = devices.map((device) => ({ ...device, secret: known.get(device.name)! }));
      writeFileSync(`${file}.new`, secretsCsv(all), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    });
  }
}

/** What an earlier start wrote; nothing when there was none. */
function secretsOf(file: string): Map<string, string> {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    return new Map(lines.map((line) => line.split(',')).map(([name, , secret]) => [name!, secret!]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}
