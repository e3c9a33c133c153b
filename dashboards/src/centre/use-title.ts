import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../shared/services.js';
import { useSelected } from '../shared/signal.js';

/** The tab says how many critical alarms are open: it may be behind another window. */
export function useTitle(): void {
  const { t } = useTranslation();
  const critical = useSelected(useServices().store.counts, (counts) => counts?.openAlarms.critical ?? 0);
  const name = t('app.name');
  useEffect(() => {
    document.title = critical === 0 ? name : `(${critical}) ${name}`;
  }, [critical, name]);
}
