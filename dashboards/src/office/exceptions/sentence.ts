import type { ExceptionView } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { word } from '../../shared/i18n/index.js';
import { formatContainer } from '../../shared/format/container.js';
import { formatPlate } from '../../shared/format/plate.js';
import type { Names } from '../use-names.js';

/** What is asked for, in one sentence. @param at when it is to hold from, as the viewer's clock says it */
export function askedSentence(
  { kind, fields, container }: Pick<ExceptionView, 'kind' | 'fields' | 'container'>,
  at: string,
  names: Names,
  t: TFunction,
): string {
  const text = (name: string) => String(fields[name] ?? '?');
  switch (kind) {
    case 'reroute':
      return t('asked.reroute', { at, route: names.route(text('routeId')) });
    case 'replace_seal':
      return t('asked.replace_seal', {
        ...{ at, seal: text('sealId'), container: formatContainer(container ?? text('number')) },
        cause: word(t, 'sealCause', text('cause')),
      });
    case 'change_vehicle': {
      const vehicle = vehicleOf(fields['vehicle']);
      const some = numbersOf(fields['containers']);
      if (some === '') return t('asked.change_vehicle', { at, vehicle });
      return t('asked.change_vehicle_some', { at, vehicle, containers: some });
    }
    case 'split':
      return t('asked.split', { at, number: text('number'), containers: numbersOf(fields['containers']) });
    case 'end_early':
      return t(fields['outcome'] === 'taken_back' ? 'asked.taken_back' : 'asked.ended_elsewhere', {
        ...{ at, place: names.place(text('facilityId')) },
      });
    case 'incident':
      return t('asked.incident', { at, what: word(t, 'incident', text('kind')) });
  }
}

function vehicleOf(vehicle: unknown): string {
  const { plate, trailer } = (vehicle ?? {}) as { plate?: string; trailer?: string };
  return [plate, trailer]
    .filter((one) => one !== undefined)
    .map(formatPlate)
    .join(' + ');
}

function numbersOf(containers: unknown): string {
  return Array.isArray(containers) ? containers.map((one) => formatContainer(String(one))).join(', ') : '';
}
