import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../shared/api/account.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { PasswordField } from './password-field.js';
import { PrimaryButton } from './primary-button.js';
import { Problem } from './problem.js';
import classes from './session.module.css';

const SHORTEST = 12;

/** A new password in the place of one's own. */
export function PasswordForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const who = useSignal(session.who);
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const changing = useMutation({ mutationFn: () => changePassword(password, next), onSuccess: onDone });
  const isSame = next === again;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSame) changing.mutate();
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      {/* for password managers, which want to know whose it is */}
      <input type="text" autoComplete="username" value={who?.person.username ?? ''} readOnly hidden />
      <PasswordField value={password} onChange={setPassword} autoFocus data-testid="present-password" />
      <PasswordField
        label={t('account.next')}
        description={t('account.nextHelp', { count: SHORTEST })}
        value={next}
        onChange={setNext}
        autoComplete="new-password"
        minLength={SHORTEST}
        maxLength={200}
        data-testid="next-password"
      />
      <PasswordField
        label={t('account.again')}
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        error={again !== '' && !isSame ? t('account.differs') : undefined}
        data-testid="again-password"
      />
      <Problem error={changing.error} />
      <PrimaryButton loading={changing.isPending} disabled={!isSame} data-testid="change-password">
        {t('account.change')}
      </PrimaryButton>
    </form>
  );
}
