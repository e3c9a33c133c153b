import { MINUTE } from '@haidang/domain';
import { SPARE_SEAL, transitBox } from './transit-box.js';
import type { Plot } from './plot.js';

/** In the town, 17 km from the port. */
const ELSEWHERE = { lat: 20.8561, lon: 106.7421 };

/** Along the road from the port. */
const AWAY = [0.01, 0.022, 0.034, 0.046, 0.07].map((west) => ({
  lat: 20.8055 + west / 4,
  lon: 106.88 - west,
}));

/** What goes wrong at the gate with transits under their e-seals. */
export const SEALED: Readonly<Record<string, Plot>> = {
  'transit not sealed': (day, name) => {
    const { box, exit, transit } = transitBox(day, name, { sealed: false });
    box.passes(exit, 'out', { gateId: transit.gateId, held: ['transit_not_started'] });
    transit.ends(exit + 20 * MINUTE);
  },
  'transit not approved': (day, name) => {
    const { box, exit, transit } = transitBox(day, name, { approved: false });
    transit.stands(exit);
    box.passes(exit, 'out', {
      gateId: transit.gateId,
      sealId: transit.sealId,
      held: ['transit_not_approved'],
    });
    transit.ends(exit + 20 * MINUTE);
  },
  'another e-seal': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    transit.stands(exit);
    box.passes(exit, 'out', { gateId: transit.gateId, sealId: SPARE_SEAL, held: ['seal_mismatch'] });
    transit.ends(exit + 20 * MINUTE);
  },
  /** Opened in the yard: that is an alarm of its own. */
  'e-seal open': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    transit.says(exit - 7 * MINUTE, {});
    transit.says(exit - 4 * MINUTE, { lock: 'unlocked', events: ['unlocked'] });
    transit.says(exit - MINUTE, { lock: 'unlocked' });
    const held = ['seal_unarmed', 'open_critical_alarm'] as const;
    box.passes(exit, 'out', { gateId: transit.gateId, sealId: transit.sealId, held });
    box.alarm('unauthorised_unlock');
    box.case('seal');
    transit.ends(exit + 20 * MINUTE);
  },
  'e-seal cut': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    transit.says(exit - 7 * MINUTE, {});
    transit.says(exit - 4 * MINUTE, { events: ['rope_cut'] });
    transit.says(exit - MINUTE, {});
    box.passes(exit, 'out', {
      gateId: transit.gateId,
      sealId: transit.sealId,
      held: ['open_critical_alarm'],
    });
    box.alarm('seal_tampered');
    box.case('seal');
    transit.ends(exit + 20 * MINUTE);
  },
  'e-seal elsewhere': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    for (const before of [7, 4, 1]) transit.says(exit - before * MINUTE, { place: ELSEWHERE });
    box.passes(exit, 'out', { gateId: transit.gateId, held: ['seal_elsewhere'] });
    box.alarm('seal_separated');
    box.case('seal');
    transit.ends(exit + 20 * MINUTE);
  },
  'e-seal silent': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    box.passes(exit, 'out', { gateId: transit.gateId, held: ['seal_unheard'] });
    transit.ends(exit + 20 * MINUTE);
  },
  /** The gate saw the container leave, and the seal that closed it stands in the yard half an hour later. */
  'e-seal left behind': (day, name) => {
    const { box, exit, transit } = transitBox(day, name);
    transit.stands(exit);
    box.passes(exit, 'out', { gateId: transit.gateId, sealId: transit.sealId });
    box.reportsOutInTime(exit);
    for (const after of [9, 18, 27, 31, 40, 50, 60]) transit.says(exit + after * MINUTE, {});
    box.alarm('gate_seal_contradiction');
    transit.ends(exit + 66 * MINUTE);
  },
  /** The seal is on the road, and no gate saw it go. */
  'e-seal away, and no gate saw it': (day, name) => {
    const { exit, box, transit } = transitBox(day, name);
    transit.stands(exit);
    for (const [minute, place] of [2, 4, 6, 8, 20].map((m, i) => [m, AWAY[i]!] as const))
      transit.says(exit + minute * MINUTE, { place, speed: 40 });
    box.alarm('gate_seal_contradiction');
    transit.ends(exit + 40 * MINUTE);
  },
};
