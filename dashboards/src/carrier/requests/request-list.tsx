import type { ListedExceptionView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askedSentence } from '../../office/exceptions/sentence.js';
import { Chip } from '../../office/facts.js';
import { ReasonDialog, type Act } from '../../office/reason-dialog.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../../office/use-names.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServerNow } from '../../shared/services.js';
import { transitPath } from '../../transit/address.js';
import { requestsQuery, withdraw } from './api.js';
import { Failed } from '../../shared/ui/failed.js';
import classes from '../carrier.module.css';

/** What was asked for of one's transits: whether it waits, what was decided and why; what waits can be withdrawn by who asked. */
export function RequestList() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const asked = useQuery(requestsQuery);
  const { data } = asked;
  useLive(['transit'], 'requests transits');
  const ask = (one: ListedExceptionView) =>
    setAct({
      title: t('ask.withdraw'),
      text: t('ask.withdrawText', { what: word(t, 'exception', one.kind), number: one.transit.number }),
      label: t('decide.note'),
      isRequired: false,
      most: 500,
      take: async (reason) => {
        await withdraw(one, reason);
        await queries.invalidateQueries({ queryKey: ['requests'] });
      },
    });
  return (
    <section className={classes['form']} aria-labelledby="requests-title">
      <h2 id="requests-title">{t('ask.list')}</h2>
      <Failed of={asked} />
      {asked.isPending && <p className={classes['quiet']}>{t('office.loading')}</p>}
      {data?.length === 0 && <p className={classes['quiet']}>{t('ask.none')}</p>}
      <ul className={classes['history']}>
        {data?.map((one) => (
          <RequestRow key={one.id} one={one} onWithdraw={() => ask(one)} />
        ))}
      </ul>
      <ReasonDialog act={act} onClose={() => setAct(null)} />
    </section>
  );
}

function RequestRow({ one, onWithdraw }: { one: ListedExceptionView; onWithdraw(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const now = useServerNow(MINUTE);
  const at = (time: string) => clockAndDay(time, now, language);
  const { kind, state, transit, reason, askedAt, askedBy, decidedAt, decidedBy, decision } = one;
  return (
    <li data-testid="request-row" data-state={state} data-kind={kind}>
      <span className={classes['rowHead']}>
        <b>{word(t, 'exception', kind)}</b>
        <Chip waits={state === 'waiting'}>{t(`exceptionState.${state}`)}</Chip>
      </span>
      <span>
        <a href={transitPath(one.transitId)}>{transit.number}</a> · {askedSentence(one, at(one.at), names, t)}
      </span>
      <span className={classes['quiet']}>
        {[at(askedAt), askedBy, reason].filter((part) => part !== undefined).join(' · ')}
      </span>
      {decidedAt !== undefined && (
        <span>
          {[at(decidedAt), decidedBy ?? t('office.platform'), decision]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </span>
      )}
      {one.mayWithdraw && (
        <span>
          <Button variant="default" size="sm" mih={44} onClick={onWithdraw} data-testid="withdraw">
            {t('ask.withdraw')}
          </Button>
        </span>
      )}
    </li>
  );
}
