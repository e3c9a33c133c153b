import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { gatesQuery } from '../../shared/api/queries.js';
import { fieldText, timeOfField } from '../../shared/format/moment.js';
import { useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { MomentField } from '../../shared/ui/moment-field.js';
import type { Sieve } from '../../shared/url-state.js';
import { FindField } from '../find-field.js';
import { PlaceField } from '../place-field.js';
import { useOwnPlaces } from '../use-own-places.js';
import { SHOWS } from './api.js';
import classes from '../office.module.css';

/** By what passages are sieved; the address keeps all of it. */
export function PassageSieves({ find }: { find: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation();
  const { state } = useServices();
  const sieve = useSignal(state.sieve);
  const own = useOwnPlaces();
  const gates = useQuery(gatesQuery).data ?? [];
  const shown = gates.filter(({ facilityId }) =>
    sieve.place === undefined ? own?.some(({ id }) => id === facilityId) : facilityId === sieve.place,
  );
  const set = (change: Sieve) => state.setSieve(change);
  const orNone = (text: string) => (text === '' ? undefined : text);
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('office.show')}
        value={SHOWS.find((one) => one === sieve.show) ?? 'all'}
        onChange={(value) => set({ show: value === 'all' ? undefined : value })}
        data={SHOWS.map((value) => ({ value, label: t(`passagesShow.${value}`) }))}
        data-testid="show"
      />
      <div className={classes['placeLane']}>
        <PlaceField />
        <TextInput
          aria-label={t('passage.lane')}
          placeholder={t('passage.lane')}
          maxLength={20}
          value={sieve.lane ?? ''}
          onChange={(event) => set({ lane: orNone(event.currentTarget.value.trim()) })}
          data-testid="lane"
        />
      </div>
      <div className={classes['pair']}>
        <NativeSelect
          aria-label={t('gatehouse.gate')}
          value={sieve.through ?? ''}
          data={[
            { value: '', label: t('passage.everyGate') },
            ...shown.map(({ id, name }) => ({ value: id, label: name })),
            // one that a link names, and that is not of the own
            ...(sieve.through !== undefined && !shown.some(({ id }) => id === sieve.through)
              ? [
                  {
                    value: sieve.through,
                    label: gates.find(({ id }) => id === sieve.through)?.name ?? sieve.through,
                  },
                ]
              : []),
          ]}
          onChange={({ currentTarget: { value } }) => set({ through: orNone(value) })}
          data-testid="through"
        />
        <NativeSelect
          aria-label={t('passage.direction')}
          value={sieve.kind === 'in' || sieve.kind === 'out' ? sieve.kind : ''}
          data={[
            { value: '', label: t('passage.bothWays') },
            { value: 'in', label: t('direction.in') },
            { value: 'out', label: t('direction.out') },
          ]}
          onChange={({ currentTarget: { value } }) => set({ kind: orNone(value) })}
          data-testid="direction"
        />
      </div>
      <FindField input={find} label={t('passage.find')} />
      <Time name="from" value={sieve.from} onChange={(from) => set({ from })} />
      <Time name="to" value={sieve.to} onChange={(to) => set({ to })} />
    </>
  );
}

interface TimeProps {
  name: 'from' | 'to';
  /** RFC 3339. */
  value: string | undefined;
  onChange(value: string | undefined): void;
}

/** A time as the viewer's clock has it. */
function Time({ name, value, onChange }: TimeProps) {
  const { t } = useTranslation();
  return (
    <label className={classes['edge']}>
      <span>{t(`passageEdge.${name}`)}</span>
      <MomentField
        value={fieldText(value)}
        onChange={(text) => onChange(timeOfField(text))}
        data-testid={`passages-${name}`}
      />
    </label>
  );
}
