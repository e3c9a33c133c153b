import type { ListedPassageView } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { standing } from '../../gatehouse/passages.js';
import { Verdict } from '../../gatehouse/verdict.js';
import { formatPlate } from '../../shared/format/plate.js';
import { problemInWords } from '../../shared/format/problem.js';
import { clock, date } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { MoreButton } from '../more-button.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { useWork } from '../../shared/use-work.js';
import { Working } from '../../shared/ui/working.js';
import { itemOf, passageQuery, passagesListQuery, passagesQueryOf, savePassages } from './api.js';
import { PassageItem } from './passage-item.js';
import { PassageSieves } from './passage-sieves.js';
import classes from '../office.module.css';

/** What passed or was held at the gates that one sees, the newest first, as far back as one asks. */
export function PassagesPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const sieve = useSignal(state.sieve);
  const [query] = useDebouncedValue(passagesQueryOf(sieve), 250);
  const list = useInfiniteQuery(passagesListQuery(query));
  const news = useNews(query);
  const items = list.data?.pages.flatMap((page) => page.items);
  const listed = items?.find((one) => itemOf(one) === sieve.item);
  const isFar = sieve.item !== undefined && items !== undefined && listed === undefined;
  const far = useQuery({ ...passageQuery(sieve.item ?? ''), enabled: isFar });
  const chosen = listed ?? far.data;
  const saving = useWork(savePassages);
  useLive([], 'office-passages');
  return (
    <Desk
      title={t('office.passages')}
      answer={useAnswer(items, list.hasNextPage)}
      items={items}
      error={list.error}
      onRetry={() => void list.refetch()}
      idOf={(one: ListedPassageView) => itemOf(one)}
      empty={t('passage.none')}
      row={(one) => <Row one={one} />}
      sieves={(find) => (
        <>
          <PassageSieves find={find} />
          <div className={classes['pair']}>
            <Button
              variant="default"
              disabled={news.count === 0}
              onClick={() => news.show()}
              data-testid="passages-new"
            >
              {t('passage.new', { count: news.count })}
            </Button>
            <Button
              variant="default"
              loading={saving.isPending}
              onClick={() => saving.mutate(query)}
              data-testid="passages-csv"
            >
              {t('passage.csv')}
            </Button>
          </div>
          <Working work={saving} what={t('transit.making')} />
          {saving.error !== null && (
            <p role="alert">{t('transit.notSaved', { detail: problemInWords(saving.error, t) })}</p>
          )}
        </>
      )}
      more={<MoreButton list={list} />}
    >
      {chosen != null && <PassageItem key={itemOf(chosen)} one={chosen} />}
      {chosen == null && items !== undefined && !far.isFetching && <p role="status">{t('office.gone')}</p>}
    </Desk>
  );
}

/** What came since the list was read waits until it is asked for: nothing moves under the hand. */
function useNews(query: string): { count: number; show(): void } {
  const { feed } = useServices();
  const queries = useQueryClient();
  const [count, setCount] = useState(0);
  useEffect(() => feed.onPassage(() => setCount((before) => before + 1)), [feed]);
  useEffect(() => setCount(0), [query]);
  const show = () => {
    setCount(0);
    void queries.resetQueries({ queryKey: ['office-passages', query] });
  };
  return { count, show };
}

function Row({ one }: { one: ListedPassageView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const { container, plate, time, direction, gateId, lane, decision, override, decidedOffline, transit } =
    one;
  const [first, ...others] = decision.reasons;
  return (
    <>
      <span>
        {container === undefined ? (
          <b>{plate === undefined ? t('figuresPage.unread') : formatPlate(plate)}</b>
        ) : (
          <ContainerNumber number={container} />
        )}
        <Verdict verdict={standing(one)} size="small" />
      </span>
      <span>
        {[
          `${clock(time, language)} ${date(time, language)}`,
          t(`direction.${direction}`),
          names.gate(gateId),
          lane === undefined ? undefined : t('gatehouse.lane', { lane }),
          container !== undefined && plate !== undefined ? formatPlate(plate) : undefined,
          transit?.number,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
      {(first !== undefined || override !== undefined || decidedOffline !== undefined) && (
        <small>
          {override !== undefined && <Chip>{t('passage.overridden')}</Chip>}{' '}
          {decidedOffline !== undefined && <Chip>{t('passage.offline')}</Chip>}{' '}
          {first !== undefined && word(t, 'hold', first)}
          {others.length > 0 && ` (+${others.length})`}
        </small>
      )}
    </>
  );
}

/** How many were read, how many of them were held at first, and whether there are more. */
function useAnswer(items: readonly ListedPassageView[] | undefined, hasMore: boolean): string | undefined {
  const { t } = useTranslation();
  if (items === undefined) return undefined;
  const held = items.filter(({ decision }) => decision.verdict === 'hold').length;
  return t(hasMore ? 'passage.answerMore' : 'passage.answer', { count: items.length, held });
}
