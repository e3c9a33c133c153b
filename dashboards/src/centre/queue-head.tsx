import { CUSTOMS, type Severity } from '@haidang/domain';
import { useTranslation } from 'react-i18next';
import { officePath } from '../office/pages.js';
import { whole } from '../shared/format/number.js';
import { useLanguage, useServices } from '../shared/services.js';
import { Icon } from '../shared/ui/icon.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { isOfPart, QUEUE_PARTS, type QueuePart } from './alarm-order.js';
import { AlertSwitches } from './alert-switches.js';
import type { Folded } from './use-folding.js';
import type { Alerts } from './use-alerts.js';
import classes from './alarm-queue.module.css';

interface QueueHeadProps {
  part: QueuePart;
  severity: Severity | null;
  waiting: number;
  alerts: Alerts;
  folded: Folded;
  onPart(part: QueuePart): void;
  /** Absent: there are none. */
  onFigures: (() => void) | undefined;
  onClearFilter(): void;
}

/** What the queue is of, how many of the other parts there are, and whether new alarms are heard. */
export function QueueHead(props: QueueHeadProps) {
  const { part, severity, waiting, alerts, folded, onPart, onFigures, onClearFilter } = props;
  const { t } = useTranslation();
  const { store, desk } = useServices();
  const alarms = [...useSignal(store.alarms).values()];
  const language = useLanguage();
  const handsOver = useIsOneOf(CUSTOMS);
  const ownId = useSignal(session.who)?.person.id;
  const count = (of: QueuePart) => alarms.filter((alarm) => isOfPart(alarm, of, ownId)).length;
  return (
    <>
      <header className={classes['head']}>
        <h2>
          {severity === null
            ? t('queue.title')
            : t('queue.filtered', { severity: t(`severity.${severity}`) })}
        </h2>
        {waiting > 0 && <span className={classes['quiet']}>{t('queue.waiting', { count: waiting })}</span>}
        <span className={classes['grow']} />
        {severity !== null && (
          <button type="button" className={classes['textButton']} onClick={onClearFilter}>
            {t('queue.clearFilter')}
          </button>
        )}
        <button
          type="button"
          className={classes['square']}
          aria-pressed={folded.isByTransit}
          aria-label={t('group.byTransit')}
          title={t('group.byTransit')}
          data-testid="by-transit"
          onClick={() => folded.setByTransit(!folded.isByTransit)}
        >
          <Icon name="group" />
        </button>
        {onFigures !== undefined && (
          <button
            type="button"
            className={classes['square']}
            aria-label={t('figures.title')}
            title={t('figures.title')}
            data-testid="figures-open"
            onClick={onFigures}
          >
            <Icon name="figures" />
          </button>
        )}
        {handsOver && desk.hasShifts && (
          <a
            className={classes['square']}
            href={officePath('handover')}
            aria-label={t('office.handover')}
            title={t('office.handover')}
            data-testid="handover-open"
          >
            <Icon name="handover" />
          </a>
        )}
        <AlertSwitches alerts={alerts} />
      </header>
      <div className={classes['parts']} role="group" aria-label={t('queue.parts')}>
        {QUEUE_PARTS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === part}
            data-testid={`part-${one}`}
            onClick={() => onPart(one)}
          >
            {t(`queuePart.${one}`)} <b>{whole(count(one), language)}</b>
          </button>
        ))}
      </div>
    </>
  );
}
