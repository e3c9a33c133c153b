import type { TransitView } from '@haidang/contract';
import { useTranslation } from 'react-i18next';
import { clockAndDay } from '../shared/format/time.js';
import { entrySentence } from '../shared/format/timeline.js';
import { useLanguage, useServices } from '../shared/services.js';
import { Fact } from './facts.js';

/** What evidence is against of the steps that were taken, in the words of the timeline; nothing where it agrees. */
export function ContradictedFact({ transit: { contradicted } }: { transit: TransitView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useServices();
  const at = (time: string) => clockAndDay(time, store.clock.now(), language);
  const said = contradicted?.map(({ step, at: seen }) =>
    entrySentence(
      { kind: 'contradicted', what: step, time: '', ...(seen !== undefined && { at: seen }) },
      t,
      at,
    ),
  );
  return (
    <Fact name={t('transitFact.evidence')}>
      {said !== undefined && <b data-testid="transit-contradicted">{said.join(' · ')}</b>}
    </Fact>
  );
}
