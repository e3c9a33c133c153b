import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './drafting.module.css';
import type { FileRead, Found } from './files/found.js';

/** A file whose things are gone through one after another: what is not saved yet. */
export interface OpenFile extends FileRead {
  readonly name: string;
}

interface FileListProps {
  file: OpenFile;
  isKnown(id: string): boolean;
  onTake(found: Found): void;
  onLeave(): void;
}

/** What of a file is still to be gone through; it stays there while one of them is drawn on. */
export function FileList({ file, isKnown, onTake, onLeave }: FileListProps) {
  const { t } = useTranslation();
  return (
    <section
      className={classes['conflict']}
      aria-label={t('draft.ofFile', { file: file.name })}
      data-testid="file-choices"
    >
      <p>{t('draft.fromFile', { file: file.name, count: file.found.length })}</p>
      {file.leftOut > 0 && <p className={classes['hint']}>{t('draft.leftOut', { number: file.leftOut })}</p>}
      <ul className={classes['choices']}>
        {file.found.map((found, i) => (
          <li key={i}>
            <Button variant="default" fullWidth justify="space-between" onClick={() => onTake(found)}>
              <span>
                {found.name ?? t('draft.unnamed')}
                {found.what === 'routes' &&
                  found.legs.length > 1 &&
                  ` (${t('draft.legs', { number: found.legs.length })})`}
              </span>
              <small>
                {t(found.id !== undefined && isKnown(found.id) ? 'draft.isChange' : 'draft.isNew')}
              </small>
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes['acts']}>
        <Button size="sm" variant="default" onClick={onLeave} data-testid="file-leave">
          {t('draft.leaveFile')}
        </Button>
      </div>
    </section>
  );
}
