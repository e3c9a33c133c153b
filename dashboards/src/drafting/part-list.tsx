import { useTranslation } from 'react-i18next';
import classes from './drafting.module.css';
import type { ZoneDraft } from './draft.js';
import { partsOf } from './parts.js';
import type { Editing } from './use-editing.js';

/** The areas of a zone and their holes: each is chosen here or on the map, and taken away. */
export function PartList({ draft, editing }: { draft: ZoneDraft; editing: Editing }) {
  const { t } = useTranslation();
  const isCircle = draft.geometry?.type === 'Circle';
  // a circle is moved by two places, and is one
  const parts = isCircle ? partsOf(draft).slice(0, 1) : partsOf(draft);
  const nameOf = (id: string) => {
    const [area = 0, hole = 0] = id.split('-').slice(1).map(Number);
    if (isCircle) return t('stroke.circle');
    return hole === 0
      ? t('draft.area', { number: area + 1 })
      : t('draft.hole', { number: hole, area: area + 1 });
  };
  if (parts.length === 0) return null;
  return (
    <ul className={classes['parts']} aria-label={t('draft.parts')} data-testid="draft-parts">
      {parts.map(({ id }) => (
        <li key={id} data-chosen={id === editing.part}>
          <button
            type="button"
            className={classes['text']}
            aria-pressed={id === editing.part}
            onClick={() => editing.choosePart(id)}
          >
            {nameOf(id)}
          </button>
          <button
            type="button"
            className={classes['text']}
            aria-label={t('draft.removePart', { name: nameOf(id) })}
            onClick={() => editing.removePart(id)}
            data-testid={`remove-${id}`}
          >
            {t('draft.remove')}
          </button>
        </li>
      ))}
    </ul>
  );
}
