import type { FieldProblem } from '@haidang/contract';
import type { TFunction } from 'i18next';
import { ApiError } from '../api/client.js';

/** The wrong fields, or lines of a file, that a refusal names. Empty: it was refused for something else. */
export function fieldProblemsOf(error: unknown): readonly FieldProblem[] {
  const errors = error instanceof ApiError ? error.members['errors'] : undefined;
  return Array.isArray(errors) ? (errors as readonly FieldProblem[]) : [];
}

/** What is wrong with it, by its code and values; as the platform says it where that has no code. */
export function fieldProblemInWords(
  { code, values, message }: Pick<FieldProblem, 'code' | 'values' | 'message'>,
  t: TFunction,
): string {
  const said = t('wrongField.other', { detail: message });
  return code === undefined ? said : t(`wrongField.${code}`, { value: '', ...values, defaultValue: said });
}

/** `line 3: sealId`, `containers.0.number`, `vehicle.plate` in the page's language; the columns of a file are called as they are there. */
export function fieldInWords(path: string, t: TFunction): string {
  const [, line, column] = /^line (\d+)(?:: ?(.*))?$/.exec(path) ?? [];
  if (line !== undefined) return `${t('register.line', { line })} ${column ?? ''}`.trim();
  const [, box, part] = /^containers\.(\d+)\.(\w+)$/.exec(path) ?? [];
  const plain = (box === undefined ? path : part!).replace(/^vehicle\./, '');
  const name = box !== undefined && plain === 'number' ? 'container' : plain;
  const said = t(`fieldName.${name}`, { defaultValue: path });
  return box === undefined ? said : `${said} (${Number(box) + 1})`;
}
