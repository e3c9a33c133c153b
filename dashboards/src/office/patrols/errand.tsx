import type { AlarmView, WhereaboutsView } from '@haidang/contract';
import { CUSTOMS, DISPATCH_NEXT, FIELD_OUTCOMES, type FieldOutcome } from '@haidang/domain';
import { Button, Radio, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import {
  dispatchesQuery,
  reportFromField,
  uploadFrom,
  whereaboutsQuery,
  type Told,
} from '../../shared/api/field.js';
import { alarmSentence } from '../../shared/format/alarm.js';
import { alarmReason } from '../../shared/format/reason.js';
import { placeInWords } from '../../shared/format/place.js';
import { clockAndDay } from '../../shared/format/time.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { ContainerNumber } from '../../shared/ui/container-number.js';
import { Failed } from '../../shared/ui/failed.js';
import { PicturesField } from '../../shared/ui/pictures-field.js';
import { ActProblem } from '../act-problem.js';
import { Fact, Facts } from '../facts.js';
import classes from '../office.module.css';

/** What a patrol was sent to: where, with which words, and what it tells next, each by one large button. */
export function Errand({ alarm, patrolId }: { alarm: AlarmView; patrolId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const queries = useQueryClient();
  const tells = useIsOneOf(CUSTOMS);
  const [ends, setEnds] = useState(false);
  const dispatches = useQuery(dispatchesQuery(alarm.id));
  const telling = useMutation({
    mutationFn: (told: Told) => reportFromField(alarm, told),
    onSettled: () => {
      for (const key of ['patrols', 'patrol-alarm', 'dispatches'])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const target = useQuery(whereaboutsQuery(alarm.id)).data;
  const { response, containerNumber, sealId } = alarm;
  if (response === undefined || response.patrolId !== patrolId) return null;
  const next = DISPATCH_NEXT[response.state];
  const sent = dispatches.data?.find(({ id }) => id === response.dispatchId);
  const reason = alarmReason(alarm, t, language);
  const centre = new URLSearchParams({ ...(sealId !== undefined && { seal: sealId }), alarm: alarm.id });
  return (
    <section
      className={classes['part']}
      aria-label={t('patrol.errand')}
      data-testid="errand"
      data-state={response.state}
    >
      {response.state === 'sent' && (
        <p className={classes['said']}>
          <b>{t('patrol.newErrand')}</b>
        </p>
      )}
      <p className={classes['said']}>{alarmSentence(alarm, t, language)}</p>
      {reason !== undefined && <p>{reason}</p>}
      <Failed of={dispatches} what={t('field.message')} />
      {sent !== undefined && (
        <p>
          <q>{sent.message}</q>{' '}
          <small>
            {[clockAndDay(sent.sentAt, store.clock.now(), language), sent.sentBy]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </small>
        </p>
      )}
      <Target
        place={alarm.place}
        at={alarm.start}
        of="alarm"
        {...(containerNumber !== undefined && { container: containerNumber })}
        {...target}
      />
      <span className={classes['doors']}>
        <a href={`/centre?${centre.toString()}`}>{t('patrol.toAlarm')}</a>
      </span>
      {tells && !ends && (
        <div className={classes['acts']}>
          {next.includes('accepted') && (
            <PrimaryButton
              type="button"
              size="lg"
              loading={telling.isPending}
              onClick={() => telling.mutate({ state: 'accepted' })}
              data-testid="tell-accepted"
            >
              {t('field.accepted')}
            </PrimaryButton>
          )}
          {next.includes('on_spot') && (
            <PrimaryButton
              type="button"
              size="lg"
              {...(next.includes('accepted') && { variant: 'default', c: 'var(--text)' })}
              loading={telling.isPending}
              onClick={() => telling.mutate({ state: 'on_spot' })}
              data-testid="tell-on_spot"
            >
              {t('field.on_spot')}
            </PrimaryButton>
          )}
          {next.includes('done') && (
            <Button variant="default" size="lg" onClick={() => setEnds(true)} data-testid="tell-done">
              {t('field.done')}
            </Button>
          )}
        </div>
      )}
      {tells && ends && (
        <OutcomeForm
          alarm={alarm}
          tell={(told) => telling.mutateAsync(told)}
          onLeave={() => setEnds(false)}
        />
      )}
      <ActProblem error={telling.error} />
    </section>
  );
}

/** Which truck it is and where it is by now, and the way there. */
function Target({ of, place, at, container, vehicle }: WhereaboutsView) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const where = placeInWords(place);
  const time = clockAndDay(at, store.clock.now(), language);
  return (
    <>
      <Facts>
        {vehicle !== undefined && (
          <Fact name={t('patrol.truck')}>
            <b>{[vehicle.plate, vehicle.trailer].filter((part) => part !== undefined).join(' · ')}</b>
          </Fact>
        )}
        {container !== undefined && (
          <Fact name={t('patrol.container')}>
            <ContainerNumber number={container} />
          </Fact>
        )}
        <Fact name={t(of === 'seal' ? 'patrol.seenLast' : 'patrol.began')}>{time}</Fact>
      </Facts>
      <span className={classes['doors']}>
        <a href={`geo:${where}?q=${where}`} data-testid="errand-way" data-of={of}>
          {t('patrol.way', { where })}
        </a>
      </span>
    </>
  );
}

interface OutcomeFormProps {
  alarm: AlarmView;
  tell(told: Told): Promise<AlarmView>;
  onLeave(): void;
}

/** What was found on the spot, in words and pictures; what was typed stays when it cannot be sent. */
function OutcomeForm({ alarm, tell, onLeave }: OutcomeFormProps) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<FieldOutcome>('confirmed');
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const saving = useMutation({
    mutationFn: async () => {
      const evidence: string[] = [];
      for (const file of files) evidence.push(await uploadFrom(alarm, file));
      const text = words.trim();
      return tell({ state: 'done', outcome, evidence, ...(text !== '' && { text }) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form className={classes['choices']} onSubmit={submit}>
      <Radio.Group label={t('field.outcomeTitle')} value={outcome} onChange={(value) => setOutcome(value)}>
        <div className={classes['choices']}>
          {FIELD_OUTCOMES.map((one) => (
            <Radio
              key={one}
              size="md"
              value={one}
              label={t(`fieldOutcome.${one}`)}
              data-testid={`outcome-${one}`}
            />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t('field.report')}
        size="md"
        autosize
        minRows={2}
        maxLength={1000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-testid="outcome-words"
      />
      <PicturesField label={t('field.pictures')} value={files} onChange={setFiles} />
      {saving.error !== null && <ActProblem error={saving.error} />}
      <div className={classes['acts']}>
        <PrimaryButton size="lg" loading={saving.isPending} data-testid="outcome-save">
          {t('field.finish')}
        </PrimaryButton>
        <Button variant="default" size="lg" onClick={onLeave}>
          {t('override.leave')}
        </Button>
      </div>
    </form>
  );
}
