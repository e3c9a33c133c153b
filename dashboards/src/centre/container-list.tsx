import type { Position } from '@haidang/contract';
import { SECOND, SEE_ALARMS } from '@haidang/domain';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { spanInWords } from '../shared/format/ago.js';
import { whole } from '../shared/format/number.js';
import { isStale } from '../shared/map/marks/mark.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Icon } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import classes from './alarm-queue.module.css';

const ROW_HEIGHT = 60;

interface ContainerListProps {
  list: 'inTransit' | 'stale';
  onOpen(sealId: string): void;
  onBack(): void;
}

/** The containers in view behind a figure of the top bar, renewed every few seconds so that a row can be hit. */
export function ContainerList({ list, onOpen, onBack }: ContainerListProps) {
  const { t } = useTranslation();
  const { state, store } = useServices();
  const language = useLanguage();
  const isTold = useIsOneOf(SEE_ALARMS);
  const chosen = useSignal(state.seal);
  const now = useServerNow(5 * SECOND);
  const positions = useMemo(() => select(store.positions, list, now), [store, list, now]);
  const scroll = useRef<HTMLDivElement>(null);
  const clusters = useSignal(store.clusters);
  const rows = useVirtualizer({
    count: positions.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  return (
    <section className={classes['panel']} aria-label={t(`list.${list}`)}>
      <header className={classes['head']}>
        <div>
          <h2>{t(`list.${list}`)}</h2>
          <span className={classes['quiet']}>
            {whole(positions.length, language)} {t('list.inView')}
          </span>
        </div>
        <span className={classes['grow']} />
        <button type="button" className={classes['textButton']} onClick={onBack}>
          <Icon name="back" size={14} /> {t(isTold ? 'list.back' : 'transits.title')}
        </button>
      </header>
      <div ref={scroll} className={classes['scroll']}>
        {clusters.size > 0 && <p className={classes['empty']}>{t('list.clustered')}</p>}
        {positions.length === 0 && clusters.size === 0 && (
          <p className={classes['empty']}>{t('list.empty')}</p>
        )}
        <div className={classes['rows']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const position = positions[item.index]!;
            return (
              <div
                key={position.sealId}
                className={classes['slot']}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              >
                <div className={classes['row']} data-current={position.sealId === chosen}>
                  <button type="button" className={classes['body']} onClick={() => onOpen(position.sealId)}>
                    <StateMark
                      state={position.state}
                      stale={isStale(position, now)}
                      size={14}
                      label={[
                        t(`markState.${position.state}`),
                        ...(isStale(position, now) ? [t('markState.stale')] : []),
                      ].join(', ')}
                    />
                    <span>
                      {position.container === null ? (
                        t('card.noContainer')
                      ) : (
                        <ContainerNumber number={position.container} />
                      )}
                    </span>
                    <span className={classes['time']}>
                      {spanInWords(Math.max(0, now - Date.parse(position.time)), t)}
                    </span>
                    <span className={classes['detail']}>{t('card.seal', { id: position.sealId })}</span>
                  </button>
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** Those of the list, the longest silent first for the stale, else by container. */
function select(
  positions: ReadonlyMap<string, Position>,
  list: 'inTransit' | 'stale',
  now: number,
): Position[] {
  const underWay = [...positions.values()].filter((one) => one.transitId !== null);
  if (list === 'stale')
    return underWay.filter((one) => isStale(one, now)).sort((a, b) => a.time.localeCompare(b.time));
  return underWay.sort((a, b) => (a.container ?? a.sealId).localeCompare(b.container ?? b.sealId));
}
