import { useState } from 'react';
import { whole } from '../shared/format/number.js';
import { FigureLink, type Door } from './figure-link.js';
import classes from './figures.module.css';
import type { Telling } from './words.js';

/** Of many groups the largest are shown until all are asked for. */
const MOST = 15;

/** A figure in a row, and where it leads; `label` is read out in its place. */
export interface Cell {
  readonly text: string;
  readonly label: string;
  readonly door: Door;
}

export interface FigureRow {
  readonly key: string;
  readonly name: string;
  /** How long its bar is, beside those of the others; null: it has none. */
  readonly bar: number | null;
  /** Null: nothing is known of it. */
  readonly cells: readonly (Cell | null)[];
}

interface FigureTableProps {
  caption: string;
  /** What the rows are, and what stands in each of their columns. */
  heads: readonly string[];
  rows: readonly FigureRow[];
  /** Of which a bar is full; left out: the longest. */
  full?: number;
  /** The bars' lengths can be added up. */
  isSum?: boolean;
  testId?: string;
  telling: Telling;
}

/** A table of figures, each with its list; the first of them is drawn as a bar as well. */
export function FigureTable({
  caption,
  heads,
  rows,
  full,
  isSum = false,
  testId,
  telling,
}: FigureTableProps) {
  const { t, language } = telling;
  const [isWhole, setWhole] = useState(false);
  const longest = full ?? Math.max(0, ...rows.map(({ bar }) => bar ?? 0));
  const rest = rows.slice(MOST);
  return (
    <table className={classes['table']} {...(testId !== undefined && { 'data-testid': testId })}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col" key={head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(isWhole ? rows : rows.slice(0, MOST)).map(({ key, name, bar, cells }) => (
          <tr key={key}>
            <th scope="row">
              {name}
              {bar !== null && bar > 0 && (
                <span className={classes['bar']} style={{ width: `${(bar / longest) * 100}%` }} aria-hidden />
              )}
            </th>
            {cells.map((cell, i) => (
              <td key={heads[i + 1]}>
                {cell === null ? (
                  '–'
                ) : (
                  <FigureLink door={cell.door} aria-label={cell.label} data-key={key}>
                    {cell.text}
                  </FigureLink>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {rest.length > 0 && (
        <tfoot>
          <tr>
            <th scope="row">
              <button type="button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
                {isWhole
                  ? t('figuresPage.largest', { count: MOST })
                  : t('figuresPage.others', { count: rest.length })}
              </button>
            </th>
            {!isWhole && isSum && (
              <td>
                {whole(
                  rest.reduce((sum, { bar }) => sum + (bar ?? 0), 0),
                  language,
                )}
              </td>
            )}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
