import type { TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { departureSaid } from '../shared/format/departure.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import classes from './container-card.module.css';

/** By when it must depart, while it has not; that it departed late afterwards. */
export function DepartureDeadline({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const said = departureSaid(transit, useServerNow(MINUTE / 2), t, language);
  if (said === undefined) return null;
  return (
    <span className={classes['deadline']} data-overdue={said.isLate} data-testid="depart-by">
      {t('card.departBy', { time: said.time })}
      <b>{said.span}</b>
    </span>
  );
}

interface DeadlineProps {
  arriveBy: string | null;
  arrivedAt: string | null;
  /** Says how long that is, where nothing says how much time the arrival leaves; what is overdue is said in any case. */
  countdown: boolean;
}

/** By when it must arrive, and how long that is; no countdown once it has. */
export function Deadline({ arriveBy, arrivedAt, countdown }: DeadlineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE / 2);
  if (arriveBy === null) return <span className={classes['quiet']}>{t('card.noDeadline')}</span>;
  const left = Date.parse(arriveBy) - now;
  const span = spanInWords(Math.abs(left), t);
  return (
    <span className={classes['deadline']} data-overdue={left < 0 && arrivedAt === null}>
      {t('card.deadline', { time: clockAndDay(arriveBy, now, language) })}
      {arrivedAt === null && (countdown || left < 0) && (
        <b>{left < 0 ? t('card.overdue', { span }) : t('card.toGo', { span })}</b>
      )}
    </span>
  );
}
