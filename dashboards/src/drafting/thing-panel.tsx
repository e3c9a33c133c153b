import { Button, Modal } from '@mantine/core';
import { DEFAULT_RULES } from '@haidang/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../centre/use-keys.js';
import { ActProblem } from '../office/act-problem.js';
import { Fact, Facts } from '../office/facts.js';
import { useNames } from '../office/use-names.js';
import { distance, whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServices } from '../shared/services.js';
import { ActDialog } from '../shared/ui/act-dialog.js';
import form from '../shared/ui/act-dialog.module.css';
import { Icon } from '../shared/ui/icon.js';
import { isAlways } from './calendar.js';
import { spanWords } from './calendar-words.js';
import { routeOf, zoneOf, type Draft, type RouteDraft, type ZoneDraft } from './draft.js';
import { FilesOut } from './files.js';
import { useLimitWords } from './limit-fields.js';
import { LIMITS, MEASURES } from './limits.js';
import { metresBetween } from './geometry.js';
import { useZoneNames } from './use-zone-names.js';
import type { Editing } from './use-editing.js';
import classes from './drafting.module.css';

interface ThingPanelProps {
  draft: Draft;
  mayDraw: boolean;
  editing: Editing;
}

/** A zone or a route as the register has it. */
export function ThingPanel({ draft, mayDraw, editing }: ThingPanelProps) {
  const { t } = useTranslation();
  const { state } = useServices();
  const [asks, setAsks] = useState(false);
  const back = () => state.chooseItem(undefined);
  useKeys({ Escape: back });
  return (
    <section className={classes['part']} aria-label={draft.name}>
      <button type="button" className={classes['back']} onClick={back} data-testid="draft-back">
        <Icon name="back" size={16} /> {t('office.back')}
      </button>
      <div className={classes['head']}>
        <h1>{draft.name}</h1>
        <small>{draft.id}</small>
      </div>
      {draft.what === 'zones' ? <ZoneFacts zone={draft} /> : <RouteFacts route={draft} />}
      <ActProblem error={editing.error} />
      <div className={classes['acts']}>
        {mayDraw && (
          <Button
            size="sm"
            variant="default"
            onClick={() => editing.beginWith(draft)}
            data-testid="draft-edit"
          >
            {t('draft.edit')}
          </Button>
        )}
        <FilesOut things={[draft.what === 'zones' ? zoneOf(draft) : routeOf(draft)]} name={draft.id} />
        {mayDraw && (
          <Button size="sm" variant="default" onClick={() => setAsks(true)} data-testid="draft-withdraw">
            {t('draft.withdraw')}
          </Button>
        )}
      </div>
      <Modal.Root opened={asks} onClose={() => setAsks(false)} centered size={460}>
        <Modal.Overlay />
        <ActDialog title={t('draft.withdraw')} testId="draft-withdraw-dialog" onClose={() => setAsks(false)}>
          <div className={form['form']}>
            <p>{t('draft.withdrawText', { name: draft.name })}</p>
            <div className={form['buttons']}>
              <Button variant="default" size="md" onClick={() => setAsks(false)}>
                {t('override.leave')}
              </Button>
              <Button
                size="md"
                c="var(--mantine-primary-color-contrast)"
                onClick={() => {
                  setAsks(false);
                  editing.withdraw(draft);
                }}
              >
                {t('draft.withdraw')}
              </Button>
            </div>
          </div>
        </ActDialog>
      </Modal.Root>
    </section>
  );
}

function ZoneFacts({ zone: { kind, facilityId, calendar, geometry } }: { zone: ZoneDraft }) {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const names = useNames();
  return (
    <Facts>
      <Fact name={t('draft.kind')}>{t(`zoneKind.${kind}`)}</Fact>
      <Fact name={t('draft.facility')}>{facilityId !== '' && names.place(facilityId)}</Fact>
      <Fact name={t('draft.calendar')}>
        {kind === 'forbidden' &&
          (isAlways(calendar)
            ? t('draft.always')
            : calendar?.spans.map((span) => spanWords(span, t, language)).join('; '))}
      </Fact>
      <Fact name={t('draft.since')}>
        {calendar?.since !== undefined && clockAndDay(calendar.since, store.clock.now(), language)}
      </Fact>
      <Fact name={t('draft.radius')}>
        {geometry?.type === 'Circle' && distance(geometry.radius, language)}
      </Fact>
      <Fact name={t('draft.corners')}>
        {geometry !== null &&
          geometry.type !== 'Circle' &&
          whole(geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 2 : 1).length, language)}
      </Fact>
    </Facts>
  );
}

function RouteFacts({ route: { from, to, legs, rules } }: { route: RouteDraft }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const zoneName = useZoneNames();
  const limitWords = useLimitWords();
  const limits = LIMITS.flatMap((limit) => {
    const value = rules?.[limit];
    if (value === undefined) return [];
    const unit = t(`limitUnit.${MEASURES[limit].unit}`);
    const usual = limitWords(limit, DEFAULT_RULES[limit]);
    return [{ limit, words: t('draft.limitSet', { value: limitWords(limit, value), unit, usual }) }];
  });
  return (
    <>
      <Facts>
        <Fact name={t('draft.from')}>{names.place(from)}</Fact>
        <Fact name={t('draft.to')}>{names.place(to)}</Fact>
        {limits.map(({ limit, words }) => (
          <Fact key={limit} name={t(`limit.${limit}`)}>
            {words}
          </Fact>
        ))}
      </Facts>
      <ol className={classes['legs']}>
        {legs.map(({ line, halfWidth, stops, checkpoints }, i) => (
          <li key={i}>
            <b>{t('draft.leg', { number: i + 1 })}</b>
            <span>
              {t('draft.legIs', {
                length: distance(lengthOf(line), language),
                width: distance(halfWidth, language),
              })}
            </span>
            {stops.length > 0 && (
              <span>{t('draft.stopsAre', { names: stops.map(zoneName).join(', ') })}</span>
            )}
            {checkpoints.length > 0 && (
              <span>{t('draft.checkpointsAre', { names: checkpoints.map(zoneName).join(' → ') })}</span>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function lengthOf(line: RouteDraft['legs'][number]['line']): number {
  return line.slice(1).reduce((sum, place, i) => sum + metresBetween(line[i]!, place), 0);
}
