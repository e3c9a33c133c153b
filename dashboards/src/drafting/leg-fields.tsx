import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, zonesQuery } from '../shared/api/queries.js';
import { distance } from '../shared/format/number.js';
import { useLanguage } from '../shared/services.js';
import type { Draft, LegDraft, RouteDraft } from './draft.js';
import { gapsOf, missOf, moved, reversed } from './legs.js';
import type { Editing } from './use-editing.js';
import classes from './drafting.module.css';

interface LegFieldsProps {
  draft: RouteDraft;
  editing: Editing;
}

/** The legs in their order: of each how wide it is, where a stop is permitted, and what is to be passed. */
export function LegFields({ draft, editing }: LegFieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const zones = useQuery(zonesQuery).data ?? [];
  const facilities = useQuery(facilitiesQuery).data ?? [];
  const gaps = gapsOf(draft);
  const onChange = (next: Draft, field?: string) => editing.change(next, field);
  const set = (at: number, leg: LegDraft, field?: string) =>
    onChange({ ...draft, legs: draft.legs.map((one, i) => (i === at ? leg : one)) }, field);
  const named = (kinds: readonly string[], own: readonly string[]) =>
    zones
      .filter(({ id, kind }) => kinds.includes(kind) || own.includes(id))
      .map(({ id, name }) => ({ value: id, label: name }));
  const missed = (end: 'from' | 'to') => {
    const away = missOf(end, draft, facilities, zones);
    if (away === undefined) return null;
    return (
      <p className={classes['problem']} data-testid={`miss-${end}`}>
        {t(end === 'from' ? 'draft.missesFrom' : 'draft.missesTo', { distance: distance(away, language) })}
      </p>
    );
  };
  return (
    <>
      {missed('from')}
      {missed('to')}
      {draft.legs.length > 0 && (
        <div className={classes['acts']}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onChange(reversed(draft))}
            data-testid="draft-reverse"
          >
            {t('draft.reverse')}
          </Button>
        </div>
      )}
      <ol className={classes['legs']} data-testid="draft-legs">
        {draft.legs.map((leg, i) => (
          <LegRow key={i} at={i} draft={draft} editing={editing}>
            {gaps[i] !== undefined && (
              <p className={classes['problem']} data-testid="leg-gap">
                {t('draft.gap', { number: i, distance: distance(gaps[i], language) })}
              </p>
            )}
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
              data-testid="draft-stops"
            />
            <MultiSelect
              label={t('draft.checkpoints')}
              data={named(['stop', 'queue', 'facility'], leg.checkpoints)}
              value={[...leg.checkpoints]}
              onChange={(checkpoints) => set(i, { ...leg, checkpoints })}
              searchable
              clearable
              data-testid="draft-checkpoints"
            />
          </LegRow>
        ))}
      </ol>
    </>
  );
}

/** A leg: it is chosen by its name, as on the map, and moved in the order. */
function LegRow({
  at,
  draft,
  editing,
  children,
}: LegFieldsProps & { at: number; children: React.ReactNode }) {
  const { t } = useTranslation();
  const own = useRef<HTMLLIElement>(null);
  const id = `leg-${at}`;
  const isChosen = editing.part === id;
  useEffect(() => {
    if (isChosen) own.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const name = t('draft.leg', { number: at + 1 });
  const move = (by: -1 | 1) => {
    editing.change(moved(draft, at, by));
    if (isChosen) editing.choosePart(`leg-${at + by}`);
  };
  return (
    <li ref={own} data-chosen={isChosen}>
      <div className={classes['legHead']}>
        <button
          type="button"
          className={classes['text']}
          aria-pressed={isChosen}
          onClick={() => editing.choosePart(id)}
          data-testid="leg-choose"
        >
          <b>{name}</b>
        </button>
        <span>
          {([-1, 1] as const).map((by) => (
            <button
              key={by}
              type="button"
              className={classes['text']}
              disabled={draft.legs[at + by] === undefined}
              aria-label={t(by < 0 ? 'draft.legEarlier' : 'draft.legLater', { name })}
              title={t(by < 0 ? 'draft.legEarlier' : 'draft.legLater', { name })}
              onClick={() => move(by)}
              data-testid={by < 0 ? 'leg-earlier' : 'leg-later'}
            >
              {by < 0 ? '↑' : '↓'}
            </button>
          ))}
          <button
            type="button"
            className={classes['text']}
            onClick={() => editing.removePart(id)}
            data-testid="leg-drop"
          >
            {t('draft.dropLeg')}
          </button>
        </span>
      </div>
      {children}
    </li>
  );
}
