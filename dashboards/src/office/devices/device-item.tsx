import type { CredentialView, DeviceView } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { ActProblem } from '../act-problem.js';
import { Chip, Fact, Facts, Part } from '../facts.js';
import classes from '../office.module.css';
import { ReasonDialog } from '../reason-dialog.js';
import { useNames } from '../use-names.js';
import { issueCredential, revokeCredentials, rotateCredential } from './api.js';
import { ToldSecret } from './told-secrets.js';

/** One device: whose it is, what it was given, and what an administrator does about that. */
export function DeviceItem({ device }: { device: DeviceView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const queries = useQueryClient();
  const [revokes, setRevokes] = useState(false);
  const { name, kind, subject, state, organisationId, heardAt, credentials } = device;
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const again = () => queries.invalidateQueries({ queryKey: ['devices'] });
  const isShut = state === 'ended' || state === 'none';
  const giving = useMutation({
    mutationFn: () => (isShut ? issueCredential({ kind, id: subject, name }) : rotateCredential(name)),
    onSettled: again,
  });
  return (
    <article aria-label={name}>
      <header className={classes['itemHead']}>
        <h2>{name}</h2>
        <Chip waits={isShut}>{word(t, 'credentialState', state)}</Chip>
      </header>
      <div className={classes['acts']}>
        <Button
          variant="default"
          size="md"
          loading={giving.isPending}
          onClick={() => giving.mutate()}
          data-testid={isShut ? 'issue-again' : 'rotate'}
        >
          {t(isShut ? 'device.issueAgain' : 'device.rotate')}
        </Button>
        {!isShut && (
          <Button variant="default" size="md" onClick={() => setRevokes(true)} data-testid="revoke">
            {t('device.revoke')}
          </Button>
        )}
      </div>
      <ActProblem error={giving.error} />
      {giving.data !== undefined && !isShut && <ToldSecret secret={giving.data.secret} />}
      <Facts>
        <Fact name={t('device.kind')}>{word(t, 'deviceKind', kind)}</Fact>
        <Fact name={t('device.subject')}>{kind === 'forwarder' ? names.organisation(subject) : subject}</Fact>
        <Fact name={t('device.owner')}>{organisationId !== null && names.organisation(organisationId)}</Fact>
        <Fact name={t('device.heardAt')}>
          {(kind === 'seal' || kind === 'gate') && (heardAt === null ? t('user.never') : at(heardAt))}
        </Fact>
      </Facts>
      <Part title={t('device.credentials')}>
        {credentials.map((one) => (
          <Credential key={one.id} credential={one} at={at} />
        ))}
      </Part>
      <ReasonDialog
        act={
          revokes
            ? {
                ...{ title: t('device.revokeNow'), text: t('device.revokeText', { name }) },
                ...{ label: t('device.reason'), isRequired: true, most: 500 },
                take: async (words) => {
                  await revokeCredentials(name, words);
                  await again();
                },
              }
            : null
        }
        onClose={() => setRevokes(false)}
      />
    </article>
  );
}

function Credential({ credential, at }: { credential: CredentialView; at(time: string): string }) {
  const { t } = useTranslation();
  const { method, issuedAt, usedAt, endsAt, revokedAt, revokedFor } = credential;
  return (
    <Facts>
      <Fact name={word(t, 'credentialMethod', method)}>{t('device.issuedAt', { time: at(issuedAt) })}</Fact>
      <Fact name={t('device.usedAt')}>{usedAt === null ? t('user.never') : at(usedAt)}</Fact>
      <Fact name={t('device.endsAt')}>{revokedAt === null && endsAt !== null && at(endsAt)}</Fact>
      <Fact name={t('device.revokedAt')}>
        {revokedAt !== null &&
          [at(revokedAt), revokedFor === 'replaced' ? t('device.replaced') : revokedFor].join(' · ')}
      </Fact>
    </Facts>
  );
}
