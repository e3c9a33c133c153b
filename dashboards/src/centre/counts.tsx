import { SEE_ALARMS, type Severity } from '@haidang/domain';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { numeral, whole } from '../shared/format/number.js';
import { useLanguage, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSelected, useSignal } from '../shared/signal.js';
import { StateMark } from '../shared/ui/state-mark.js';
import { alarmFiguresQuery } from './alarm-figures.js';
import type { Panel } from './panel.js';
import classes from './counts.module.css';

export const GRAVEST_FIRST: readonly Severity[] = ['critical', 'major', 'minor'];

interface CountsProps {
  panel: Panel;
  onPanel(panel: Panel): void;
  onFigures(): void;
}

/** The figures of the country. Each is a door: it opens its list. */
export function Counts({ panel, onPanel, onFigures }: CountsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const counts = useSignal(useServices().store.counts);
  const figure = (value: number | undefined) => (value === undefined ? '–' : whole(value, language));
  // none at all would be said of what they are not told
  const isTold = useIsOneOf(SEE_ALARMS);
  const toggle = (next: Panel) => onPanel(isSame(panel, next) ? ALL : next);
  return (
    <div className={classes['counts']} role="group" aria-label={t('counts.label')}>
      <button
        type="button"
        data-testid="count-in-transit"
        aria-pressed={panel.list === 'inTransit'}
        title={t('counts.showInTransit')}
        onClick={() => toggle({ list: 'inTransit' })}
      >
        <span>{t('counts.inTransit')}</span>
        <b>{figure(counts?.inTransit)}</b>
      </button>
      <button
        type="button"
        data-testid="count-stale"
        aria-pressed={panel.list === 'stale'}
        title={t('counts.showStale')}
        onClick={() => toggle({ list: 'stale' })}
      >
        <span>{t('counts.stale')}</span>
        <b>{figure(counts?.stale)}</b>
      </button>
      {isTold && (
        <span className={classes['alarms']}>
          <span className={classes['label']}>{t('counts.openAlarms')}</span>
          {GRAVEST_FIRST.map((severity) => (
            <button
              key={severity}
              type="button"
              data-testid={`count-${severity}`}
              aria-pressed={panel.list === 'alarms' && panel.severity === severity}
              aria-label={t('counts.filterBy', {
                severity: t(`severity.${severity}`),
                count: counts?.openAlarms[severity] ?? 0,
              })}
              title={t('counts.filterBy', {
                severity: t(`severity.${severity}`),
                count: counts?.openAlarms[severity] ?? 0,
              })}
              onClick={() => toggle({ list: 'alarms', severity })}
            >
              <StateMark state={severity} size={15} />
              <b>{figure(counts?.openAlarms[severity])}</b>
            </button>
          ))}
        </span>
      )}
      {isTold && <Rate onFigures={onFigures} />}
    </div>
  );
}

/** How many alarms each person at a desk has had in ten minutes: about one is bearable. */
function Rate({ onFigures }: Pick<CountsProps, 'onFigures'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  // the first map waits for nothing that can come after it
  const isUp = useSelected(useServices().store.counts, (counts) => counts !== null);
  const { data } = useQuery({ ...alarmFiguresQuery, enabled: isUp });
  return (
    <button
      type="button"
      className={classes['rate']}
      data-testid="count-rate"
      title={t('counts.showRate')}
      onClick={onFigures}
    >
      <b>{data === undefined ? '–' : numeral(data.rate, language)}</b>
      <span>{t('counts.rate')}</span>
    </button>
  );
}

const ALL: Panel = { list: 'alarms', severity: null };

function isSame(a: Panel, b: Panel): boolean {
  return a.list === b.list && (a.list !== 'alarms' || b.list !== 'alarms' || a.severity === b.severity);
}
