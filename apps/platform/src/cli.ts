import { Command } from 'commander';
import type { AddCommands } from './cli/command.js';
import { databaseOf } from './cli/database.js';
import { addDeviceCommands } from './devices/commands.js';
import { ConfigError, readConfig, type Config } from './config/config.js';
import { addAdminCommands } from './identity/commands.js';
import { addPersonCommands } from './keeping/commands.js';
import { addLedgerCommands } from './ledger/commands.js';

/** The operator tasks of each capability, in the order of the help text. */
const TASKS: readonly AddCommands[] = [
  addAdminCommands,
  addDeviceCommands,
  addLedgerCommands,
  addPersonCommands,
];

/** `npm run cli -- …`. What cannot be done is one line on standard error and exit code 1. */
async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail(error);
  }
  const program = new Command('haidang').description(
    "Operator's tasks. The environment is that of `npm run serve`.",
  );
  for (const addTo of TASKS) addTo(program, databaseOf(config), config);
  await program.parseAsync().catch(fail);
}

function fail(error: Error): void {
  process.stderr.write(`haidang: ${error.message}\n`);
  process.exitCode = 1;
}

await main();
