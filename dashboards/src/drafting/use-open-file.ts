import { useEffect, useState } from 'react';
import { newDraft } from './draft.js';
import type { OpenFile } from './file-list.js';
import type { FileRead, Found } from './files/found.js';
import { useAskBeforeLeaving, type Editing } from './use-editing.js';

export interface FileWork {
  /** Null: there is none, or all of it is saved. */
  readonly file: OpenFile | null;
  /** A file of one thing begins with it. */
  open(name: string, read: FileRead): void;
  /** Begins with a thing of it: as a change of what has its id, or as something new. */
  take(found: Found): void;
  leave(): void;
  /** What was taken is saved. @returns true when there is more to go through */
  saved(): boolean;
}

/** A file whose things are gone through; what is left of it stays until somebody leaves it. */
export function useOpenFile(
  { draft, begin, beginChange }: Pick<Editing, 'draft' | 'begin' | 'beginChange'>,
  isKnown: (id: string) => boolean,
): FileWork {
  const [file, setFile] = useState<OpenFile | null>(null);
  const [taken, setTaken] = useState<Found | null>(null);
  const isEditing = draft !== null;
  useEffect(() => {
    if (!isEditing) setTaken(null);
  }, [isEditing]);
  useAskBeforeLeaving(file !== null);
  const take = (found: Found) => {
    setTaken(found);
    if (found.id !== undefined && isKnown(found.id)) beginChange(found, found.id);
    else begin(newDraft(found.what), found);
  };
  return {
    file,
    take,
    open: (name, read) => {
      if (read.found.length === 1) take(read.found[0]!);
      else setFile({ name, ...read });
    },
    leave: () => setFile(null),
    saved: () => {
      if (file === null || taken === null) return false;
      const found = file.found.filter((one) => one !== taken);
      setFile(found.length === 0 ? null : { ...file, found });
      return found.length > 0;
    },
  };
}
