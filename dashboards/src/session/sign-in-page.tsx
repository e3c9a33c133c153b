import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { demoAccountsQuery, signIn } from '../shared/api/account.js';
import { ApiError } from '../shared/api/client.js';
import { word } from '../shared/i18n/index.js';
import { useServices } from '../shared/services.js';
import { Problem } from './problem.js';
import { SignInForm } from './sign-in-form.js';
import classes from './session.module.css';

/** The first thing anybody sees. */
export function SignInPage() {
  const { t } = useTranslation();
  const { config } = useServices();
  return (
    <main className={classes['page']}>
      <div className={classes['corner']}>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <div className={classes['panels']} data-wide={config.demo || undefined}>
        <section className={classes['panel']} aria-labelledby="sign-in-title">
          <header className={classes['brand']}>
            <img src="/icon.svg" alt="" width={40} height={40} />
            <div>
              <strong>{t('app.name')}</strong>
              <span>{t('app.tagline')}</span>
            </div>
          </header>
          <h1 id="sign-in-title">{t('signIn.title')}</h1>
          <FromDirectory />
          <SignInForm />
        </section>
        {config.demo && <DemoAccounts />}
      </div>
    </main>
  );
}

/** The directory sent somebody back whom the platform does not let in. */
function FromDirectory() {
  const code = new URLSearchParams(location.search).get('signin');
  return code === null ? null : <Problem error={new ApiError(403, code, code)} />;
}

/** One click each: what every role sees. */
function DemoAccounts() {
  const { t } = useTranslation();
  const accounts = useQuery(demoAccountsQuery);
  const entering = useMutation({ mutationFn: signIn });
  return (
    <section className={classes['panel']} aria-labelledby="demo-title">
      <h2 id="demo-title">{t('signIn.demoTitle')}</h2>
      <p className={classes['quiet']}>{t('signIn.demoText')}</p>
      <ul className={classes['accounts']}>
        {(accounts.data?.items ?? []).map(({ username, password, name, role, organisation }) => (
          <li key={username}>
            <Button
              variant="default"
              fullWidth
              justify="space-between"
              classNames={{ label: classes['account']!, root: classes['accountButton']! }}
              disabled={entering.isPending}
              onClick={() => entering.mutate({ username, password })}
              data-testid={`demo-${role}`}
            >
              <span>
                <strong>{word(t, 'role', role)}</strong>
                <span>
                  {name} · {organisation}
                </span>
              </span>
              <code>{username}</code>
            </Button>
          </li>
        ))}
      </ul>
      <Problem error={entering.error ?? accounts.error} />
    </section>
  );
}
