import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { zonesQuery } from '../shared/api/queries.js';
import type { Draft, LegDraft, RouteDraft } from './draft.js';
import classes from './drafting.module.css';

interface LegFieldsProps {
  draft: RouteDraft;
  onChange(draft: Draft, field?: string): void;
}

/** Of each leg how wide it is, where a stop is permitted, and what is to be passed. */
export function LegFields({ draft, onChange }: LegFieldsProps) {
  const { t } = useTranslation();
  const zones = useQuery(zonesQuery).data ?? [];
  const set = (at: number, leg: LegDraft, field?: string) =>
    onChange({ ...draft, legs: draft.legs.map((one, i) => (i === at ? leg : one)) }, field);
  const named = (kinds: readonly string[], own: readonly string[]) =>
    zones
      .filter(({ id, kind }) => kinds.includes(kind) || own.includes(id))
      .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ol className={classes['legs']} data-testid="draft-legs">
      {draft.legs.map((leg, i) => (
        <li key={i}>
          <div className={classes['legHead']}>
            <b>{t('draft.leg', { number: i + 1 })}</b>
            <button
              type="button"
              className={classes['text']}
              onClick={() => onChange({ ...draft, legs: draft.legs.filter((_, at) => at !== i) })}
            >
              {t('draft.dropLeg')}
            </button>
          </div>
          <TextInput
            label={t('draft.halfWidth')}
            inputMode="numeric"
            value={leg.halfWidth === 0 ? '' : String(leg.halfWidth)}
            onChange={({ currentTarget: { value } }) =>
              set(i, { ...leg, halfWidth: Number(value.replace(/\D/g, '')) }, `halfWidth ${i}`)
            }
            data-testid="draft-half-width"
          />
          <MultiSelect
            label={t('draft.stops')}
            data={named(['stop', 'queue', 'facility'], leg.stops)}
            value={[...leg.stops]}
            onChange={(stops) => set(i, { ...leg, stops })}
            searchable
            clearable
          />
          <MultiSelect
            label={t('draft.checkpoints')}
            data={named(['stop', 'queue', 'facility'], leg.checkpoints)}
            value={[...leg.checkpoints]}
            onChange={(checkpoints) => set(i, { ...leg, checkpoints })}
            searchable
            clearable
          />
        </li>
      ))}
    </ol>
  );
}
