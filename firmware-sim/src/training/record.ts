import { containerCheckDigit, parseInstant, SECOND, type TrainingRecording } from '@haidang/domain';
import type { Country } from '../country.js';
import { scenarioDeliveries } from '../scenario/offline.js';
import { trainingPatrols, type TrainingStory } from './story.js';

/** An owner's code that marks training. */
const OWNER = 'HLTU';

/** Plays a training story without a clock and keeps what its seals sent, with the routes and zones that it is judged by. */
export function recordTraining(
  { scenario, planted, words }: TrainingStory,
  country: Country,
): TrainingRecording {
  const start = parseInstant(scenario.start)!;
  const routeIds = new Set(scenario.trucks.map(({ route }) => route));
  return {
    name: scenario.name,
    start,
    lasts: scenario.duration! * SECOND,
    routes: [...routeIds].map((id) => country.routes.get(id)!),
    zones: [...country.zones.values()],
    trucks: scenario.trucks.map(({ seal, route, transit }, i) => ({
      sealId: seal!,
      container: containerOf(seal!, i),
      transitNumber: `HL-${String(scenario.seed)}-${String(i + 1).padStart(2, '0')}`,
      plate: `15C-${String(scenario.seed)}.${String(i + 1).padStart(2, '0')}`,
      routeId: route,
      rules: transit.rules,
      cards: transit.cards,
      steps: transit.acts.flatMap((act) =>
        'step' in act ? [{ after: act.at * SECOND, step: act.step }] : [],
      ),
      ...(transit.arriveBy !== undefined && { arriveBy: transit.arriveBy * SECOND }),
    })),
    messages: scenarioDeliveries(scenario, country).map(({ sealId, at, fixes }) => ({
      after: at - start,
      sealId,
      fixes,
    })),
    planted: planted.map(({ seal, ...one }) => ({ sealId: seal, ...one })),
    words: words.map(({ seal, after, ...one }) => ({ sealId: seal, after: after * SECOND, ...one })),
    patrols: trainingPatrols(),
  };
}

/** A valid number (ISO 6346) that stays the seal's own. */
function containerOf(sealId: string, at: number): string {
  const digits = sealId.replace(/\D/g, '').padStart(4, '0') + String(at + 1).padStart(2, '0');
  const firstTen = `${OWNER}${digits.slice(-6)}`;
  return `${firstTen}${containerCheckDigit(firstTen)}`;
}
