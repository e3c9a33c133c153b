import type { UserView } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PrimaryButton } from '../../session/primary-button.js';
import { clockAndDay } from '../../shared/format/time.js';
import { word } from '../../shared/i18n/index.js';
import { useLanguage, useServices } from '../../shared/services.js';
import { session } from '../../shared/session.js';
import { useSignal } from '../../shared/signal.js';
import { ActProblem } from '../act-problem.js';
import { Chip, Fact, Facts } from '../facts.js';
import { useNames } from '../use-names.js';
import classes from '../office.module.css';
import { changeUser, resetPassword, resetSecondFactor } from './api.js';
import { OneTimePassword } from './one-time-password.js';

/** One person's access, and what an administrator does with it. */
export function UserItem({ user, onChange }: { user: UserView; onChange(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const names = useNames();
  const queries = useQueryClient();
  const me = useSignal(session.who)?.person.id;
  const [password, setPassword] = useState<string | null>(null);
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const again = () => queries.invalidateQueries({ queryKey: ['users'] });
  const resetting = useMutation({
    mutationFn: () => resetPassword(user.id),
    onSuccess: ({ oneTimePassword }) => setPassword(oneTimePassword),
    onSettled: again,
  });
  const unenrolling = useMutation({ mutationFn: () => resetSecondFactor(user.id), onSettled: again });
  const disabling = useMutation({
    mutationFn: () => changeUser(user.id, { disabled: !user.disabled }),
    onSettled: again,
  });
  return (
    <article aria-label={user.name}>
      <header className={classes['itemHead']}>
        <h2>{user.name}</h2>
        <Chip>{t(user.disabled ? 'user.disabled' : 'user.active')}</Chip>
      </header>
      <div className={classes['acts']}>
        <PrimaryButton type="button" size="md" onClick={onChange} data-testid="change-user">
          {t('user.change')}
        </PrimaryButton>
        <Button variant="default" size="md" loading={resetting.isPending} onClick={() => resetting.mutate()}>
          {t('user.resetPassword')}
        </Button>
        {user.secondFactor && (
          <Button
            variant="default"
            size="md"
            loading={unenrolling.isPending}
            onClick={() => unenrolling.mutate()}
          >
            {t('user.resetSecondFactor')}
          </Button>
        )}
        {user.id !== me && (
          <Button
            variant="default"
            size="md"
            loading={disabling.isPending}
            onClick={() => disabling.mutate()}
          >
            {t(user.disabled ? 'user.enable' : 'user.disable')}
          </Button>
        )}
      </div>
      {[resetting, unenrolling, disabling].map(({ error }, i) => (
        <ActProblem key={i} error={error} />
      ))}
      {password !== null && <OneTimePassword password={password} />}
      <Facts>
        <Fact name={t('signIn.username')}>{user.username}</Fact>
        <Fact name={t('user.role')}>{word(t, 'role', user.role)}</Fact>
        <Fact name={t('user.organisation')}>{names.organisation(user.organisationId)}</Fact>
        <Fact name={t('account.secondFactor')}>{t(user.secondFactor ? 'user.yes' : 'user.no')}</Fact>
        <Fact name={t('user.mustChange')}>{user.mustChange && t('user.yes')}</Fact>
        <Fact name={t('user.createdAt')}>{at(user.createdAt)}</Fact>
        <Fact name={t('user.signedInAt')}>
          {user.signedInAt === null ? t('user.never') : at(user.signedInAt)}
        </Fact>
      </Facts>
    </article>
  );
}
