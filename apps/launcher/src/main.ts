import { fileURLToPath } from 'node:url';
import { launch } from './launch.js';
import { readSettings } from './settings.js';

const fromRoot = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

const started = launch({
  settings: readSettings(process.env),
  platformScript: fromRoot('apps/platform/dist/main.js'),
  simulatorScript: fromRoot('firmware-sim/dist/main.js'),
  print: (text) => process.stdout.write(text),
  complain: (line) => process.stderr.write(`haidang: ${line}\n`),
});

let asked = false;
function onSignal(): void {
  if (asked) {
    started.force();
    return;
  }
  asked = true;
  started.stop();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

// npm passes a signal on to its shell, and the shell does not pass it to us: that the shell is gone is the signal
if (process.env['npm_lifecycle_event'] !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onSignal();
  }, 500);
  watch.unref();
}

process.exitCode = await started.exitCode;
