import {
  DAY,
  HOUR,
  MINUTE,
  parseInstant,
  SECOND,
  type Instant,
  type Metres,
  type Millis,
} from '@haidang/domain';
import type { DossierLanguage } from './facts.js';
import { EN } from './words-en.js';
import { VI } from './words-vi.js';

export type OwnWord = keyof typeof VI.own;
export type WordGroup = keyof typeof VI.shared;
type Values = Readonly<Record<string, string | number>>;

const ZONE = 'Asia/Ho_Chi_Minh';

/** The words of a dossier in one language, and how it writes times and numbers. */
export class Words {
  private readonly locale: string;
  private readonly time: Intl.DateTimeFormat;

  constructor(readonly language: DossierLanguage) {
    this.locale = language === 'vi' ? 'vi-VN' : 'en-GB';
    this.time = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: ZONE, hourCycle: 'h23' as const },
      ...{
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      },
    });
  }

  own(name: OwnWord, values: Values = {}): string {
    return filled((this.language === 'vi' ? VI : EN).own[name], values);
  }

  /** The word for a code; the code itself where there is none. */
  of(group: WordGroup, code: string, values: Values = {}): string {
    const words: Readonly<Record<string, string>> = (this.language === 'vi' ? VI : EN).shared[group];
    return filled(words[code] ?? code, values);
  }

  /** `26/11/2026 08:03:10`, in Vietnam. */
  at(time: Instant | string): string {
    const instant = typeof time === 'string' ? parseInstant(time)! : time;
    return this.time.format(new Date(instant)).replace(', ', ' ');
  }

  /** Nothing where it is null. */
  atOr(time: string | null): string | undefined {
    return time === null ? undefined : this.at(time);
  }

  whole(value: number): string {
    return Math.round(value).toLocaleString(this.locale);
  }

  /** `640 m`, `1,4 km`: as exact as it matters. */
  metres(value: Metres): string {
    if (value < 995) return `${this.whole(value < 100 ? value : Math.round(value / 10) * 10)} m`;
    const kilometres = value / 1_000;
    return `${kilometres < 10 ? this.tenths(kilometres) : this.whole(kilometres)} km`;
  }

  /** In the largest two units that matter: `42 giây`, `1 giờ 30 phút`. */
  span(value: Millis): string {
    if (value < MINUTE) return this.of('ago', 'seconds', { count: Math.round(value / SECOND) });
    const [unit, whole, part] =
      value < HOUR
        ? (['minutes', MINUTE, MINUTE] as const)
        : value < DAY
          ? (['hours', HOUR, MINUTE] as const)
          : (['days', DAY, HOUR] as const);
    const count = Math.floor(value / whole);
    return this.of('ago', unit, { count, rest: Math.floor((value - count * whole) / part) });
  }

  tenths(value: number): string {
    return value.toLocaleString(this.locale, { maximumFractionDigits: 1 });
  }
}

function filled(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
