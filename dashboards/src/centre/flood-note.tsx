import { useTranslation } from 'react-i18next';
import type { Folded } from './use-folding.js';
import classes from './alarm-queue.module.css';

/** Says that alarms come in a flood, and that they are folded. */
export function FloodNote({ folded: { isFlood, how, setUnfolded } }: { folded: Folded }) {
  const { t } = useTranslation();
  if (!isFlood || how === 'transit') return null;
  const isFolded = how === 'cause';
  return (
    <p className={classes['note']} role="status" data-testid="flood">
      {t(isFolded ? 'group.flood' : 'group.floodUnfolded')}
      <button type="button" className={classes['textButton']} onClick={() => setUnfolded(isFolded)}>
        {t(isFolded ? 'group.unfold' : 'group.fold')}
      </button>
    </p>
  );
}
