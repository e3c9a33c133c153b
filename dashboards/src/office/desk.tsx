import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys, type KeyMap } from '../centre/use-keys.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { Failed } from '../shared/ui/failed.js';
import { Icon } from '../shared/ui/icon.js';
import { Keys, type DeskKey } from './keys.js';
import { stepIn } from './step-in.js';
import classes from './office.module.css';

interface DeskProps<T> {
  title: string;
  /** What needs whoever looks now, in one sentence; undefined while it is not known. */
  answer: string | undefined;
  /** What the list shows, in its order; undefined while it loads. */
  items: readonly T[] | undefined;
  error: Error | null;
  onRetry(): void;
  idOf(item: T): string;
  /** What the row of an item says. */
  row(item: T): ReactNode;
  /** Why there is nothing in the list. */
  empty: string;
  /** By what the list is sieved; `find` is for its text field, to which `/` goes. */
  sieves?: (find: RefObject<HTMLInputElement | null>) => ReactNode;
  /** Below the list: what reads more of it. */
  more?: ReactNode;
  /** The chosen item. */
  children: ReactNode;
  /** Keys of the page's own, and the words for them. */
  keys?: readonly DeskKey[];
}

/** The frame of every page of an office: its answer, the list at the left, the chosen item at the right; on a phone one of the two. */
export function Desk<T>(props: DeskProps<T>) {
  const { title, answer, items, error, idOf, sieves, children, keys = [] } = props;
  const { t } = useTranslation();
  const { state } = useServices();
  const chosen = useSignal(state.sieve).item;
  const [helps, setHelps] = useState(false);
  const find = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const item = useRef<HTMLElement>(null);
  const move = (by: 1 | -1) => () => {
    const next = stepIn(items?.map(idOf) ?? [], chosen, by);
    if (next === undefined) return;
    state.chooseItem(next, 'replace');
    list.current?.querySelector(`[data-item="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const close = () => state.chooseItem(undefined);
  const own: KeyMap = Object.fromEntries(keys.map(({ key, act }) => [key, act]));
  useKeys({
    ...own,
    j: move(1),
    k: move(-1),
    Enter: () => item.current?.focus(),
    '/': () => find.current?.focus(),
    '?': () => setHelps(true),
    Escape: close,
  });
  return (
    <div className={classes['desk']} data-view={chosen === undefined ? 'list' : 'item'}>
      <header className={classes['head']}>
        <h1>{title}</h1>
        <p role="status" data-testid="office-answer">
          {answer ?? t(error === null ? 'office.loading' : 'office.notRead')}
        </p>
      </header>
      <section className={classes['list']} aria-label={title}>
        {sieves !== undefined && <div className={classes['sieves']}>{sieves(find)}</div>}
        <Listed {...props} chosen={chosen} list={list} onChoose={(id) => state.chooseItem(id)} />
      </section>
      <section
        ref={item}
        className={classes['item']}
        aria-label={t('office.chosen')}
        tabIndex={-1}
        data-testid="office-item"
      >
        {chosen !== undefined && (
          <button type="button" className={classes['back']} onClick={close} data-testid="office-back">
            <Icon name="back" /> {t('office.back')}
          </button>
        )}
        {chosen === undefined ? <p className={classes['note']}>{t('office.choose')}</p> : children}
      </section>
      <Keys opened={helps} own={keys} onClose={() => setHelps(false)} />
    </div>
  );
}

interface ListedProps<T> extends DeskProps<T> {
  chosen: string | undefined;
  list: RefObject<HTMLUListElement | null>;
  onChoose(id: string): void;
}

function Listed<T>(props: ListedProps<T>) {
  const { items, error, onRetry, idOf, row, empty, more, chosen, list, onChoose } = props;
  const { t } = useTranslation();
  return (
    <div className={classes['scroll']}>
      <Failed of={{ error, data: items, refetch: onRetry }} />
      {items === undefined && error === null && <p className={classes['note']}>{t('office.loading')}</p>}
      {items?.length === 0 && <p className={classes['note']}>{empty}</p>}
      <ul ref={list} className={classes['rows']} data-testid="office-list">
        {items?.map((one) => {
          const id = idOf(one);
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={id === chosen ? 'true' : undefined}
                data-item={id}
                data-testid="office-row"
                onClick={() => onChoose(id)}
              >
                {row(one)}
              </button>
            </li>
          );
        })}
      </ul>
      {Boolean(more) && <div className={classes['more']}>{more}</div>}
    </div>
  );
}
