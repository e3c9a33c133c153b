import type { LatLon } from '@haidang/domain';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MAX_BACKLOG } from '@haidang/wire';
import { SPEED_UNITS, TIME_FORMATS } from './replay/trace.js';

/** What the command line says; names and units are explained where they are declared below. */
export interface SimOptions {
  readonly scenario?: string;
  readonly replay?: string;
  readonly broker: string;
  readonly credentials?: string;
  readonly api?: string;
  readonly duration?: number;
  readonly seed?: number;
  readonly speed: number;
  readonly columns?: string;
  readonly timeFormat: (typeof TIME_FORMATS)[number];
  readonly timeZone?: string;
  readonly speedUnit: keyof typeof SPEED_UNITS;
  readonly move?: LatLon;
  readonly speedUp: number;
  readonly distinct: boolean;
  readonly flatOut: boolean;
  readonly batch: number;
  readonly sealPrefix: string;
  readonly register: boolean;
  readonly organisation?: string;
}

/** The command `npm run sim`. */
export function simCommand(): Command {
  const units = Object.keys(SPEED_UNITS);
  return new Command('sim')
    .description('Plays e-seals and gate cameras against any MQTT broker: a scenario, or a recorded trace.')
    .option('--scenario <name>', 'a story of firmware-sim/scenarios, or a path ending in .json')
    .option('--replay <file>', 'a CSV file with a heading line')
    .option(
      '--broker <url>',
      'mqtt:// or mqtts://, a user and password may stand in it',
      'mqtt://127.0.0.1:1883',
    )
    .option(
      '--credentials <file>',
      "devices' secrets, as `npm run cli -- device import` writes them: CSV with the columns name and secret",
    )
    .option('--api <url>', 'the platform, for example http://127.0.0.1:8080: carriers and officers act there')
    .optionsGroup('A scenario:')
    .option(
      '--speed <n>',
      'plays the story n times as fast; it then ends now, having begun in the past',
      positive,
      1,
    )
    .option('--duration <seconds>', 'of the story; ends also an endless one', positive)
    .option('--seed <n>', 'another seed, other accidents', whole)
    .optionsGroup('A recorded trace:')
    .option('--columns <list>', 'id=…,time=…,lat=…,lon=… and where known speed=…,heading=…,accuracy=…')
    .addOption(new Option('--time-format <form>').choices([...TIME_FORMATS]).default('rfc3339'))
    .option('--time-zone <offset>', 'for times without one: Z, +07:00')
    .addOption(new Option('--speed-unit <unit>').choices(units).default('km/h'))
    .option('--move <lat,lon>', "where the trace's centre comes to lie", place)
    .option(
      '--speed-up <n>',
      "compresses time n-fold, in sending and in the fixes' own times; the last is now",
      positive,
      1,
    )
    .option('--distinct', 'each (id, time) once', false)
    .option('--flat-out', 'as quickly as it is acknowledged', false)
    .option('--batch <n>', `the most fixes in a message, up to ${MAX_BACKLOG}`, batchSize, 1)
    .option('--seal-prefix <text>', 'put before the ids of the trace', 'RP-')
    .option('--register', 'registers the seals at the API first', false)
    .option('--organisation <id>', 'whose they are then; its forwarder may send for them')
    .helpOption('-h, --help');
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('a number over 0 is wanted');
  return number;
}

function whole(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('a whole number is wanted');
  return Number(text);
}

function batchSize(text: string): number {
  const number = whole(text);
  if (number < 1 || number > MAX_BACKLOG) throw new InvalidArgumentError(`1 to ${MAX_BACKLOG}`);
  return number;
}

function place(text: string): LatLon {
  const [lat, lon, ...rest] = text.split(',').map(Number);
  const isPlace = rest.length === 0 && Math.abs(lat ?? NaN) <= 90 && Math.abs(lon ?? NaN) <= 180;
  if (!isPlace) throw new InvalidArgumentError('lat,lon in degrees, for example 20.85,106.68');
  return { lat: lat!, lon: lon! };
}
