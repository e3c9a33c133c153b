import { useTranslation } from 'react-i18next';
import { useEffect, type ComponentType } from 'react';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { CasesPage } from './cases/cases-page.js';
import { CorrectionsPage } from './corrections/corrections-page.js';
import { DeadlinesPage } from './deadlines/deadlines-page.js';
import { DevicesPage } from './devices/devices-page.js';
import { DoubtPage } from './doubt/doubt-page.js';
import { ExceptionsPage } from './exceptions/exceptions-page.js';
import { LedgerPage } from './ledger/ledger-page.js';
import { OfflinePage } from './offline/offline-page.js';
import { OfficeBar } from './office-bar.js';
import { OutagesPage } from './outages/outages-page.js';
import { FiguresPage } from '../figures/figures-page.js';
import { HandoverPage } from '../handover/handover-page.js';
import { PassagesPage } from './passages/passages-page.js';
import { PatrolsPage } from './patrols/patrols-page.js';
import { officePageAt, type OfficePageName } from './pages.js';
import { SealsPage } from './seals/seals-page.js';
import { TransitsPage } from './transits/transits-page.js';
import { UsersPage } from './users/users-page.js';
import { YardPage } from './yard/yard-page.js';
import classes from './office.module.css';

const BODIES: Readonly<Record<OfficePageName, ComponentType>> = {
  exceptions: ExceptionsPage,
  transits: TransitsPage,
  corrections: CorrectionsPage,
  cases: CasesPage,
  doubt: DoubtPage,
  yard: YardPage,
  passages: PassagesPage,
  seals: SealsPage,
  patrols: PatrolsPage,
  deadlines: DeadlinesPage,
  outages: OutagesPage,
  handover: HandoverPage,
  figures: FiguresPage,
  offline: OfflinePage,
  ledger: LedgerPage,
  users: UsersPage,
  devices: DevicesPage,
};

/** An office's window: what waits for a decision, what stands where, what was done. */
export function OfficePage() {
  const { t } = useTranslation();
  const role = useSignal(session.who)?.person.role;
  const name = role === undefined ? undefined : officePageAt(location.pathname, role);
  const title = name === undefined ? t('office.title') : t(`office.${name}`);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  const Body = name === undefined ? undefined : BODIES[name];
  return (
    <div className={classes['page']}>
      <OfficeBar current={name} />
      <main className={classes['main']}>
        {Body === undefined ? <p className={classes['note']}>{t('office.notForYou')}</p> : <Body />}
      </main>
    </div>
  );
}
