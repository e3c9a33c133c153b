import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../shared/api/account.js';
import { ApiError } from '../shared/api/client.js';
import { useServices } from '../shared/services.js';
import { PasswordField } from './password-field.js';
import { PrimaryButton } from './primary-button.js';
import { Problem } from './problem.js';
import classes from './session.module.css';

/** Name and password, then a code where one is wanted; by the authority's directory where there is one. */
export function SignInForm({ username: known = '' }: { username?: string }) {
  const { t } = useTranslation();
  const { config } = useServices();
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const entering = useMutation({
    mutationFn: () => signIn({ username, password, ...(wantsCode && { totp }) }),
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      if (error.code === 'second_factor_needed') setWantsCode(true);
      if (error.code === 'second_factor_wrong') setTotp('');
      if (error.code === 'sign_in_refused') setPassword('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.mutate();
  };
  const needsCode = entering.error instanceof ApiError && entering.error.code === 'second_factor_needed';
  return (
    <form className={classes['form']} onSubmit={submit} data-testid="sign-in-form">
      <TextInput
        label={t('signIn.username')}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        autoFocus={known === ''}
        disabled={wantsCode}
        size="md"
        data-testid="username"
      />
      <PasswordField
        label={t('signIn.password')}
        value={password}
        onChange={setPassword}
        autoFocus={known !== ''}
        disabled={wantsCode}
        size="md"
        data-testid="password"
      />
      {wantsCode && (
        <TextInput
          label={t('signIn.code')}
          description={t('signIn.codeHelp')}
          value={totp}
          onChange={(event) => setTotp(event.currentTarget.value)}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          minLength={6}
          required
          withAsterisk={false}
          autoFocus
          size="md"
          data-testid="totp"
        />
      )}
      {!needsCode && <Problem error={entering.error} />}
      <PrimaryButton size="md" loading={entering.isPending} data-testid="sign-in">
        {t('signIn.enter')}
      </PrimaryButton>
      {wantsCode && (
        <Button
          variant="subtle"
          onClick={() => {
            setWantsCode(false);
            setTotp('');
            entering.reset();
          }}
        >
          {t('signIn.back')}
        </Button>
      )}
      {config.directory !== null && !wantsCode && (
        <Button
          component="a"
          variant="default"
          size="md"
          href="/api/v1/session/directory"
          data-testid="directory"
        >
          {t('signIn.directory', { name: config.directory })}
        </Button>
      )}
    </form>
  );
}
