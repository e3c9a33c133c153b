import { isObject } from '../json.js';
import type { CameraPicture, EventPart, SaidTime } from './sighting.js';

/**
 * Readers of what makers write in ever new ways: a name in any case, one value or several of the same name (the first that holds something
 * counts), numbers as text. They never throw: what cannot be read was not said.
 */
export function field(node: unknown, ...path: readonly string[]): unknown {
  let value: unknown = node;
  for (const name of path) {
    value = fieldsOf(firstOf(value), name).find(holdsSomething);
    if (value === undefined) return undefined;
  }
  return value;
}

/** All of one name: several where the maker repeats it. */
export function fields(node: unknown, ...path: readonly string[]): readonly unknown[] {
  const parent = path.length > 1 ? field(node, ...path.slice(0, -1)) : node;
  return fieldsOf(firstOf(parent), path.at(-1)!)
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(holdsSomething);
}

export function textField(node: unknown, ...path: readonly string[]): string | null {
  return textOf(field(node, ...path));
}

/** Text, or a number as its digits; the first of several. */
export function textOf(value: unknown): string | null {
  const one = firstOf(value);
  if (typeof one === 'number' && Number.isFinite(one)) return String(one);
  if (typeof one !== 'string') return null;
  const text = one.trim();
  return text === '' ? null : text;
}

export function numberOf(value: unknown): number | null {
  const text = textOf(value)?.replace(',', '.');
  if (text === undefined || !/^[+-]?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text)) return null;
  return Number(text);
}

/**
 * How sure a camera is, from 0 to 1. Makers write 0.97, "0.97", 97, "97 %" or, of 255, 247; words (`high`) say nothing that can be compared.
 * @param scale what a bare 1 means: everything, or one in a hundred
 */
export function confidenceOf(value: unknown, scale: 'unit' | 'percent'): number | null {
  const text = textOf(value);
  const isPercent = text?.endsWith('%') ?? false;
  const number = numberOf(isPercent ? text!.slice(0, -1) : value);
  if (number === null || number < 0 || number > 255) return null;
  if (isPercent) return number > 100 ? null : number / 100;
  if (number < 1) return number;
  if (number === 1) return scale === 'unit' ? 1 : 0.01;
  return number <= 100 ? number / 100 : number / 255;
}

/** Seconds or milliseconds since 1970, by their size, as a number or as digits. */
export function epochOf(value: unknown): SaidTime | null {
  const number = numberOf(value);
  if (number === null || number <= 0) return null;
  return { epoch: Math.floor(number < 1e11 ? number * 1000 : number) };
}

export function timeTextOf(value: unknown): SaidTime | null {
  const text = textOf(value);
  return text === null ? null : { text };
}

/** What of a form is neither its event nor nothing: the pictures. */
export function picturesOf(parts: readonly EventPart[]): readonly CameraPicture[] {
  return parts.filter(isPicture).map(({ name, bytes }) => ({ name, bytes }));
}

/** By its first bytes; what a part is said to be is often wrong. */
export function isPicture({ bytes }: EventPart): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return true;
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return true;
  return startsWith(bytes, 'RIFF') && startsWith(bytes.subarray(8), 'WEBP');
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && [...text].every((c, i) => bytes[i] === c.charCodeAt(0));
}

function fieldsOf(node: unknown, name: string): readonly unknown[] {
  if (!isObject(node)) return [];
  const wanted = name.toLowerCase();
  return Object.keys(node).flatMap((key) => (key.toLowerCase() === wanted ? [node[key]] : []));
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as unknown[]).find(holdsSomething) : value;
}

function holdsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return (value as unknown[]).some(holdsSomething);
  return value !== undefined && value !== null && value !== '';
}
