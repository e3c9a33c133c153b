import type { TransitView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageKeys } from '../centre/page-keys.js';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { useKeys } from '../centre/use-keys.js';
import office from '../office/office.module.css';
import { PersonMenu } from '../session/person-menu.js';
import { lastTransitQuery } from '../shared/api/transits.js';
import { useIsOneOf } from '../shared/session.js';
import { UnseenTitle } from '../shared/ui/unseen-title.js';
import { Advice } from './advice.js';
import { History } from './history.js';
import { ImportForm } from './import-form.js';
import { RequestForm } from './requests/request-form.js';
import { RequestList } from './requests/request-list.js';
import { RegisterForm } from './register-form.js';
import { CARRIERS } from './worth-knowing.js';
import classes from './carrier.module.css';

/** A dispatcher's desk: register transits, see what was registered, and what to do when customs calls. */
export function CarrierPage() {
  const { t } = useTranslation();
  const isCarrier = useIsOneOf(CARRIERS);
  const last = useQuery({ ...lastTransitQuery, enabled: isCarrier }).data;
  const find = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => find.current?.focus() });
  const [changed, setChanged] = useState<TransitView | null>(null);
  useEffect(() => {
    document.title = `${t('carrier.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className={office['page']}>
      <header className={office['bar']}>
        <a className={office['name']} href="/" title={t('carrier.back')} data-testid="to-transits">
          <img src="/icon.svg" alt="" width={26} height={26} />
          <span>{t('app.name')}</span>
        </a>
        <nav className={office['nav']} aria-label={t('carrier.title')}>
          <a href="/">{t('carrier.back')}</a>
          <a href="/carrier" aria-current="page">
            {t('carrier.title')}
          </a>
        </nav>
        <div className={office['switches']}>
          <LanguageSwitch />
          <ThemeSwitch />
          <PersonMenu />
        </div>
      </header>
      <main className={classes['page']}>
        <UnseenTitle>{t('carrier.title')}</UnseenTitle>
        {!isCarrier && <p className={classes['quiet']}>{t('office.notForYou')}</p>}
        {isCarrier && (
          <div className={classes['columns']}>
            <div>
              <RegisterForm
                // begun anew with what was entered
                key={changed?.id ?? ''}
                last={last ?? undefined}
                changed={changed}
                onLeave={() => setChanged(null)}
              />
              <ImportForm />
            </div>
            <div>
              <RequestForm />
              <RequestList />
              <History find={find} onChange={setChanged} />
              <Advice />
            </div>
          </div>
        )}
        <PageKeys
          keys={[
            { key: '/', what: t('history.find') },
            { key: 'Esc', what: t('keys.leaveField') },
          ]}
        />
      </main>
    </div>
  );
}
