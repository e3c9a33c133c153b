/** What a line of the simulator's output says beside its words. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the simulator tells what happens. */
export type Log = (words: string, facts?: Facts) => void;

/** One line a happening: the time of day, the words, then `name=value` pairs. */
export function consoleLog(write: (line: string) => void = console.log): Log {
  return (words, facts = {}) => {
    const pairs = Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${quoted(String(value))}`);
    write([new Date().toISOString().slice(11, 19), words, ...pairs].join('  '));
  };
}

/** Lets the same words through once in `every` milliseconds, and says then how many were left out: 500 seals share one broker. */
export function sparse(log: Log, every = 10_000, now: () => number = Date.now): Log {
  const last = new Map<string, { at: number; more: number }>();
  return (words, facts) => {
    const seen = last.get(words);
    if (seen !== undefined && now() - seen.at < every) {
      seen.more += 1;
      return;
    }
    log(words, { ...facts, ...(seen !== undefined && seen.more > 0 && { more: seen.more }) });
    last.set(words, { at: now(), more: 0 });
  };
}

function quoted(value: string): string {
  return /\s|^$/.test(value) ? JSON.stringify(value) : value;
}
