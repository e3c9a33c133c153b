import { isContainerNumber, normaliseContainerNumber, type Instant, type Purpose } from '@haidang/domain';
import type { Fault } from './fault.js';
import type { Message } from './interchange.js';
import type { Segment } from './segments.js';
import { readDateTime } from './date-time.js';

/** A place as LOC names it. */
export interface CodecoPlace {
  /** Of the segment LOC in its message. */
  readonly position: number;
  /** UN/LOCODE (C517). */
  readonly locode: string | undefined;
  /** The terminal's own code (C519, or the name that stands in its place). */
  readonly terminals: readonly string[];
}

/** One container that came in or went out. */
export interface CodecoContainer {
  readonly container: string;
  /** Of the segments EQD and DTM in their message. */
  readonly position: number;
  readonly timePosition: number;
  readonly at: Instant;
  readonly place: CodecoPlace | undefined;
  readonly purpose?: Purpose | undefined;
  readonly carrierSeal?: string | undefined;
  readonly customsSeal?: string | undefined;
  readonly plate?: string | undefined;
  readonly grossKg?: number | undefined;
  readonly declaration?: string | undefined;
  readonly means?: string | undefined;
}

/** A gate-in or gate-out report (UN/EDIFACT CODECO, D.95B and D.00B, in the use of SMDG). */
export interface Codeco {
  readonly direction: 'in' | 'out';
  readonly containers: readonly CodecoContainer[];
}

interface Placed {
  readonly segment: Segment;
  readonly position: number;
}

/** BGM 1001. */
const DIRECTIONS: Readonly<Record<string, Codeco['direction']>> = { '34': 'in', '36': 'out' };
/** EQD 8249: 2 export, 3 import. */
const PURPOSES: Readonly<Record<string, Purpose>> = { '2': 'export', '3': 'import' };
const MOST_FAULTS = 50;

/** @returns the report, or what is wrong with it */
export function readCodeco(message: Message): Codeco | { readonly faults: readonly Fault[] } {
  const [type, , release] = message.identifier;
  if (type !== 'CODECO')
    return { faults: [{ code: '12', tag: 'UNH', element: 3, component: 1, text: 'CODECO is read' }] };
  if (release !== '95B' && release !== '00B')
    return { faults: [{ code: '12', tag: 'UNH', element: 3, component: 3, text: '95B and 00B are read' }] };
  const placed = message.segments.map((segment, i) => ({ segment, position: i + 1 }));
  const faults: Fault[] = [];
  const direction = directionOf(placed, faults);
  const first = placed.findIndex(({ segment }) => segment.tag === 'EQD');
  if (first === -1) faults.push({ code: '13', tag: 'EQD', position: placed.length });
  const head = first === -1 ? placed : placed.slice(0, first);
  const groups = groupsOf(first === -1 ? [] : placed.slice(first));
  const containers = groups
    .filter(([{ segment }]) => segment.elements[0]?.[0] === 'CN')
    .map((group) => containerOf(group, head, faults));
  if (first !== -1 && containers.length === 0)
    faults.push({
      code: '12',
      tag: 'EQD',
      position: placed[first]!.position,
      element: 2,
      text: 'CN is read',
    });
  checkCount(placed, groups.length, faults);
  if (faults.length > 0) return { faults: faults.slice(0, MOST_FAULTS) };
  return { direction: direction!, containers: containers as CodecoContainer[] };
}

function directionOf(placed: readonly Placed[], faults: Fault[]): Codeco['direction'] | undefined {
  const bgm = placed[1];
  if (bgm?.segment.tag !== 'BGM') {
    faults.push({ code: '13', tag: 'BGM', position: 2 });
    return undefined;
  }
  const direction = DIRECTIONS[bgm.segment.elements[0]?.[0] ?? ''];
  if (direction === undefined)
    faults.push({
      code: '12',
      tag: 'BGM',
      position: 2,
      element: 2,
      component: 1,
      text: '34 and 36 are read',
    });
  const action = bgm.segment.elements[2]?.[0] ?? '';
  if (action !== '' && action !== '9')
    faults.push({
      ...{ code: '14', tag: 'BGM', position: 2, element: 4 },
      text: 'an original (9) is read; what corrects a report is sent by its form (16, 17, 26, 27)',
    });
  return direction;
}

/** Each EQD with what follows it; the control totals end the last. */
function groupsOf(placed: readonly Placed[]): [Placed, ...Placed[]][] {
  const groups: [Placed, ...Placed[]][] = [];
  for (const one of placed) {
    if (one.segment.tag === 'EQD') groups.push([one]);
    else if (one.segment.tag === 'CNT' || one.segment.tag === 'UNT') break;
    else groups.at(-1)?.push(one);
  }
  return groups;
}

function containerOf(
  [equipment, ...about]: [Placed, ...Placed[]],
  head: readonly Placed[],
  faults: Fault[],
): CodecoContainer | undefined {
  const { segment, position } = equipment;
  const before = faults.length;
  const container = normaliseContainerNumber(segment.elements[1]?.[0] ?? '');
  if (container === '') faults.push({ code: '13', tag: 'EQD', position, element: 3, component: 1 });
  else if (!isContainerNumber(container))
    faults.push({
      ...{ code: '12', tag: 'EQD', position, element: 3, component: 1 },
      text: `${container} is no container number (ISO 6346)`,
    });
  const moved = about.find(({ segment: { tag, elements } }) => tag === 'DTM' && elements[0]?.[0] === '7');
  const at = moved === undefined ? undefined : readDateTime(moved.segment.elements[0]!);
  if (moved === undefined)
    faults.push({ code: '13', tag: 'DTM', position, text: 'DTM+7, when the container passed, is wanted' });
  else if (at === undefined)
    faults.push({ code: '12', tag: 'DTM', position: moved.position, element: 2, component: 2 });
  const truck = about.find(({ segment: { tag, elements } }) => tag === 'TDT' && elements[2]?.[0] === '3');
  const main = head.find(({ segment: { tag, elements } }) => tag === 'TDT' && elements[0]?.[0] === '20');
  const result = {
    container,
    position,
    timePosition: moved?.position ?? position,
    at: at ?? 0,
    place: placeOf([...about, ...head]),
    purpose: PURPOSES[segment.elements[4]?.[0] ?? ''],
    carrierSeal: sealOf(about, ['CA', ''], faults),
    customsSeal: sealOf(about, ['CU'], faults),
    plate: limited(truck, 7, 20, faults),
    grossKg: grossOf(about, faults),
    declaration: declarationOf(about, faults),
    means: meansOf(main),
  };
  return faults.length > before ? undefined : result;
}

/** LOC+165: where it happened. */
function placeOf(placed: readonly Placed[]): CodecoPlace | undefined {
  const found = placed.find(({ segment: { tag, elements } }) => tag === 'LOC' && elements[0]?.[0] === '165');
  if (found === undefined) return undefined;
  const [, place = [], terminal = []] = found.segment.elements;
  const given = [terminal[0], terminal[3], place[3]].filter((text) => text !== undefined && text !== '');
  return {
    position: found.position,
    locode: place[0] === '' ? undefined : place[0],
    terminals: [...new Set(given as string[])],
  };
}

function sealOf(placed: readonly Placed[], parties: readonly string[], faults: Fault[]): string | undefined {
  const seal = placed.find(
    ({ segment: { tag, elements } }) => tag === 'SEL' && parties.includes(elements[1]?.[0] ?? ''),
  );
  return limited(seal, 0, 50, faults);
}

/** A text that the forms hold up to a length; undefined where it is left out. */
function limited(
  placed: Placed | undefined,
  element: number,
  most: number,
  faults: Fault[],
  component = 0,
): string | undefined {
  const parts = placed?.segment.elements[element] ?? [];
  const text = (parts[component] ?? '').trim();
  if (placed === undefined || text === '') return undefined;
  if (text.length <= most) return text;
  const { segment, position } = placed;
  faults.push({ code: '39', tag: segment.tag, position, element: element + 2, component: component + 1 });
  return undefined;
}

/** MEA+AAE+G (or VGM): kilograms, or tonnes. */
function grossOf(placed: readonly Placed[], faults: Fault[]): number | undefined {
  const found = placed.find(
    ({ segment: { tag, elements } }) =>
      tag === 'MEA' && elements[0]?.[0] === 'AAE' && /^(G|VGM)$/.test(elements[1]?.[0] ?? ''),
  );
  if (found === undefined) return undefined;
  const [unit = '', text = ''] = found.segment.elements[2] ?? [];
  const factor = unit === 'KGM' ? 1 : unit === 'TNE' ? 1_000 : undefined;
  const kilograms = /^\d+([.,]\d+)?$/.test(text) && factor ? Number(text.replace(',', '.')) * factor : NaN;
  if (kilograms <= 1e9) return kilograms;
  faults.push({
    ...{ code: '12', tag: 'MEA', position: found.position, element: 4 },
    component: factor === undefined ? 1 : 2,
  });
  return undefined;
}

/** RFF+ABT, or AAE: the number of the customs declaration. */
function declarationOf(placed: readonly Placed[], faults: Fault[]): string | undefined {
  const found = placed.find(
    ({ segment: { tag, elements } }) => tag === 'RFF' && /^(ABT|AAE)$/.test(elements[0]?.[0] ?? ''),
  );
  return limited(found, 0, 50, faults, 1);
}

/** TDT+20: the vessel, and its voyage. */
function meansOf(placed: Placed | undefined): string | undefined {
  if (placed === undefined) return undefined;
  const { elements } = placed.segment;
  const name = elements[7]?.[3] || elements[7]?.[0];
  const parts = [name, elements[1]?.[0]].filter((text) => text !== undefined && text.trim() !== '');
  return parts.length === 0 ? undefined : parts.join(' ').trim().slice(0, 200);
}

/** CNT+16: how many pieces of equipment there are. */
function checkCount(placed: readonly Placed[], came: number, faults: Fault[]): void {
  for (const { segment, position } of placed) {
    if (segment.tag !== 'CNT' || segment.elements[0]?.[0] !== '16') continue;
    if (Number(segment.elements[0][1]) === came) continue;
    faults.push({ code: '29', tag: 'CNT', position, element: 2, component: 2, text: `${came} came` });
  }
}
