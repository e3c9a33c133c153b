import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { useOwnPlaces } from './use-own-places.js';

/** Sieves a list by place; nothing where there is but one. */
export function PlaceField() {
  const { t } = useTranslation();
  const { state } = useServices();
  const place = useSignal(state.sieve).place ?? '';
  const places = useOwnPlaces() ?? [];
  if (places.length < 2) return null;
  return (
    <NativeSelect
      aria-label={t('office.place')}
      value={place}
      data={[
        { value: '', label: t('office.everyPlace') },
        ...places.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget: { value } }) => state.setSieve({ place: value === '' ? undefined : value })}
      data-testid="place"
    />
  );
}
