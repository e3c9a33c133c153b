import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** How a command ended: `code` is null when a signal ended it; `output` is what it wrote to both streams, in order. */
/** @typedef {{ code: number | null, output: string, seconds: string }} Ended */

/** Children that still run, so that they can be ended with us. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end and keeps what it prints; with `show` it prints at once instead.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, show?: boolean }} [options] `env` is added to ours
 * @returns {Promise<Ended>}
 */
export function run(command, args, { cwd, env = {}, show = false } = {}) {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const end = (code, lastWords = '') => {
      running.delete(child);
      resolve({ code, output: output + lastWords, seconds: ((performance.now() - began) / 1000).toFixed(1) });
    };
    child.once('error', (error) => end(127, `${command}: ${error.message}\n`));
    child.once('close', (code) => end(code));
  });
}

/** Ends what `run` started and has not finished. @param {NodeJS.Signals} signal */
export function endChildren(signal) {
  for (const child of running) child.kill(signal);
}

/**
 * The script behind a package's command, to be run by this very Node: no shell, no npx, the same on every system.
 * @param {string} packageName
 * @param {string} command
 */
export function bin(packageName, command) {
  const manifest = findManifest(packageName);
  const { bin: bins } = require(manifest);
  return path.join(path.dirname(manifest), typeof bins === 'string' ? bins : bins[command]);
}

/** A package may hide its package.json from `require`; it still lies beside the packages we can see. */
function findManifest(packageName) {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    try {
      return require.resolve(path.join(folder, packageName, 'package.json'));
    } catch {
      continue;
    }
  }
  throw new Error(`${packageName} is not installed: run npm ci`);
}
