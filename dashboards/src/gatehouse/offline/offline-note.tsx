import type { PassageView } from '@haidang/contract';
import { notCheckedOf } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import type { TrustedList } from './list.js';
import classes from './offline.module.css';

interface OfflineNoteProps {
  passage: PassageView;
  /** It has yet to be told to the platform. */
  isUntold: boolean;
  list: TrustedList | null;
  /** In a list: that it was, and whether it was wrong. */
  isShort?: boolean;
}

/** That a passage was decided without a network, from which list and by whom; what was not checked, and what the platform made of it. */
export function OfflineNote({ passage, isUntold, list, isShort = false }: OfflineNoteProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const { decidedOffline: decided, direction, container = null } = passage;
  if (decided === undefined) return null;
  const wasWrong = decided.verdict === 'pass' && decided.judged.length > 0;
  return (
    <div
      className={classes['note']}
      data-short={isShort || undefined}
      data-testid="offline-note"
      data-untold={isUntold || undefined}
    >
      <p>
        <strong>{t(isUntold ? 'offline.untold' : 'offline.told')}</strong>{' '}
        {decided.listAt === undefined
          ? t('offline.byNoList', { name: decided.by })
          : t('offline.byList', {
              time: clockAndDay(decided.listAt, store.clock.now(), language),
              name: decided.by,
            })}
      </p>
      {isUntold && !isShort && (
        <p>
          {t('offline.notChecked')}{' '}
          {notCheckedOf({ direction, container }, list)
            .map((what) => word(t, 'notChecked', what))
            .join('; ')}
          {'.'}
        </p>
      )}
      {wasWrong && (
        <p data-testid="judged">
          <strong>{t(decided.caseId === undefined ? 'offline.wrong' : 'offline.wrongCase')}</strong>
        </p>
      )}
    </div>
  );
}
