import { readdirSync, readFileSync } from 'node:fs';
import { ALARM_KINDS, FIELD_OUTCOMES, type TrainingPatrol } from '@haidang/domain';
import { z } from 'zod';
import type { Country } from '../country.js';
import { BadScenario, parseScenario } from '../scenario/load.js';
import type { Scenario } from '../scenario/schema.js';

const FOLDER = new URL('../../training/', import.meta.url);
const PATROLS = 'patrols';

const Spoken = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

/** What the story raises, and what is right to do with it: see `PlantedAlarm` of the domain. */
const Planted = z.strictObject({
  seal: z.string().min(1),
  kind: z.enum(ALARM_KINDS),
  endings: z.array(z.enum(['true', 'false', 'permitted'])).min(1),
  counts: z.boolean().optional(),
  send: z.boolean().optional(),
  found: z.enum(FIELD_OUTCOMES).optional(),
});

const Word = z.strictObject({
  /** Seconds after the alarm was raised. */
  after: z.number().min(0),
  seal: z.string().min(1),
  kind: z.enum(ALARM_KINDS),
  by: Spoken,
  text: Spoken,
});

const Told = z.object({ planted: z.array(Planted).min(1), words: z.array(Word).default([]) });

/** A scenario for people to be trained by: a story, and what in it they are to find. */
export interface TrainingStory extends z.infer<typeof Told> {
  readonly scenario: Scenario;
}

export function trainingNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => name !== PATROLS)
    .sort();
}

/** @throws BadScenario when it is wrong: its trucks are told by hand, and their people take steps alone */
export function loadTraining(name: string, country: Country): TrainingStory {
  const { planted, words, ...story } = read(name) as Record<string, unknown>;
  const told = Told.safeParse({ planted, words });
  if (!told.success) throw new BadScenario(`${name}:\n${z.prettifyError(told.error)}`);
  const scenario = parseScenario(story, country, name);
  const seals = new Set(scenario.trucks.map(({ seal }) => seal));
  for (const { seal } of [...told.data.planted, ...told.data.words])
    if (!seals.has(seal)) throw new BadScenario(`${name}: no truck has the seal "${seal}"`);
  for (const { seal, transit } of scenario.trucks)
    if (seal === undefined || transit.acts.some((act) => !('step' in act)))
      throw new BadScenario(`${name}: a truck without a seal, or an act that is no step`);
  return { scenario, ...told.data };
}

/** Who may be sent in any of them. */
export function trainingPatrols(): readonly TrainingPatrol[] {
  return read(PATROLS) as TrainingPatrol[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}
