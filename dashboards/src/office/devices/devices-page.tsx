import { DEVICE_KINDS, type DeviceView } from '@haidang/contract';
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { word } from '../../shared/i18n/index.js';
import { useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import classes from '../office.module.css';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { agoInWords } from '../words.js';
import { devicesQuery } from './api.js';
import { DeviceItem } from './device-item.js';
import { ImportDialog } from './import-dialog.js';
import { IssueDialog } from './issue-dialog.js';

const SHOWS = ['active', 'all'] as const;

/** Who may speak to the platform as which device. */
export function DevicesPage() {
  const { t } = useTranslation();
  const { state, store } = useServices();
  const names = useNames();
  const { item, show, kind, find = '' } = useSignal(state.sieve);
  const [opens, setOpens] = useState<'issue' | 'import' | null>(null);
  const { data, error, refetch } = useQuery(devicesQuery);
  useLive([], 'devices');
  const shows = show === 'all' ? 'all' : 'active';
  const wanted = find.trim().toLowerCase();
  const isOver = ({ state: is }: DeviceView) => is === 'ended' || is === 'none';
  const ownerOf = ({ organisationId }: DeviceView) =>
    organisationId === null ? '' : names.organisation(organisationId);
  const items = data?.filter(
    (one) =>
      one.name === item ||
      ((shows === 'all' || !isOver(one)) &&
        (kind === undefined || one.kind === kind) &&
        `${one.name} ${one.subject} ${ownerOf(one)}`.toLowerCase().includes(wanted)),
  );
  const chosen = data?.find(({ name }) => name === item);
  const answer =
    data &&
    t('office.devicesNeed', {
      active: data.filter((one) => !isOver(one)).length,
      unused: data.filter((one) => one.state === 'unused').length,
    });
  const heard = ({ heardAt }: DeviceView) =>
    heardAt === null
      ? undefined
      : t('device.heard', { ago: agoInWords(store.clock.now() - Date.parse(heardAt), t) });
  return (
    <>
      <Desk
        title={t('office.devices')}
        answer={answer}
        items={items}
        error={error}
        onRetry={() => void refetch()}
        idOf={({ name }) => name}
        empty={t('device.none')}
        row={(one) => (
          <>
            <span>
              <b>{one.name}</b>
              <Chip waits={isOver(one)}>{word(t, 'credentialState', one.state)}</Chip>
            </span>
            <span>
              {[word(t, 'deviceKind', one.kind), ownerOf(one)].filter((text) => text !== '').join(' · ')}
            </span>
            <small>{heard(one)}</small>
          </>
        )}
        sieves={(field) => (
          <>
            <div className={classes['line']}>
              <SegmentedControl
                fullWidth
                aria-label={t('office.show')}
                value={shows}
                onChange={(value) => state.setSieve({ show: value === 'active' ? undefined : value })}
                data={SHOWS.map((value) => ({ value, label: t(`devicesShow.${value}`) }))}
                data-testid="show"
              />
            </div>
            <div className={classes['line']}>
              <Button variant="default" onClick={() => setOpens('issue')} data-testid="new-device">
                {t('device.issue')}
              </Button>
              <Button variant="default" onClick={() => setOpens('import')} data-testid="import-devices">
                {t('device.import')}
              </Button>
            </div>
            <NativeSelect
              aria-label={t('device.kind')}
              value={kind ?? ''}
              data={[
                { value: '', label: t('device.everyKind') },
                ...DEVICE_KINDS.map((value) => ({ value, label: word(t, 'deviceKind', value) })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                state.setSieve({ kind: value === '' ? undefined : value })
              }
            />
            <FindField input={field} label={t('device.find')} />
          </>
        )}
      >
        {chosen !== undefined && <DeviceItem key={chosen.name} device={chosen} />}
        {chosen === undefined && data !== undefined && <p role="status">{t('office.gone')}</p>}
      </Desk>
      <IssueDialog opened={opens === 'issue'} onClose={() => setOpens(null)} />
      <ImportDialog opened={opens === 'import'} onClose={() => setOpens(null)} />
    </>
  );
}
