import type { PatrolView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmSentence } from '../../shared/format/alarm.js';
import { useLanguage, useServerNow, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { agoInWords } from '../words.js';
import { AddDialog } from './add-dialog.js';
import { alarmQuery, patrolsQuery } from './api.js';
import { ErrandBar } from './errand-bar.js';
import { PatrolItem } from './patrol-item.js';
import { sieved, SHOWS } from './sieve.js';

/** Who may be sent: who is on duty, where they were last, and what they are on the way to. A patrol tells of itself here, on a phone. */
export function PatrolsPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const names = useNames();
  const { item, show, find = '' } = useSignal(state.sieve);
  const keeps = useIsOneOf(CUSTOMS);
  const [adds, setAdds] = useState(false);
  const { data, error, refetch } = useQuery(patrolsQuery);
  useLive(['alarm'], 'patrols patrol-alarm dispatches whereabouts');
  const shows = SHOWS.find((one) => one === show) ?? 'duty';
  const items = data && sieved(data, { show: shows, find, chosen: item }, names.place);
  const chosen = data?.find(({ id }) => id === item);
  const busy = data?.filter((one) => one.busy).length;
  const ready = data?.filter((one) => one.onDuty && !one.busy).length;
  return (
    <>
      <Desk
        title={t('office.patrols')}
        answer={data && t('patrol.answer', { busy, ready })}
        items={items}
        error={error}
        onRetry={() => void refetch()}
        idOf={({ id }) => id}
        empty={t('patrol.none')}
        row={(one) => <Row one={one} />}
        sieves={(field) => (
          <>
            <SegmentedControl
              fullWidth
              aria-label={t('office.show')}
              value={shows}
              onChange={(value) => state.setSieve({ show: value === 'duty' ? undefined : value })}
              data={SHOWS.map((value) => ({ value, label: t(`patrolsShow.${value}`) }))}
              data-testid="show"
            />
            <FindField input={field} label={t('patrol.find')} />
            {keeps && (
              <Button variant="default" onClick={() => setAdds(true)} data-testid="add-patrol">
                {t('patrol.add')}
              </Button>
            )}
          </>
        )}
      >
        {chosen !== undefined && <PatrolItem key={chosen.id} patrol={chosen} />}
        {chosen === undefined && data !== undefined && <p role="status">{t('office.gone')}</p>}
      </Desk>
      <ErrandBar />
      <AddDialog opened={adds} onClose={() => setAdds(false)} />
    </>
  );
}

function Row({ one }: { one: PatrolView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const now = useServerNow(MINUTE);
  const { name, onDuty, busy, busyWith, facilityId, contact, placedAt } = one;
  const alarm = useQuery(alarmQuery(busyWith)).data;
  return (
    <>
      <span>
        <b>{name}</b>
        <Chip waits={busy}>
          {busy
            ? t(`fieldState.${alarm?.response?.state ?? 'sent'}`)
            : t(onDuty ? 'patrol.onDuty' : 'patrol.offDuty')}
        </Chip>
      </span>
      <span>
        {names.place(facilityId)} · {contact}
      </span>
      <small>
        {alarm !== undefined && `${alarmSentence(alarm, t, language)} · `}
        {placedAt === undefined
          ? t('field.atBase')
          : t('patrol.placed', { ago: agoInWords(now - Date.parse(placedAt), t) })}
      </small>
    </>
  );
}
