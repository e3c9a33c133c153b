import { Button, Menu } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { save } from '../shared/api/save.js';
import type { Drawn } from './address.js';
import type { Thing } from './api.js';
import { FILE_TYPES, writeFile, type FileType } from './files/write.js';
import type { FileRead } from './files/found.js';
import classes from './drafting.module.css';

/** Takes things away as a file. */
export function FilesOut({ things, name }: { things: readonly Thing[]; name: string }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <Button size="sm" variant="default" data-testid="draft-export">
          {t('draft.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(FILE_TYPES) as FileType[]).map((type) => (
          <Menu.Item
            key={type}
            data-testid={`export-${type}`}
            onClick={() =>
              save(new Blob([writeFile(things, type)], { type: FILE_TYPES[type] }), `${name}.${type}`)
            }
          >
            {t(`draftFile.${type}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Reads a file; what is at fault in it is named. */
export function FilesIn({ what, onFile }: { what: Drawn; onFile(name: string, read: FileRead): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File) => {
    // the reader of XML is loaded when a file is
    const { FileError, LARGEST, readFile } = await import('./files/read.js');
    try {
      if (file.size > LARGEST) throw new FileError('large');
      const found = readFile(file.name, await file.text(), what);
      setProblem(null);
      onFile(file.name, found);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const { code, number, feature } = error;
      const name = feature === '' ? t('draft.unnamed') : feature;
      setProblem(t(`fileProblem.${code}`, { file: file.name, number, name }));
    }
  };
  return (
    <>
      <Button size="sm" variant="default" onClick={() => input.current?.click()} data-testid="draft-import">
        {t('draft.import')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".geojson,.json,.kml,.gpx"
        aria-label={t('draft.import')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void take(file);
          target.value = '';
        }}
        data-testid="draft-file"
      />
      {problem !== null && (
        <p role="alert" className={classes['problem']} data-testid="file-problem">
          {problem}
        </p>
      )}
    </>
  );
}
