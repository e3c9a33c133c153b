import { ApiError } from './errors.js';

/**
 * Picks what to answer with from what the client accepts (RFC 9110, section 12.5.1): the highest quality wins, then the more
 * particular range, then the order offered.
 * @param header `Accept`; absent or empty: anything
 * @throws ApiError `not_acceptable` when nothing offered is accepted
 */
export function chooseType<T extends string>(header: string | undefined, offered: readonly [T, ...T[]]): T {
  const ranges = rangesOf(header ?? '');
  if (ranges.length === 0) return offered[0];
  let best: { type: T; quality: number; depth: number } | undefined;
  for (const type of offered) {
    const match = ranges.filter((range) => covers(range.range, type)).sort((a, b) => b.depth - a.depth)[0];
    if (match === undefined || match.quality === 0) continue;
    const better =
      best === undefined ||
      match.quality > best.quality ||
      (match.quality === best.quality && match.depth > best.depth);
    if (better) best = { type, quality: match.quality, depth: match.depth };
  }
  if (best === undefined) throw new ApiError('not_acceptable', `It answers ${offered.join(', ')}.`);
  return best.type;
}

interface MediaRange {
  readonly range: string;
  readonly quality: number;
  /** 0 for any type at all, 1 for any subtype, 2 for one type. */
  readonly depth: number;
}

function rangesOf(header: string): MediaRange[] {
  return header
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .filter(([range]) => range !== undefined && range.includes('/'))
    .map(([range, ...parameters]) => {
      const quality = Number(parameters.find((p) => p.startsWith('q='))?.slice(2) ?? 1);
      const depth = range === '*/*' ? 0 : range!.endsWith('/*') ? 1 : 2;
      return { range: range!, quality: Number.isFinite(quality) ? quality : 1, depth };
    });
}

function covers(range: string, type: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}
