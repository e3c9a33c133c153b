import type { OutageView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../../shared/format/ago.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { PlaceField } from '../place-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { useOwnPlaces } from '../use-own-places.js';
import classes from '../office.module.css';
import { outagesQuery, type Entry } from './api.js';
import { ImportDialog } from './import-dialog.js';
import { ImportItem } from './import-item.js';
import { OutageDialog, type OutageAct } from './outage-dialog.js';
import { OutageItem } from './outage-item.js';

/** Of more places than this one has to be named: each is asked by itself. */
const MOST_PLACES = 40;

/** When the line is down: who works on paper, and what was entered from it afterwards. */
export function OutagesPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const { item, place } = useSignal(state.sieve);
  const places = useOwnPlaces();
  const mayAct = useIsOneOf([...CUSTOMS, 'port_operator']);
  const [act, setAct] = useState<OutageAct | null>(null);
  const [isImporting, setImporting] = useState(false);
  useLive(['outage'], 'outages');
  const asked = places?.filter(({ id }) =>
    place === undefined ? places.length <= MOST_PLACES : id === place,
  );
  const results = useQueries({ queries: (asked ?? []).map(({ id }) => outagesQuery(id)) });
  const isRead = asked !== undefined && results.every(({ data }) => data !== undefined);
  const items = isRead ? inOrder(results.flatMap(({ data }) => data ?? [])) : undefined;
  const chosen = items?.find(({ id }) => id === item);
  const isTooMany = asked?.length === 0 && (places?.length ?? 0) > 0;
  return (
    <>
      <Desk<Entry>
        title={t('office.outages')}
        answer={useAnswer(items)}
        items={items}
        error={results.find(({ error }) => error !== null)?.error ?? null}
        onRetry={() => results.forEach(({ refetch }) => void refetch())}
        idOf={({ id }) => id}
        empty={t(isTooMany ? 'outage.choosePlace' : 'outage.none')}
        row={(entry) => <Row entry={entry} />}
        sieves={() => (
          <>
            {mayAct && (
              <div className={classes['line']}>
                <Button
                  variant="default"
                  onClick={() => setAct({ begins: true, facilityId: place })}
                  data-testid="begin-outage"
                >
                  {t('outage.begin')}
                </Button>
                <Button variant="default" onClick={() => setImporting(true)} data-testid="enter-paper">
                  {t('outage.enter')}
                </Button>
              </div>
            )}
            <PlaceField />
          </>
        )}
      >
        {chosen?.what === 'outage' && (
          <OutageItem
            key={chosen.id}
            outage={chosen.outage}
            mayAct={mayAct}
            onEnd={(outage) => setAct({ begins: false, outage })}
          />
        )}
        {chosen?.what === 'import' && <ImportItem key={chosen.id} report={chosen.report} />}
        {chosen === undefined && items !== undefined && <p role="status">{t('office.gone')}</p>}
      </Desk>
      <OutageDialog act={act} onClose={() => setAct(null)} />
      <ImportDialog opened={isImporting} place={place} onClose={() => setImporting(false)} />
    </>
  );
}

/** What goes on first; then the latest. */
function inOrder(entries: readonly Entry[]): Entry[] {
  const goesOn = (entry: Entry) => entry.what === 'outage' && entry.outage.endedAt === undefined;
  return entries.toSorted((a, b) => Number(goesOn(b)) - Number(goesOn(a)) || b.at.localeCompare(a.at));
}

function Row({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const now = useServerNow(MINUTE);
  const when = clockAndDay(entry.at, now, language);
  if (entry.what === 'import') {
    const { facilityId, lines, counts } = entry.report;
    return (
      <>
        <span>
          <b>{t('paper.title')}</b>
          <Chip waits={counts.contradicting + counts.wouldHold > 0}>
            {t('paper.lines', { count: lines })}
          </Chip>
        </span>
        <span>{names.place(facilityId)}</span>
        <small>{when}</small>
      </>
    );
  }
  const { facilityId, endedAt, reason, beganAt } = entry.outage;
  return (
    <>
      <span>
        <b>{names.place(facilityId)}</b>
        <Chip waits={endedAt === undefined}>
          {endedAt === undefined
            ? t('outage.goesOn')
            : spanInWords(Date.parse(endedAt) - Date.parse(beganAt), t)}
        </Chip>
      </span>
      <span>{reason}</span>
      <small>{t('outage.since', { time: when })}</small>
    </>
  );
}

function useAnswer(entries: readonly Entry[] | undefined): string | undefined {
  const { t } = useTranslation();
  const names = useNames();
  if (entries === undefined) return undefined;
  const down: OutageView[] = entries.flatMap((one) =>
    one.what === 'outage' && one.outage.endedAt === undefined ? one.outage : [],
  );
  if (down.length === 0) return t('outagesNeed.none');
  const places = down.map(({ facilityId }) => names.place(facilityId)).join(', ');
  return t('outagesNeed.some', { count: down.length, places });
}
