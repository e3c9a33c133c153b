import type { SecondFactorView } from '@haidang/contract';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { beginSecondFactor, confirmSecondFactor } from '../shared/api/account.js';
import { PasswordField } from './password-field.js';
import { PrimaryButton } from './primary-button.js';
import { Problem } from './problem.js';
import classes from './session.module.css';

/** An authenticator in three steps: who it is, the secret and a first code, and codes for the day it is lost. */
export function EnrolForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const beginning = useMutation({ mutationFn: () => beginSecondFactor(password) });
  const confirming = useMutation({
    mutationFn: () => confirmSecondFactor(code),
    onError: () => setCode(''),
  });
  const submit = (act: () => void) => (event: FormEvent) => {
    event.preventDefault();
    act();
  };
  if (confirming.data !== undefined) return <RecoveryCodes codes={confirming.data} onDone={onDone} />;
  if (beginning.data === undefined)
    return (
      <form className={classes['form']} onSubmit={submit(() => beginning.mutate())}>
        <PasswordField value={password} onChange={setPassword} autoFocus data-testid="enrol-password" />
        <Problem error={beginning.error} />
        <PrimaryButton loading={beginning.isPending} data-testid="enrol-begin">
          {t('enrol.begin')}
        </PrimaryButton>
      </form>
    );
  return (
    <form className={classes['form']} onSubmit={submit(() => confirming.mutate())}>
      <Secret {...beginning.data} />
      <TextInput
        label={t('enrol.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]{3} ?[0-9]{3}"
        title={t('enrol.code')}
        required
        withAsterisk={false}
        autoFocus
        data-testid="enrol-code"
      />
      <Problem error={confirming.error} />
      <PrimaryButton loading={confirming.isPending} data-testid="enrol-confirm">
        {t('enrol.confirm')}
      </PrimaryButton>
    </form>
  );
}

function Secret({ secret, uri }: SecondFactorView) {
  const { t } = useTranslation();
  const { size, path } = useMemo(() => drawn(uri), [uri]);
  return (
    <>
      <p className={classes['quiet']}>{t('enrol.scan')}</p>
      <svg
        className={classes['qr']}
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t('enrol.picture')}
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <p className={classes['quiet']}>
        {t('enrol.byHand')} <code data-testid="enrol-secret">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
    </>
  );
}

/** The dark squares of the QR code as one path. */
function drawn(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { border: 3 });
  const squares = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return { size, path: squares.join('') };
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  const { t } = useTranslation();
  return (
    <div className={classes['form']} role="status">
      <p>{t('enrol.recovery')}</p>
      <ul className={classes['codes']} data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <PrimaryButton type="button" onClick={onDone} autoFocus data-testid="enrol-done">
        {t('enrol.kept')}
      </PrimaryButton>
    </div>
  );
}
