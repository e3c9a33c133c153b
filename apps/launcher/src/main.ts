import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './launch.js';
import { readSettings } from './settings.js';

const fromRoot = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

const { scripts } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
  scripts: { serve: string };
};
const [, ...served] = scripts.serve.split(' ');

const started = launch({
  settings: readSettings(process.env),
  platformScript: fromRoot(served.at(-1)!),
  platformNodeOptions: served.slice(0, -1),
  simulatorScript: fromRoot('firmware-sim/dist/main.js'),
  print: (text) => process.stdout.write(text),
  complain: (line) => process.stderr.write(`haidang: ${line}\n`),
});

/** One Ctrl-C arrives up to three times: from the terminal, passed on by npm, and as the end of npm's shell. */
const ECHO_MS = 2_000;

let askedAt: number | undefined;
function onSignal(): void {
  const now = performance.now();
  askedAt ??= now;
  started.stop();
  if (now - askedAt > ECHO_MS) started.force();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

// npm passes a signal on to its shell, and the shell does not pass it to us: that the shell is gone is the signal
if (process.env['npm_lifecycle_event'] !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    started.stop();
  }, 500);
  watch.unref();
}

process.exitCode = await started.exitCode;
