import { useTranslation } from 'react-i18next';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { officePagesOf, officePath, type OfficePageName } from './pages.js';
import classes from './office.module.css';

/** From a container to its other pages. @param but the page on which they stand */
export function ContainerLinks({ number, but }: { number: string; but?: OfficePageName }) {
  const { t } = useTranslation();
  const role = useSignal(session.who)?.person.role;
  const pages =
    role === undefined ? [] : officePagesOf(role).flatMap(({ name }) => (name === but ? [] : name));
  return (
    <span className={classes['links']}>
      {pages.includes('yard') && <a href={officePath('yard', { find: number })}>{t('containerLink.yard')}</a>}
      {pages.includes('cases') && (
        <a href={officePath('cases', { show: 'all', find: number })}>{t('containerLink.cases')}</a>
      )}
      {pages.includes('doubt') && (
        <a href={officePath('doubt', { kind: 'container', item: number })}>{t('containerLink.doubt')}</a>
      )}
      {pages.includes('ledger') && (
        <a href={officePath('ledger', { find: `container/${number}` })}>{t('containerLink.ledger')}</a>
      )}
    </span>
  );
}
