import type { PortMessageView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { durationInWords } from '../../shared/format/ago.js';
import { word } from '../../shared/i18n/index.js';
import { useServerNow, useServices } from '../../shared/services.js';
import { session, useIsOneOf } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Desk } from '../desk.js';
import { Chip } from '../facts.js';
import { FindField } from '../find-field.js';
import { PlaceField } from '../place-field.js';
import { ReasonDialog, type Act } from '../reason-dialog.js';
import { useLive } from '../../shared/live/use-live.js';
import { useNames } from '../use-names.js';
import { agoInWords } from '../words.js';
import { correctionsQuery, decideCorrection } from './api.js';
import { sieved, SHOWS, type Show } from './changes.js';
import { CorrectionItem } from './correction-item.js';

/** What ports want to have told otherwise: what was, what would be, and the two answers there are (forms 16, 17, 25, 26, 27). */
export function CorrectionsPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const sieve = useSignal(state.sieve);
  const me = useSignal(session.who)?.person.id;
  const isOfficer = useIsOneOf(CUSTOMS);
  const [act, setAct] = useState<Act | null>(null);
  const { data, error, refetch } = useQuery(correctionsQuery);
  useLive([], 'corrections');
  const mayDecide = (one: PortMessageView) => isOfficer && one.state === 'waiting' && one.by !== me;
  const show: Show = SHOWS.find((one) => one === sieve.show) ?? 'waiting';
  const items =
    data && sieved(data, { show, place: sieve.place, find: sieve.find ?? '', chosen: sieve.item });
  const chosen = data?.find(({ id }) => id === sieve.item);

  const ask = (decision: 'approve' | 'refuse') => {
    if (chosen === undefined || !mayDecide(chosen)) return;
    setAct({
      title: t(`decide.${decision}`),
      text: t(`correctionAct.${decision}`, { form: word(t, 'portForm', chosen.form), number: chosen.number }),
      label: t(decision === 'refuse' ? 'override.reason' : 'decide.note'),
      isRequired: decision === 'refuse',
      most: 500,
      take: async (reason) => {
        await decideCorrection(chosen, decision, reason);
        await queries.invalidateQueries({ queryKey: ['corrections'] });
        await queries.invalidateQueries({ queryKey: ['port-message'] });
      },
    });
  };
  const keys = [
    { key: 'a', what: t('decide.approve'), act: () => ask('approve') },
    { key: 'r', what: t('decide.refuse'), act: () => ask('refuse') },
  ];
  return (
    <>
      <Desk
        title={t('office.corrections')}
        answer={useAnswer(data, isOfficer)}
        items={items}
        error={error}
        onRetry={() => void refetch()}
        idOf={(one) => one.id}
        empty={t(`correctionsNone.${show}`)}
        row={(one) => <Row one={one} />}
        keys={isOfficer ? keys : []}
        sieves={(find) => (
          <>
            <SegmentedControl
              fullWidth
              aria-label={t('office.show')}
              value={show}
              onChange={(value) => state.setSieve({ show: value === 'waiting' ? undefined : value })}
              data={SHOWS.map((value) => ({ value, label: t(`exceptionsShow.${value}`) }))}
              data-testid="show"
            />
            <PlaceField />
            <FindField input={find} label={t('office.findContainer')} />
          </>
        )}
      >
        {chosen !== undefined && (
          <CorrectionItem key={chosen.id} one={chosen} mayDecide={mayDecide(chosen)} onDecide={ask} />
        )}
        {chosen === undefined && data !== undefined && <p role="status">{t('office.gone')}</p>}
      </Desk>
      <ReasonDialog act={act} onClose={() => setAct(null)} />
    </>
  );
}

function Row({ one: { form, state, container, number, facilityId, receivedAt } }: { one: PortMessageView }) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useServerNow(MINUTE);
  return (
    <>
      <span>
        <b>{word(t, 'portForm', form)}</b>
        <Chip waits={state === 'waiting'}>{t(`correctionState.${state}`)}</Chip>
      </span>
      <span>{container === undefined ? number : <ContainerNumber number={container} />}</span>
      <small>
        {names.place(facilityId)} · {agoInWords(now - Date.parse(receivedAt), t)}
      </small>
    </>
  );
}

function useAnswer(all: readonly PortMessageView[] | undefined, isOfficer: boolean): string | undefined {
  const { t } = useTranslation();
  const now = useServerNow(MINUTE);
  const waiting = all?.filter(({ state }) => state === 'waiting');
  if (waiting === undefined) return undefined;
  if (waiting.length === 0) return t('correctionsNeed.none');
  const oldest = Math.min(...waiting.map(({ receivedAt }) => Date.parse(receivedAt)));
  const values = { count: waiting.length, span: durationInWords(now - oldest, t) };
  return t(isOfficer ? 'correctionsNeed.some' : 'correctionsNeed.someElse', values);
}
