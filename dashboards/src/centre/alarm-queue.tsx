import { useVirtualizer } from '@tanstack/react-virtual';
import type { Severity } from '@haidang/domain';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { movedOn } from '../shared/api/alarms.js';
import { ApiError } from '../shared/api/client.js';
import { problemInWords } from '../shared/format/problem.js';
import { useServices } from '../shared/services.js';
import { useSelected, useSignal } from '../shared/signal.js';
import type { QueuePart } from './alarm-order.js';
import { AlarmRow } from './alarm-row.js';
import { AlertNotes } from './alert-switches.js';
import { FloodNote } from './flood-note.js';
import { GroupHead } from './group-head.js';
import { lastActOf } from './last-act.js';
import { QueueHead } from './queue-head.js';
import type { AlarmQueue as Queue } from './use-alarm-queue.js';
import type { Alerts } from './use-alerts.js';
import type { Folded } from './use-folding.js';
import type { Desk } from './use-desk.js';
import classes from './alarm-queue.module.css';

/** A row of two lines of text, without buttons or status; the rows measure themselves. */
const ROW_HEIGHT = 62;

interface AlarmQueueProps {
  queue: Queue;
  desk: Desk;
  alerts: Alerts;
  folded: Folded;
  part: QueuePart;
  severity: Severity | null;
  onPart(part: QueuePart): void;
  onFigures: (() => void) | undefined;
  onClearFilter(): void;
}

/** The alarms, the gravest first. Only the rows in view exist; nothing moves while the list is in use. */
export function AlarmQueue(props: AlarmQueueProps) {
  const { queue, desk, alerts, folded, part, severity } = props;
  const { t } = useTranslation();
  const { state, store } = useServices();
  const current = useSignal(state.alarm);
  const isLoaded = useSelected(store.counts, (counts) => counts !== null);
  const scroll = useRef<HTMLDivElement>(null);
  const { items } = folded;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    // another function has every row of the list measured anew
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    overscan: 6,
  });
  const { acts } = desk;
  const acknowledgeAll = useCallback(
    (ids: readonly string[]) => acts.acknowledgeAll(ids.flatMap((id) => store.alarms.get().get(id) ?? [])),
    [acts, store],
  );
  const order = useRef(items);
  useEffect(() => {
    order.current = items;
  });
  // Only a step of the operator's scrolls, never a row that took another place by itself.
  useEffect(() => {
    const at = current === undefined ? -1 : order.current.findIndex(({ key }) => key === current);
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [current, rows]);

  const emptyTitle =
    part !== 'all'
      ? t(`queueEmpty.${part}`)
      : t(severity === null ? 'queue.emptyTitle' : 'queue.emptyFiltered');
  return (
    <section className={classes['panel']} aria-label={t('queue.title')}>
      <QueueHead {...props} waiting={queue.waiting.length} />
      <AlertNotes alerts={alerts} />
      <FloodNote folded={folded} />
      {queue.waiting.length > 0 && (
        <button
          type="button"
          className={classes['waiting']}
          data-testid="alarms-waiting"
          onClick={queue.flow}
        >
          {t('queue.show', { count: queue.waiting.length })}
        </button>
      )}
      {desk.taking.isError && (
        <p className={classes['problem']} role="alert">
          {describe(desk.taking.error)}
        </p>
      )}
      <div
        ref={scroll}
        className={classes['scroll']}
        onPointerMove={(event) => queue.pointer(event.pointerType === 'mouse')}
        onPointerLeave={() => queue.pointer(false)}
        onPointerDown={queue.hold}
        onScroll={queue.hold}
      >
        {!isLoaded && <p className={classes['empty']}>{t('queue.loading')}</p>}
        {isLoaded && queue.rows.length === 0 && (
          <div className={classes['empty']}>
            <strong>{emptyTitle}</strong>
            {part === 'all' && severity === null && <span>{t('queue.emptyText')}</span>}
          </div>
        )}
        <div className={classes['rows']} style={{ height: rows.getTotalSize() }}>
          {/* the rows in view lie in the flow: one that grows pushes the others in the same frame */}
          <div style={{ height: rows.getVirtualItems()[0]?.start ?? 0 }} />
          {rows.getVirtualItems().map((item) => {
            const alarm = queue.alarm(String(item.key));
            const group = items[item.index]?.group;
            return (
              <div key={item.key} ref={rows.measureElement} data-index={item.index}>
                {group !== undefined && (
                  <GroupHead
                    group={group}
                    isOpen={folded.isOpen(group.key)}
                    mayAct={desk.mayAct}
                    onToggle={folded.toggle}
                    onAcknowledge={acknowledgeAll}
                  />
                )}
                {alarm !== undefined && (
                  <AlarmRow alarm={alarm} current={alarm.id === current} desk={desk.acts} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );

  function describe(error: Error): string {
    if (error instanceof ApiError && error.code === 'alarm_changed') return t('queue.changed');
    const now = movedOn(error);
    if (now !== undefined) return lastActOf(now, t);
    return t('queue.failed', { detail: problemInWords(error, t) });
  }
}
