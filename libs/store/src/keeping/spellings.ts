/** Under these stands who did something, by an account: forgetting the account renames it there, and leaves its namesakes alone. */
const ACTORS: ReadonlySet<string> = new Set(['by', 'assignee', 'begunBy', 'endedBy', 'sentBy']);

/** Fewer letters stand in too many words. */
export const SHORTEST_SPELLING = 3;

/**
 * Ways to write a name, as a whole in a text: whatever its case, however its accents are composed (people's keyboards differ), with any blanks
 * between its words; not as a part of a longer word.
 */
export class Spellings {
  private readonly pattern: RegExp;
  /** Of each the longest word, folded: what a text without it cannot hold. For a first look by the database. */
  readonly needles: readonly string[];

  /** @param spellings at least one, each of {@link SHORTEST_SPELLING} characters or more */
  constructor(spellings: readonly string[]) {
    const words = spellings.map((spelling) => fold(spelling).trim().split(/\s+/u));
    this.needles = words.map((of) => of.reduce((a, b) => (b.length > a.length ? b : a)));
    const ways = [...words]
      .sort((a, b) => b.join(' ').length - a.join(' ').length)
      .map((of) => of.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&')).join('\\s+'));
    this.pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  }

  /** A text, or JSON, with a mark in the place of each; undefined when none stands there. Keys are left as they are. */
  redact(value: unknown, mark: string): unknown {
    let found = false;
    const walk = (part: unknown): unknown => {
      if (typeof part === 'string') {
        const whole = part.normalize('NFC');
        const left = whole.replace(this.pattern, () => mark);
        if (left === whole) return part;
        found = true;
        return left;
      }
      if (Array.isArray(part)) return part.map(walk);
      if (typeof part !== 'object' || part === null) return part;
      return Object.fromEntries(
        Object.entries(part).map(([key, inner]) => [key, ACTORS.has(key) ? inner : walk(inner)]),
      );
    };
    const redacted = walk(value);
    return found ? redacted : undefined;
  }

  /** The texts of a value in which one stands. */
  mentions(value: unknown): string[] {
    if (typeof value === 'string') return this.redact(value, '') === undefined ? [] : [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => (ACTORS.has(key) ? [] : this.mentions(inner)));
  }
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
