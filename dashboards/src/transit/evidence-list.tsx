import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pictures } from '../office/pictures.js';
import { transitEvidenceQuery } from '../shared/api/transit-story.js';
import { Failed } from '../shared/ui/failed.js';
import { evidenceOf } from './evidence.js';
import type { Story } from './story.js';
import classes from './transit.module.css';

/** What gates' cameras, officers and carriers have of a transit, each a door to its picture; folded, for the way comes first. */
export function EvidenceList({ story: { transit, entries } }: { story: Story }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const asked = useQuery(transitEvidenceQuery(transit));
  const ids = evidenceOf(transit, asked.data ?? [], entries).map(({ id }) => id);
  if (asked.isError && asked.data === undefined) return <Failed of={asked} what={t('pictures.title')} />;
  if (ids.length === 0) return null;
  return (
    <details
      className={classes['evidence']}
      data-testid="transit-evidence"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {t('pictures.title')} <b>{ids.length}</b>
      </summary>
      {isOpen && <Pictures ids={ids} none={t('pictures.none')} />}
    </details>
  );
}
