import { writeFile } from 'node:fs/promises';
import { SHORTEST_SPELLING, type WithoutAccount } from '@haidang/store';
import type { Command } from 'commander';
import type { WithDatabase } from '../cli/command.js';

/** Loaded by its own commands: it brings the whole HTTP side along, on which the others would wait half of their start. */
const persons = () => import('./persons.js');

/** `person …`: what the law lets a person ask for. */
export function addPersonCommands(program: Command, withDatabase: WithDatabase): void {
  const person = program.command('person').description('what is held about a person, and its removal');

  person
    .command('export [id]')
    .description('write all that is held about a person to a file: of an account, or by a card or a plate')
    .option('--card <number>', 'of a driver who has no account')
    .option('--plate <number>', 'of a truck, with or without its separators')
    .option('--out <file>', 'where to; without it: person-ID.json, card-NUMBER.json, plate-NUMBER.json')
    .action(async (id: string | undefined, options: Named & { out?: string }) => {
      const who = whom(id, options);
      const data = await withDatabase(async (pool) =>
        who.kind === 'person'
          ? (await persons()).personData(pool, who.number)
          : (await persons()).withoutAccountData(pool, who),
      );
      if (data === undefined) throw new Error(nothingOf(who));
      const { out = `${who.kind}-${who.number.replace(/[^\w.-]/gu, '_')}.json` } = options;
      await writeFile(out, `${JSON.stringify(data, null, 2)}\n`, { mode: 0o600 });
      process.stdout.write(`${out}\n`);
    });

  person
    .command('mentions <id>')
    .description('where the name of a person stands in what people wrote')
    .option('--spelling <name...>', 'other ways in which people may have written it')
    .action(async (id: string, { spelling = [] }: { spelling?: string[] }) => {
      const { mentionsOf } = await persons();
      const found = await withDatabase((pool) => mentionsOf(pool, checked(id), spelling.map(longEnough)));
      if (found === undefined) throw new Error(`there is no person ${id}`);
      for (const { table, column, of, text, held } of found.items)
        process.stdout.write(`${of}\t${table}.${column}${held ? '\theld' : ''}\t${JSON.stringify(text)}\n`);
    });

  person
    .command('forget [id]')
    .description('take out who a person is, for good; what the person did stays, under a pseudonym')
    .option('--card <number>', 'of a driver who has no account')
    .option('--plate <number>', 'of a truck, with or without its separators')
    .option('--redact <spelling...>', 'of the name, to be taken out of what people wrote (see mentions)')
    .requiredOption('--reason <text>', 'why; it is entered in the ledger')
    .action(async (id: string | undefined, options: Named & { reason: string; redact?: string[] }) => {
      const who = whom(id, options);
      const wanted = { reason: options.reason, redact: options.redact?.map(longEnough) };
      const outcome = await withDatabase(async (pool) =>
        who.kind === 'person'
          ? (await persons()).forget(pool, who.number, null, wanted)
          : (await persons()).forgetNumber(pool, who, wanted.reason),
      );
      if (outcome === undefined) throw new Error(nothingOf(who));
      if ('held' in outcome) throw new Error(`a hold keeps ${outcome.held}`);
      if ('inUse' in outcome) throw new Error(`${outcome.inUse} still goes by it`);
      process.stdout.write(`${outcome.pseudonym}\n`);
    });
}

interface Named {
  readonly card?: string;
  readonly plate?: string;
}
type Whom = { readonly kind: 'person'; readonly number: string } | WithoutAccount;

function whom(id: string | undefined, { card, plate }: Named): Whom {
  const given: Whom[] = [
    ...(id === undefined ? [] : [{ kind: 'person', number: checked(id) } as const]),
    ...(card === undefined ? [] : [{ kind: 'card', number: longEnough(card) } as const]),
    ...(plate === undefined ? [] : [{ kind: 'plate', number: longEnough(plate) } as const]),
  ];
  if (given.length !== 1) throw new Error('name one: the id of a person, --card or --plate');
  return given[0]!;
}

const nothingOf = ({ kind, number }: Whom) =>
  kind === 'person' ? `there is no person ${number}` : `nothing is held of ${kind} ${number}`;

function longEnough(text: string): string {
  const whole = text.trim();
  if (whole.length >= SHORTEST_SPELLING) return whole;
  throw new Error(`${JSON.stringify(text)} is too short: it stands in too many words`);
}

function checked(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id.toLowerCase();
  throw new Error(`${id} is not the id of a person`);
}
