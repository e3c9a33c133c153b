import type { TransitView } from '@haidang/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../office/facts.js';
import { Pictures } from '../office/pictures.js';
import { picturesQuery } from '../shared/api/queries.js';
import { saveDossier } from '../shared/api/transit-story.js';
import { useLanguage } from '../shared/services.js';
import { Working } from '../shared/ui/working.js';
import { useWork } from '../shared/use-work.js';
import classes from './carrier.module.css';

/** What there is on paper of a transit: its declaration, its dossier, and the pictures and papers that whoever looks may see. */
export function Papers({ transit }: { transit: TransitView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: evidence, error } = useQuery(picturesQuery({ transitId: transit.id }));
  const dossier = useWork((_: void, signal) => saveDossier(transit, language, signal));
  const problem = error ?? dossier.error;
  return (
    <div className={classes['inner']} data-testid="papers">
      <Facts>
        <Fact name={t('transitFact.declaration')}>{transit.declaration}</Fact>
      </Facts>
      {evidence === undefined ? (
        error === null && <p className={classes['quiet']}>{t('office.loading')}</p>
      ) : (
        <Pictures ids={evidence.map(({ id }) => id)} none={t('pictures.none')} />
      )}
      {problem !== null && <p role="alert">{t('office.failed', { detail: problem.message })}</p>}
      <Working work={dossier} what={t('transit.making')} />
      <Button
        variant="default"
        size="sm"
        disabled={dossier.isPending}
        onClick={() => dossier.mutate()}
        data-testid="take-dossier"
      >
        {t('transit.dossier')}
      </Button>
    </div>
  );
}
