import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { WithDatabase } from '../cli/command.js';

/** Loaded by its own commands: it brings the whole HTTP side along, on which the others would wait half of their start. */
const persons = () => import('./persons.js');

/** `person …`: what the law lets a person ask for. */
export function addPersonCommands(program: Command, withDatabase: WithDatabase): void {
  const person = program.command('person').description('what is held about a person, and its removal');

  person
    .command('export <id>')
    .description('write all that is held about a person to a file')
    .option('--out <file>', 'where to; without it: person-ID.json')
    .action(async (id: string, { out = `person-${id}.json` }: { out?: string }) => {
      const { personData } = await persons();
      const data = await withDatabase((pool) => personData(pool, checked(id)));
      if (data === undefined) throw new Error(`there is no person ${id}`);
      await writeFile(out, `${JSON.stringify(data, null, 2)}\n`, { mode: 0o600 });
      process.stdout.write(`${out}\n`);
    });

  person
    .command('forget <id>')
    .description('take out who a person is, for good; what the person did stays, under a pseudonym')
    .requiredOption('--reason <text>', 'why; it is entered in the ledger')
    .action(async (id: string, { reason }: { reason: string }) => {
      const { forget } = await persons();
      const outcome = await withDatabase((pool) => forget(pool, checked(id), null, reason));
      if (outcome === undefined) throw new Error(`there is no person ${id}`);
      if ('held' in outcome) throw new Error(`a hold keeps ${outcome.held}`);
      process.stdout.write(`${outcome.pseudonym}\n`);
    });
}

function checked(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id.toLowerCase();
  throw new Error(`${id} is not the id of a person`);
}
