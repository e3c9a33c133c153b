import { useTranslation } from 'react-i18next';
import { differencesOf } from './differences.js';
import type { Draft } from './draft.js';
import classes from './drafting.module.css';

/** What a draft would change of what the register has. */
export function ChangeNote({ before, now }: { before: Draft; now: Draft }) {
  const { t } = useTranslation();
  const differences = differencesOf(before, now);
  const names = differences.map(({ what, leg }) =>
    leg === undefined
      ? t(`difference.${what}`)
      : t('draft.ofLeg', { number: leg, what: t(`difference.${what}`) }),
  );
  return (
    <p className={classes['hint']} role="status" data-testid="draft-changes">
      {names.length === 0 ? t('draft.noChange') : t('draft.changes', { names: names.join(', ') })}
    </p>
  );
}
