import type { HandoverView } from '@haidang/contract';
import { CUSTOMS, MINUTE } from '@haidang/domain';
import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActProblem } from '../office/act-problem.js';
import { Desk } from '../office/desk.js';
import { Chip } from '../office/facts.js';
import { MoreButton } from '../office/more-button.js';
import { useLive } from '../shared/live/use-live.js';
import { useNames } from '../office/use-names.js';
import { PrimaryButton } from '../session/primary-button.js';
import { problemInWords } from '../shared/format/problem.js';
import { clockAndDay } from '../shared/format/time.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { begin, handoversQuery, LOOKS } from './api.js';
import { Note } from './note.js';
import { SignDialog } from './sign-dialog.js';
import { useChosen } from './use-chosen.js';
import type { Telling } from './words.js';

const SHOWS = ['own', 'all'] as const;

/** A shift hands over to the next: the note under way, and those of before. */
export function HandoverPage() {
  const { t } = useTranslation();
  const { state } = useServices();
  const queries = useQueryClient();
  const telling = useTelling();
  const person = useSignal(session.who)?.person;
  const mayAct = useIsOneOf(CUSTOMS);
  const { item, show = mayAct ? 'own' : 'all' } = useSignal(state.sieve);
  const list = useInfiniteQuery({
    ...handoversQuery(show === 'own' ? person?.organisation.id : undefined),
    refetchInterval: LOOKS,
  });
  const data = list.data?.pages.flatMap((page) => page.items);
  const underWay = data?.find(
    (one) => one.state !== 'taken' && one.organisationId === person?.organisation.id,
  );
  const beginning = useMutation({
    mutationFn: begin,
    onSuccess: (note) => {
      queries.setQueryData(['handover', note.id], note);
      void queries.invalidateQueries({ queryKey: ['handovers'] });
      state.chooseItem(note.id);
    },
  });
  const chosen = useChosen(item);
  // what was asked for when the dialogue opened, whatever the note has become meanwhile
  const [signs, setSigns] = useState<'give' | 'take'>();
  const sign = () => {
    if (chosen.next === undefined) return;
    chosen.signing.reset();
    setSigns(chosen.next);
  };
  useLive(['alarm', 'outage', 'deadline'], 'handover');
  const mayBegin = mayAct && data !== undefined && underWay === undefined;
  const start = () => {
    if (mayBegin && !beginning.isPending) beginning.mutate();
    else if (underWay !== undefined) state.chooseItem(underWay.id);
  };
  return (
    <Desk<HandoverView>
      title={t('office.handover')}
      answer={useAnswer(data, underWay)}
      items={data}
      error={list.error}
      onRetry={() => void list.refetch()}
      more={<MoreButton list={list} />}
      idOf={({ id }) => id}
      empty={t('handover.noNotes')}
      row={(one) => <Row one={one} />}
      keys={[
        ...(mayAct ? [{ key: 'n', what: t('handover.beginOrOpen'), act: start }] : []),
        { key: 'p', what: t('handover.print'), act: () => item !== undefined && print() },
        ...(mayAct ? [{ key: 'g', what: t('handover.signKey'), act: sign }] : []),
      ]}
      sieves={() => (
        <>
          {mayBegin && (
            <PrimaryButton
              type="button"
              onClick={start}
              loading={beginning.isPending}
              data-testid="begin-handover"
            >
              {t('handover.begin')}
            </PrimaryButton>
          )}
          <ActProblem error={beginning.error} />
          <SegmentedControl
            fullWidth
            aria-label={t('office.show')}
            value={show === 'all' ? 'all' : 'own'}
            onChange={(value) => state.setSieve({ show: value })}
            data={SHOWS.map((value) => ({ value, label: t(`handoverShow.${value}`) }))}
            data-testid="show"
          />
        </>
      )}
    >
      {chosen.note === undefined ? (
        <p role="status">
          {chosen.error === null
            ? t('office.loading')
            : t('office.failed', { detail: problemInWords(chosen.error, t) })}
        </p>
      ) : (
        <Note key={item} {...chosen} note={chosen.note} telling={telling} onSign={sign} />
      )}
      {signs !== undefined && chosen.note !== undefined && (
        <SignDialog
          {...{ ...chosen, telling }}
          as={signs}
          note={chosen.note}
          onClose={() => setSigns(undefined)}
        />
      )}
    </Desk>
  );
}

function useTelling(): Telling {
  const { t } = useTranslation();
  return { t, language: useLanguage(), names: useNames(), now: useServerNow(MINUTE / 2) };
}

function Row({ one }: { one: HandoverView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const { begunAt, begunBy, state, given, taken, counts, organisationId } = one;
  const who = [given?.by ?? begunBy, taken?.by].filter((name) => name !== undefined).join(' → ');
  return (
    <>
      <span>
        <b>{clockAndDay(begunAt, 0, language)}</b>
        <Chip waits={state !== 'taken'}>{t(`handoverState.${state}`)}</Chip>
      </span>
      <span>{who}</span>
      <small>
        {names.organisation(organisationId)} · {t('handoverCount.alarm', { count: counts.alarm })}
      </small>
    </>
  );
}

function useAnswer(all: readonly HandoverView[] | undefined, underWay: HandoverView | undefined) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(MINUTE);
  if (all === undefined) return undefined;
  if (underWay?.state === 'given')
    return t('handoverNeed.given', {
      ...{ name: underWay.given!.by, time: clockAndDay(underWay.given!.at, now, language) },
    });
  if (underWay !== undefined)
    return t('handoverNeed.draft', { time: clockAndDay(underWay.begunAt, now, language) });
  const last = all.find(({ taken }) => taken !== undefined)?.taken;
  return last === undefined
    ? t('handoverNeed.none')
    : t('handoverNeed.taken', { name: last.by, time: clockAndDay(last.at, now, language) });
}
