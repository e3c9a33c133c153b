import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../../shared/services.js';
import { MINUTE } from '@haidang/domain';
import type { Booth } from './booth.js';
import type { Reach } from './reach.js';
import { useBoothState, useReached } from './use-booth.js';
import classes from './offline.module.css';

interface Line {
  reach: Reach;
  booth: Booth | null;
}

/** `online · list 08:03, good until 12:03`. */
export function LineStatus({ reach, booth }: Line) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { status } = useReached(reach);
  const { store } = useServices();
  useServerNow(MINUTE / 4);
  const { list } = useBoothState(booth);
  const isExpired = list !== null && (booth?.clock.now() ?? store.clock.now()) > list.expiresAt;
  return (
    <p
      className={classes['status']}
      data-testid="line-status"
      data-status={status}
      data-list={list?.id}
      data-expired={isExpired || undefined}
    >
      {t(`line.${status}`)}
      {list !== null && (
        <>
          {' · '}
          {t(isExpired ? 'line.expired' : 'line.list', {
            time: clockAndDay(list.at, store.clock.now(), language),
            until: clockAndDay(list.expiresAt, store.clock.now(), language),
          })}
        </>
      )}
    </p>
  );
}

/** Says, calmly and unmistakably, that this gate decides by itself, from what, and until when. Nothing while the platform decides. */
export function OfflineBanner({ reach, booth }: Line) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  useServerNow(MINUTE / 4);
  const now = booth?.clock.now() ?? store.clock.now();
  const { status, since } = useReached(reach);
  const { list, isOpen } = useBoothState(booth);
  if (status === 'online') return null;
  const at = (time: number) => clockAndDay(time, store.clock.now(), language);
  const word = list === null ? 'none' : now <= list.expiresAt ? 'good' : list.afterExpiry;
  return (
    <section className={classes['banner']} role="alert" data-testid="offline-banner" data-word={word}>
      <strong>{t('offline.title', { time: at(since) })}</strong>
      {isOpen && (
        <span>
          {list === null
            ? t('offlineList.none')
            : t(`offlineList.${word}`, { at: at(list.at), until: at(list.expiresAt) })}
        </span>
      )}
      <span>{t('offline.mending')}</span>
    </section>
  );
}
