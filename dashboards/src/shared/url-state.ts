import { MARK_STATES, type MarkState } from '@haidang/contract';
import type { Language } from './format/time.js';
import type { Camera } from './map/engine.js';

export type Theme = 'dark' | 'light';

/** Whose containers may be left off the map: critical ones never. */
export const HIDEABLE: readonly MarkState[] = MARK_STATES.filter((state) => state !== 'critical');

/**
 * What an office's page keeps in its address: the chosen item, and how its list is sieved. `through`: a gate. Of the centre's page: `list` is what stands at the
 * left, `kind` a severity, `show` a part of the queue, `view` what fills a phone.
 */
export const SIEVES = [
  'item',
  'show',
  'kind',
  'place',
  'find',
  'from',
  'to',
  'list',
  'through',
  'lane',
  'view',
] as const;
export type Sieve = { readonly [name in (typeof SIEVES)[number]]?: string | undefined };

/** Everything a link must carry so that a colleague sees the same. Absent: the viewer's own or the default. */
export interface UrlState {
  language?: Language | undefined;
  theme?: Theme | undefined;
  /** The chosen container, by its seal. */
  seal?: string | undefined;
  alarm?: string | undefined;
  camera?: Camera | undefined;
  /** The gate of the gatehouse. */
  gate?: string | undefined;
  /** The container that the gatehouse looks up. */
  container?: string | undefined;
  /** The gatehouse lists held passages only. */
  held?: boolean | undefined;
  /** Transits that are looked at beside the page's own, by their ids. */
  together?: readonly string[] | undefined;
  /** The replay's time, RFC 3339. */
  at?: string | undefined;
  /** Of an office's page; an empty one says nothing. */
  sieve?: Sieve | undefined;
  /** The map moves with the chosen container. */
  follows?: boolean | undefined;
  /** States whose containers are left off the map: of {@link HIDEABLE}. */
  hidden?: readonly MarkState[] | undefined;
  /** The map shows these alone, and what is critical. */
  only?: Only | undefined;
  /** The facility whose card is open on the map. */
  spot?: string | undefined;
  /** Patrols are left off the map. */
  hidesPatrols?: boolean | undefined;
  /** The video wall: no controls. */
  wall: boolean;
}

/** Whose containers are picked out on the map: by route, by carrier, by where their transit leaves or goes; all of what is given. */
export const PICKS = ['route', 'carrier', 'facility'] as const;
export type Only = { readonly [name in (typeof PICKS)[number]]?: string | undefined };

/** Reads the query of an address; what cannot be read is left out. */
export function parseUrlState(search: string): UrlState {
  const query = new URLSearchParams(search);
  const language = query.get('lang');
  const theme = query.get('theme');
  return {
    language: language === 'vi' || language === 'en' ? language : undefined,
    theme: theme === 'dark' || theme === 'light' ? theme : undefined,
    seal: query.get('seal') ?? undefined,
    alarm: query.get('alarm') ?? undefined,
    camera: parseCamera(query.get('map')),
    gate: query.get('gate') ?? undefined,
    container: query.get('container') ?? undefined,
    held: query.has('held') || undefined,
    together: query
      .get('with')
      ?.split(',')
      .filter((id) => id !== ''),
    at: query.get('at') ?? undefined,
    sieve: parseNames(query, SIEVES),
    follows: query.has('follow') || undefined,
    hidden: parseHidden(query.get('hide')),
    only: parseNames(query, PICKS),
    spot: query.get('spot') ?? undefined,
    hidesPatrols: query.has('nopatrols') || undefined,
    wall: query.has('wall'),
  };
}

/** Writes the query of an address, `?` included; empty when there is nothing to say. */
export function formatUrlState(state: UrlState): string {
  const parts: string[] = [];
  if (state.wall) parts.push('wall');
  if (state.language !== undefined) parts.push(`lang=${state.language}`);
  if (state.theme !== undefined) parts.push(`theme=${state.theme}`);
  if (state.seal !== undefined) parts.push(`seal=${encodeURIComponent(state.seal)}`);
  if (state.alarm !== undefined) parts.push(`alarm=${encodeURIComponent(state.alarm)}`);
  if (state.follows === true) parts.push('follow');
  if (state.hidden !== undefined && state.hidden.length > 0) parts.push(`hide=${state.hidden.join(',')}`);
  for (const name of PICKS) {
    const value = state.only?.[name];
    if (value !== undefined) parts.push(`${name}=${encodeURIComponent(value)}`);
  }
  if (state.spot !== undefined) parts.push(`spot=${encodeURIComponent(state.spot)}`);
  if (state.hidesPatrols === true) parts.push('nopatrols');
  if (state.camera !== undefined) parts.push(`map=${formatCamera(state.camera)}`);
  if (state.gate !== undefined) parts.push(`gate=${encodeURIComponent(state.gate)}`);
  if (state.container !== undefined) parts.push(`container=${encodeURIComponent(state.container)}`);
  if (state.held === true) parts.push('held');
  if (state.together !== undefined && state.together.length > 0)
    parts.push(`with=${state.together.map(encodeURIComponent).join(',')}`);
  if (state.at !== undefined) parts.push(`at=${encodeURIComponent(state.at)}`);
  for (const name of SIEVES) {
    const value = state.sieve?.[name];
    if (value !== undefined) parts.push(`${name}=${encodeURIComponent(value)}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** `zoom/lat/lon`, as map links are written. */
function formatCamera({ zoom, lat, lon }: Camera): string {
  return `${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}

function parseNames<N extends string>(
  query: URLSearchParams,
  names: readonly N[],
): { readonly [name in N]?: string } | undefined {
  const found = names.flatMap((name) => {
    const value = query.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return found.length === 0 ? undefined : (Object.fromEntries(found) as { readonly [name in N]?: string });
}

function parseHidden(text: string | null): MarkState[] | undefined {
  const named = text?.split(',') ?? [];
  const hidden = HIDEABLE.filter((state) => named.includes(state));
  return hidden.length === 0 ? undefined : hidden;
}

function parseCamera(text: string | null): Camera | undefined {
  const parts = text?.split('/') ?? [];
  const [zoom, lat, lon] = parts.map(Number);
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return undefined;
  const inRange = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return inRange ? { zoom, lat, lon } : undefined;
}
