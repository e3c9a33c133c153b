import type { ListedExceptionView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { durationInWords } from '../../shared/format/ago.js';
import { word } from '../../shared/i18n/index.js';
import { useServerNow, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { ReasonDialog, type Act } from '../reason-dialog.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { agoInWords } from '../words.js';
import { decideException, exceptionsQuery } from './api.js';
import { ExceptionItem } from './exception-item.js';
import { sieved, SHOWS, type Show } from './sieve.js';

/** What waits on the way for an officer's word: the reason, the proof and the way, and the two answers there are. */
export function ExceptionsPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const names = useNames();
  const sieve = useSignal(state.sieve);
  const decides = useIsOneOf(CUSTOMS);
  const [act, setAct] = useState<Act | null>(null);
  const { data, error, refetch } = useQuery(exceptionsQuery);
  useLive(['transit', 'alarm'], 'exceptions transit');
  const usual: Show = decides ? 'mine' : 'waiting';
  const show = SHOWS.find((one) => one === sieve.show) ?? usual;
  const items = data && sieved(data, { show, find: sieve.find ?? '', chosen: sieve.item });
  const chosen = data?.find(({ id }) => id === sieve.item);

  const ask = (decision: 'approve' | 'refuse') => {
    if (chosen?.mayDecide !== true) return;
    setAct({
      title: t(`decide.${decision}`),
      text: t(`exceptionAct.${decision}`, {
        what: word(t, 'exception', chosen.kind),
        number: chosen.transit.number,
      }),
      label: t(decision === 'refuse' ? 'override.reason' : 'decide.note'),
      isRequired: decision === 'refuse',
      most: 500,
      take: async (reason) => {
        // one that was refused is shown as it is now, to be decided anew
        await decideException(chosen, decision, reason).finally(async () => {
          for (const queryKey of [['exceptions'], ['transit', chosen.transitId]])
            await queries.invalidateQueries({ queryKey });
        });
      },
    });
  };
  const keys = decides
    ? [
        { key: 'a', what: t('decide.approve'), act: () => ask('approve') },
        { key: 'r', what: t('decide.refuse'), act: () => ask('refuse') },
      ]
    : [];

  return (
    <>
      <Desk
        title={t('office.exceptions')}
        answer={useAnswer(data, decides)}
        items={items}
        error={error}
        onRetry={() => void refetch()}
        idOf={(one) => one.id}
        empty={t(`exceptionsNone.${show}`)}
        row={(one) => <Row one={one} />}
        keys={keys}
        sieves={(find) => (
          <>
            <SegmentedControl
              fullWidth
              aria-label={t('office.show')}
              value={show}
              onChange={(value) => state.setSieve({ show: value === usual ? undefined : value })}
              data={SHOWS.map((value) => ({ value, label: t(`exceptionsShow.${value}`) }))}
              data-testid="show"
            />
            <FindField input={find} label={t('office.findTransit')} />
          </>
        )}
      >
        {chosen !== undefined && <ExceptionItem one={chosen} names={names} onDecide={ask} />}
        {chosen === undefined && data !== undefined && <p role="status">{t('office.gone')}</p>}
      </Desk>
      <ReasonDialog act={act} onClose={() => setAct(null)} />
    </>
  );
}

function Row({ one: { kind, transit, state, askedAt, askedBy } }: { one: ListedExceptionView }) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useServerNow(MINUTE);
  return (
    <>
      <span>
        <b>{kind === 'incident' ? t('asked.incidentTitle') : word(t, 'exception', kind)}</b>
        <Chip waits={state === 'waiting'}>{t(`exceptionState.${state}`)}</Chip>
      </span>
      <span>
        {transit.number} · {names.place(transit.from)} → {names.place(transit.to)}
      </span>
      <small>
        {agoInWords(now - Date.parse(askedAt), t)}
        {askedBy !== undefined && <> · {askedBy}</>}
      </small>
    </>
  );
}

/** How many wait for whoever looks, and for how long the first. */
function useAnswer(all: readonly ListedExceptionView[] | undefined, decides: boolean): string | undefined {
  const { t } = useTranslation();
  const now = useServerNow(MINUTE);
  if (all === undefined) return undefined;
  const waiting = all.filter(({ state, mayDecide }) => (decides ? mayDecide : state === 'waiting'));
  if (waiting.length === 0) return t(decides ? 'exceptionsNeed.none' : 'exceptionsNeed.noneAtAll');
  const oldest = Math.min(...waiting.map(({ askedAt }) => Date.parse(askedAt)));
  const values = { count: waiting.length, span: durationInWords(now - oldest, t) };
  return t(decides ? 'exceptionsNeed.some' : 'exceptionsNeed.someElse', values);
}
