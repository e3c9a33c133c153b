import { MINUTE } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow } from '../shared/services.js';
import classes from './container-card.module.css';

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
