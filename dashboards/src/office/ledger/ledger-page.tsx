import type { LedgerEntryView, Page } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { get } from '../../shared/api/client.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Fact, Facts, Part } from '../facts.js';
import { FindField } from '../find-field.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { subjectsIn } from './subjects.js';

/** So many are told, the latest. */
const SHOWN = 500;

/** The story of things, in the order of the chain; of all things the latest first. */
function ledgerQuery(subjects: readonly string[]) {
  return queryOptions({
    queryKey: ['ledger', subjects],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({
        limit: String(SHOWN),
        ...(subjects.length > 0 && { subject: subjects.join(',') }),
      });
      const { items } = await get<Page<LedgerEntryView>>(`/ledger?${query}`, { signal });
      return subjects.length > 0 ? items.toReversed() : items;
    },
    placeholderData: keepPreviousData,
    refetchInterval: 30 * SECOND,
  });
}

/** What was done, by whom and when, and the proof of each. */
export function LedgerPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const { item, find = '' } = useSignal(state.sieve);
  const [typed] = useDebouncedValue(find, 300);
  const subjects = subjectsIn(typed);
  const { data, error, refetch } = useQuery(ledgerQuery(subjects));
  useLive([], 'ledger');
  const chosen = data?.find(({ id }) => id === item);
  const answer =
    data &&
    (subjects.length > 0
      ? t('ledger.story', { count: data.length })
      : t('ledger.latest', { count: data.length }));
  return (
    <Desk
      title={t('office.ledger')}
      answer={answer}
      items={data}
      error={error}
      onRetry={() => void refetch()}
      idOf={({ id }) => id}
      empty={t('ledger.none')}
      row={(entry) => <Row entry={entry} />}
      sieves={(field) => (
        <>
          <FindField input={field} label={t('ledger.find')} />
          <p className={classes['cut']}>{t('ledger.help')}</p>
        </>
      )}
    >
      {chosen !== undefined && <Entry key={chosen.id} entry={chosen} />}
      {chosen === undefined && data !== undefined && <p role="status">{t('office.gone')}</p>}
    </Desk>
  );
}

/** What was done, in words: `transit.depart` is a transit that departed. */
function inWords(t: TFunction, kind: string): string {
  const [thing = '', deed = ''] = kind.split('.');
  return `${word(t, 'ledgerThing', thing)}: ${word(t, 'ledgerDeed', deed)}`;
}

function Row({ entry: { kind, subject, at, by } }: { entry: LedgerEntryView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  return (
    <>
      <span>
        <b>{inWords(t, kind)}</b>
      </span>
      <span>{subject}</span>
      <small>
        {clockAndDay(at, store.clock.now(), language)} ·{' '}
        {by === undefined ? t('office.platform') : word(t, 'role', by.role)}
      </small>
    </>
  );
}

function Entry({ entry }: { entry: LedgerEntryView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, store } = useServices();
  const names = useNames();
  const { id, kind, subject, at, by, position, hash, data } = entry;
  return (
    <article aria-label={`${inWords(t, kind)} ${subject}`}>
      <header className={classes['itemHead']}>
        <h2>{inWords(t, kind)}</h2>
        <button
          type="button"
          className={classes['textButton']}
          onClick={() => state.setSieve({ find: subject })}
          data-testid="ledger-story"
        >
          {t('ledger.toStory', { subject })}
        </button>
      </header>
      <Facts>
        <Fact name={t('ledger.at')}>{clockAndDay(at, store.clock.now(), language)}</Fact>
        <Fact name={t('ledger.by')}>
          {by === undefined
            ? t('office.platform')
            : `${word(t, 'role', by.role)} · ${names.organisation(by.organisationId)} · ${by.personId}`}
        </Fact>
        <Fact name={t('ledger.kind')}>{kind}</Fact>
        <Fact name={t('ledger.position')}>{position ?? t('ledger.unchained')}</Fact>
        <Fact name={t('ledger.hash')}>{hash}</Fact>
      </Facts>
      <Part title={t('ledger.says')}>
        {data === undefined ? (
          <p className={classes['quiet']}>{t('ledger.forgotten')}</p>
        ) : (
          <pre className={classes['data']} tabIndex={0}>
            {JSON.stringify(data, null, 2)}
          </pre>
        )}
      </Part>
      <Part title={t('ledger.proof')}>
        <p className={classes['quiet']}>{t('ledger.proofText')}</p>
        <p>
          <a
            href={`/api/v1/ledger/${id}/proof`}
            download={`haidang-proof-${position ?? id}.json`}
            data-testid="proof"
          >
            {t('ledger.download')}
          </a>
        </p>
      </Part>
    </article>
  );
}
