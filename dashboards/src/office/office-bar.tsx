import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../centre/switches.js';
import { PersonMenu } from '../session/person-menu.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { officePagesOf, officePath, type OfficePageName } from './pages.js';
import classes from './office.module.css';

/** The pages of the office that the role has, and which one this is. */
export function OfficeBar({ current }: { current: OfficePageName | undefined }) {
  const { t } = useTranslation();
  const role = useSignal(session.who)?.person.role;
  const pages = role === undefined ? [] : officePagesOf(role);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // on a phone the pages are wider than the window: the one that is open is in view
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current]);
  return (
    <header className={classes['bar']}>
      <a className={classes['name']} href="/centre" title={t('account.toCentre')}>
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span>{t('app.name')}</span>
      </a>
      <nav ref={nav} className={classes['nav']} aria-label={t('office.title')}>
        {pages.map(({ name }) => (
          <a
            key={name}
            href={officePath(name)}
            aria-current={name === current ? 'page' : undefined}
            data-testid={`nav-${name}`}
          >
            {t(`office.${name}`)}
          </a>
        ))}
      </nav>
      <div className={classes['switches']}>
        <LanguageSwitch />
        <ThemeSwitch />
        <PersonMenu />
      </div>
    </header>
  );
}
