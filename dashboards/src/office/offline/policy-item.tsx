import type { Facility } from '@haidang/contract';
import { AFTER_EXPIRY, LIST_MINUTES, type OfflinePolicy, type Role } from '@haidang/domain';
import { NumberInput, Radio } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { ApiError } from '../../shared/api/client.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { useIsOneOf } from '../../shared/session.js';
import { ActProblem } from '../act-problem.js';
import { Part } from '../facts.js';
import { officePath } from '../pages.js';
import { useNames } from '../use-names.js';
import { facilityQuery, policyHistoryQuery, policyOf, setPolicy } from './api.js';
import { policyInWords } from './words.js';
import { Failed } from '../../shared/ui/failed.js';
import classes from '../office.module.css';

const SETS: readonly Role[] = ['administrator'];
const READS_LEDGER: readonly Role[] = ['auditor'];

/** A place's policy: set by an administrator, read by all who work by it; what was changed, for auditors. */
export function PolicyItem({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const maySet = useIsOneOf(SETS);
  const readsLedger = useIsOneOf(READS_LEDGER);
  const asked = useQuery(facilityQuery(id));
  const { data } = asked;
  return (
    <article aria-label={name}>
      <header className={classes['itemHead']}>
        <h2>{name}</h2>
      </header>
      <Failed of={asked} />
      {data !== undefined && (
        <>
          <p className={classes['said']} data-testid="policy">
            {policyInWords(policyOf(data.value), t)}
          </p>
          <p>{t('policy.takes')}</p>
          {maySet && <PolicyForm key={data.tag ?? ''} facility={data.value} tag={data.tag} />}
          {!maySet && <p className={classes['quiet']}>{t('policy.whoSets')}</p>}
        </>
      )}
      {readsLedger && <History id={id} />}
    </article>
  );
}

function PolicyForm({ facility, tag }: { facility: Facility; tag: string | undefined }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const before = policyOf(facility);
  const [policy, setDraft] = useState<OfflinePolicy>(before);
  const change = (part: Partial<OfflinePolicy>) => setDraft((known) => ({ ...known, ...part }));
  const saving = useMutation({
    mutationFn: () => setPolicy(facility.id, policy, tag),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['facility', facility.id] });
      await queries.invalidateQueries({ queryKey: ['facilities'] });
    },
  });
  const isChanged = policy.listMinutes !== before.listMinutes || policy.afterExpiry !== before.afterExpiry;
  const isPossible = policy.listMinutes >= LIST_MINUTES.least && policy.listMinutes <= LIST_MINUTES.most;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && isPossible) saving.mutate();
  };
  const wasOvertaken = saving.error instanceof ApiError && saving.error.code === 'changed_meanwhile';
  return (
    <form className={classes['choices']} onSubmit={submit}>
      <NumberInput
        label={t('policy.listMinutes')}
        description={t('policy.listMinutesHint', { ...LIST_MINUTES })}
        size="md"
        maw={280}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        max={LIST_MINUTES.most}
        error={isPossible ? undefined : t('policy.listMinutesHint', { ...LIST_MINUTES })}
        value={policy.listMinutes}
        onChange={(value) => change({ listMinutes: Number(value) })}
        data-testid="list-minutes"
      />
      <Radio.Group
        label={t('policy.afterExpiry')}
        value={policy.afterExpiry}
        onChange={(value) => change({ afterExpiry: AFTER_EXPIRY.find((one) => one === value)! })}
      >
        <div className={classes['choices']}>
          {AFTER_EXPIRY.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`afterExpiry.${one}`)}
              description={t(`afterExpiryIs.${one}`)}
              data-testid={`after-${one}`}
            />
          ))}
        </div>
      </Radio.Group>
      {wasOvertaken ? <p role="alert">{t('policy.overtaken')}</p> : <ActProblem error={saving.error} />}
      <PrimaryButton
        size="md"
        w="fit-content"
        disabled={!isChanged || !isPossible}
        loading={saving.isPending}
        data-testid="policy-save"
      >
        {t('policy.save')}
      </PrimaryButton>
    </form>
  );
}

function History({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useNames();
  const { store } = useServices();
  const asked = useQuery(policyHistoryQuery(id));
  const { data } = asked;
  return (
    <Part title={t('policy.history')}>
      <Failed of={asked} />
      {data?.length === 0 && <p className={classes['quiet']}>{t('policy.noHistory')}</p>}
      <ul className={classes['odd']} data-testid="policy-history">
        {data?.map(({ entry, was, isNow }) => (
          <li key={entry.id}>
            <a href={officePath('ledger', { find: `facility/${id}`, item: entry.id })}>
              {clockAndDay(entry.at, store.clock.now(), language)}
            </a>
            {' · '}
            {entry.by === undefined
              ? t('office.platform')
              : `${word(t, 'role', entry.by.role)}, ${names.organisation(entry.by.organisationId)}`}
            {': '}
            {policyInWords(was, t)} → {policyInWords(isNow, t)}
          </li>
        ))}
      </ul>
    </Part>
  );
}
