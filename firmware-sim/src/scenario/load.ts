import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Country } from '../country.js';
import { Scenario } from './schema.js';

const FOLDER = new URL('../../scenarios/', import.meta.url);

/** A scenario that cannot be played; the message says where and why, one fault a line. */
export class BadScenario extends Error {
  override readonly name = 'BadScenario';
}

export function scenarioNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/**
 * Reads a scenario by the name of its file in `scenarios/`, or by a path that ends in `.json`.
 * @throws BadScenario when there is none, or it is wrong
 */
export function loadScenario(name: string, country: Country): Scenario {
  if (!name.endsWith('.json') && !scenarioNames().includes(name)) {
    throw new BadScenario(`no scenario "${name}"; there are: ${scenarioNames().join(', ')}`);
  }
  const file = name.endsWith('.json') ? name : new URL(`${name}.json`, FOLDER);
  return parseScenario(readJson(file, name), country, name);
}

/** @throws BadScenario when the value is not a scenario, or names a route or zone the country has not */
export function parseScenario(value: unknown, country: Country, name = 'scenario'): Scenario {
  const parsed = Scenario.safeParse(value);
  if (!parsed.success) throw new BadScenario(`${name}:\n${z.prettifyError(parsed.error)}`);
  const wrong = unknownNames(parsed.data, country);
  if (wrong.length > 0) throw new BadScenario([`${name}:`, ...wrong].join('\n'));
  return parsed.data;
}

function unknownNames(scenario: Scenario, country: Country): string[] {
  const wrong: string[] = [];
  const isEmpty = scenario.trucks.length + scenario.fleets.length === 0 && scenario.port === undefined;
  if (isEmpty) wrong.push('✖ no trucks, no fleets and no port');
  if (!scenario.endless && scenario.duration === undefined) {
    wrong.push('✖ duration: wanted unless the scenario is endless');
  }
  for (const [i, { route }] of scenario.fleets.entries()) {
    if (!country.routes.has(route)) wrong.push(`✖ fleets[${i}].route: no route "${route}"`);
  }
  const drills = scenario.drills?.stories ?? [];
  const told = [
    ...scenario.trucks.map((truck, i) => ({ ...truck, where: `trucks[${i}]` })),
    ...drills.flatMap(({ trucks }, d) =>
      trucks.map((truck, i) => ({ ...truck, where: `drills[${d}].trucks[${i}]` })),
    ),
  ];
  for (const { where, route, faults, transit } of told) {
    const rerouted = transit.acts.flatMap((act) => ('reroute' in act ? [act.reroute] : []));
    for (const id of [route, ...(transit.route === undefined ? [] : [transit.route]), ...rerouted])
      if (!country.routes.has(id)) wrong.push(`✖ ${where}.route: no route "${id}"`);
    for (const fault of faults) {
      if (fault.kind === 'visit_zone' && !country.zones.has(fault.zone)) {
        wrong.push(`✖ ${where}.faults: no zone "${fault.zone}"`);
      }
    }
  }
  for (const seal of drills.flatMap(({ trucks }) => trucks.flatMap(({ seals }) => seals))) {
    if (!country.sealIds.includes(seal)) wrong.push(`✖ drills: no seal "${seal}"`);
  }
  return wrong;
}

function readJson(file: string | URL, name: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadScenario(`${name}: ${(error as Error).message}`, { cause: error });
  }
}
