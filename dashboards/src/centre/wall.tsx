import { SECOND } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { alarmSentence } from '../shared/format/alarm.js';
import { whole } from '../shared/format/number.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { UnseenTitle } from '../shared/ui/unseen-title.js';
import { byUrgency } from './alarm-order.js';
import { GRAVEST_FIRST } from './counts.js';
import { MapView } from './map-view.js';
import classes from './wall.module.css';

/** The video wall: the map, three figures to be read across a room, the newest critical alarm; no controls. */
export function Wall() {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const counts = useSignal(store.counts);
  const figure = (value: number | undefined) => (value === undefined ? '–' : whole(value, language));
  return (
    <main className={classes['wall']}>
      <UnseenTitle>{t('app.name')}</UnseenTitle>
      <MapView bare />
      <dl className={classes['figures']}>
        <div>
          <dt>{t('counts.inTransit')}</dt>
          <dd data-testid="count-in-transit">{figure(counts?.inTransit)}</dd>
        </div>
        <div>
          <dt>{t('counts.stale')}</dt>
          <dd data-testid="count-stale">{figure(counts?.stale)}</dd>
        </div>
        <div>
          <dt>{t('counts.openAlarms')}</dt>
          <dd className={classes['alarms']}>
            {GRAVEST_FIRST.map((severity) => (
              <span key={severity} data-testid={`count-${severity}`}>
                <StateMark state={severity} size={38} label={t(`severity.${severity}`)} />
                {figure(counts?.openAlarms[severity])}
              </span>
            ))}
          </dd>
        </div>
      </dl>
      <Newest />
    </main>
  );
}

function Newest() {
  const { t } = useTranslation();
  const language = useLanguage();
  const alarms = useSignal(useServices().store.alarms);
  const now = useServerNow(10 * SECOND);
  const newest = [...alarms.values()]
    .filter(({ severity, state, end }) => severity === 'critical' && state !== 'shelved' && end === undefined)
    .sort(byUrgency)[0];
  if (newest === undefined) return <p className={classes['calm']}>{t('wall.calm')}</p>;
  return (
    <section className={classes['newest']} aria-label={t('wall.newest')}>
      <StateMark state="critical" size={52} label={t('severity.critical')} />
      <div>
        <strong>{alarmSentence(newest, t, language)}</strong>
        <span>
          {newest.containerNumber !== undefined && <ContainerNumber number={newest.containerNumber} />}
          {newest.transitNumber} · {clockAndDay(newest.start, now, language)} ·{' '}
          {spanInWords(Math.max(0, now - Date.parse(newest.start)), t)}
        </span>
      </div>
    </section>
  );
}
