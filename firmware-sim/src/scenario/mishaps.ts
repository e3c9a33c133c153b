import type { Random } from '../random.js';
import type { Fault } from './faults.js';
import type { Mishaps } from './schema.js';

/**
 * What happens on one trip, by the scenario's chances. Every chance is drawn whatever the others gave, so that
 * changing one does not change the rest.
 * @param begins the trip's start, seconds after the scenario's
 */
export function drawMishaps(mishaps: Mishaps, begins: number, random: Random): Fault[] {
  const faults: Fault[] = [];
  const at = () => Math.round(begins + random.between(180, 3_600));
  const draw = (probability: number, fault: Fault) => {
    if (random.chance(probability)) faults.push(fault);
  };
  const side = random.chance(0.5) ? 1 : -1;
  draw(mishaps.detour, {
    kind: 'detour',
    at: at(),
    aside: Math.round(side * random.between(1_000, 2_400)),
    length: Math.round(random.between(5_000, 9_000)),
  });
  draw(mishaps.stop, { kind: 'stop', at: at(), duration: random.integer(300, 1_500) });
  draw(mishaps.gap, { kind: 'gap', at: at(), duration: random.integer(60, 420) });
  draw(mishaps.jitter, { kind: 'jitter', at: at(), duration: random.integer(120, 400), metres: 45 });
  draw(mishaps.tamper, { kind: 'tamper', at: at(), events: [random.pick(['wrong_password', 'vibration'])] });
  return faults;
}
