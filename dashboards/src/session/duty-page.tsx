import type { Duty } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { askWho } from '../shared/api/account.js';
import { PasswordForm } from './password-form.js';
import { EnrolForm } from './enrol-form.js';
import { leave } from './leave.js';
import classes from './session.module.css';

/** What must be done before anything else. */
export function DutyPage({ must }: { must: Duty }) {
  const { t } = useTranslation();
  return (
    <main className={classes['page']}>
      <div className={classes['corner']}>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <section className={classes['panel']} aria-labelledby="duty-title" data-testid={`duty-${must}`}>
        <h1 id="duty-title">{t(`duty.${must}`)}</h1>
        <p className={classes['quiet']}>{t(`dutyText.${must}`)}</p>
        {must === 'change_password' ? (
          <PasswordForm onDone={() => void askWho()} />
        ) : (
          <EnrolForm onDone={() => void askWho()} />
        )}
        <Button variant="subtle" onClick={() => void leave()}>
          {t('account.signOut')}
        </Button>
      </section>
    </main>
  );
}
