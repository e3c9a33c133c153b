import type { Position, TransitView } from '@haidang/contract';
import { SECOND, SEE_ALARMS, SEE_CARGO } from '@haidang/domain';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../office/more-button.js';
import { partsQuery } from '../shared/api/parts.js';
import { spanInWords } from '../shared/format/ago.js';
import { markWords } from '../shared/format/mark.js';
import { whole } from '../shared/format/number.js';
import { isStale } from '../shared/map/marks/mark.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { ContainerNumber } from '../shared/ui/container-number.js';
import { Failed } from '../shared/ui/failed.js';
import { Icon } from '../shared/ui/icon.js';
import { StateMark } from '../shared/ui/state-mark.js';
import classes from './alarm-queue.module.css';

const ROW_HEIGHT = 60;

interface ContainerListProps {
  list: 'inTransit' | 'stale';
  onOpen(sealId: string): void;
  onBack(): void;
}

/** The containers behind a figure of the top bar. */
export function ContainerList({ list, onOpen, onBack }: ContainerListProps) {
  const seesCargo = useIsOneOf(SEE_CARGO);
  return list === 'inTransit' && seesCargo ? (
    <UnderWay onOpen={onOpen} onBack={onBack} />
  ) : (
    <InView list={list} onOpen={onOpen} onBack={onBack} />
  );
}

/** All transits under way, part by part, wherever the map looks. */
function UnderWay({ onOpen, onBack }: Omit<ContainerListProps, 'list'>) {
  const { t } = useTranslation();
  const { store } = useServices();
  const now = useServerNow(5 * SECOND);
  const total = useSignal(store.counts)?.inTransit;
  const asked = useInfiniteQuery(partsQuery<TransitView>('under-way', '/transits', 'state=in_transit'));
  const boxes = useMemo(
    () =>
      asked.data?.pages.flatMap(({ items }) =>
        items.flatMap(({ containers, ...transit }) =>
          containers.flatMap(({ number, sealId }) =>
            sealId === undefined ? [] : [{ number, sealId, transit }],
          ),
        ),
      ),
    [asked.data],
  );
  return (
    <Frame
      list="inTransit"
      about={total === undefined ? '' : t('list.underWay', { count: total })}
      onBack={onBack}
      rows={boxes ?? []}
      notes={
        <>
          <Failed of={asked} />
          {asked.isPending && <p className={classes['empty']}>{t('transits.loading')}</p>}
          {boxes?.length === 0 && <p className={classes['empty']}>{t('list.none')}</p>}
        </>
      }
      more={<MoreButton list={asked} />}
      row={({ number, sealId, transit }) => {
        const position = store.positions.get(sealId);
        return (
          <Row
            sealId={sealId}
            onOpen={onOpen}
            mark={position && <MarkOf position={position} now={now} />}
            name={<ContainerNumber number={number} />}
            time={position === undefined ? '' : spanInWords(Math.max(0, now - Date.parse(position.time)), t)}
            detail={
              <>
                <span>{transit.number}</span>
                <span>{t('card.seal', { id: sealId })}</span>
              </>
            }
          />
        );
      }}
    />
  );
}

/** Those in view, renewed every few seconds so that a row can be hit. */
function InView({ list, onOpen, onBack }: ContainerListProps) {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const now = useServerNow(5 * SECOND);
  const positions = useMemo(() => select(store.positions, list, now), [store, list, now]);
  const clusters = useSignal(store.clusters);
  return (
    <Frame
      list={list}
      about={`${whole(positions.length, language)} ${t('list.inView')}`}
      onBack={onBack}
      rows={positions}
      notes={
        <>
          {clusters.size > 0 && <p className={classes['empty']}>{t('list.clustered')}</p>}
          {positions.length === 0 && clusters.size === 0 && (
            <p className={classes['empty']}>{t('list.empty')}</p>
          )}
        </>
      }
      row={(position) => (
        <Row
          sealId={position.sealId}
          onOpen={onOpen}
          mark={<MarkOf position={position} now={now} />}
          name={
            position.container === null ? (
              t('card.noContainer')
            ) : (
              <ContainerNumber number={position.container} />
            )
          }
          time={spanInWords(Math.max(0, now - Date.parse(position.time)), t)}
          detail={t('card.seal', { id: position.sealId })}
        />
      )}
    />
  );
}

interface FrameProps<T> extends Pick<ContainerListProps, 'list' | 'onBack'> {
  /** What the list is of, and how many. */
  about: string;
  rows: readonly T[];
  row(one: T): ReactNode;
  /** Why there is nothing in it, or not all. */
  notes: ReactNode;
  more?: ReactNode;
}

/** The list's head, and of its rows those in sight. */
function Frame<T extends { readonly sealId: string }>(props: FrameProps<T>) {
  const { list, about, onBack, rows, row, notes, more } = props;
  const { t } = useTranslation();
  const isTold = useIsOneOf(SEE_ALARMS);
  const scroll = useRef<HTMLDivElement>(null);
  const shown = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  return (
    <section className={classes['panel']} aria-label={t(`list.${list}`)} data-testid={`list-${list}`}>
      <header className={classes['head']}>
        <div>
          <h2>{t(`list.${list}`)}</h2>
          <span className={classes['quiet']}>{about}</span>
        </div>
        <span className={classes['grow']} />
        <button type="button" className={classes['textButton']} onClick={onBack}>
          <Icon name="back" size={14} /> {t(isTold ? 'list.back' : 'transits.title')}
        </button>
      </header>
      <div ref={scroll} className={classes['scroll']}>
        {notes}
        <div className={classes['rows']} style={{ height: shown.getTotalSize() }}>
          {shown.getVirtualItems().map((item) => (
            <div
              key={rows[item.index]!.sealId}
              className={classes['slot']}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
            >
              {row(rows[item.index]!)}
            </div>
          ))}
        </div>
        {more}
      </div>
    </section>
  );
}

function MarkOf({ position, now }: { position: Position; now: number }) {
  const { t } = useTranslation();
  const label = markWords(position, now, t);
  return <StateMark state={position.state} stale={isStale(position, now)} size={14} label={label} />;
}

interface RowProps extends Pick<ContainerListProps, 'onOpen'> {
  sealId: string;
  /** Nothing where the container is not in view. */
  mark: ReactNode;
  name: ReactNode;
  /** Since when its position is. */
  time: string;
  detail: ReactNode;
}

function Row({ sealId, mark, name, time, detail, onOpen }: RowProps) {
  const chosen = useSignal(useServices().state.seal);
  return (
    <div className={classes['row']} data-current={sealId === chosen} data-testid="container-row">
      <button type="button" className={classes['body']} onClick={() => onOpen(sealId)}>
        <span>{mark}</span>
        <span>{name}</span>
        <span className={classes['time']}>{time}</span>
        <span className={classes['detail']}>{detail}</span>
      </button>
    </div>
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
