// `npm run bench -- NAME [options]`: builds what the benchmark needs and runs it. The last line is one JSON object.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...options] = process.argv.slice(2);
/** Benchmarks are the modules of test/bench that a reader may start; the contract lists them. */
const known = ['ingest', 'engine', 'gates', 'trust', 'live'].filter((bench) =>
  readdirSync(join(root, 'test/bench')).includes(`${bench}.ts`),
);
if (!known.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${known.join(', ')}`);
  process.exit(1);
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const built = spawnSync(process.execPath, [tsc, '-b', 'apps/platform', 'test/bench'], {
  cwd: root,
  stdio: 'inherit',
});
const hasPage = name !== 'live' || (await build());
const main = join(root, 'test/dist/bench', `${name}.js`);
if (built.status !== 0 || !hasPage || !existsSync(main)) {
  console.error('the build failed');
  process.exit(1);
}

// `engine` measures within its own process what others measure of the platform's: it runs with the same options.
const { serve } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
const asServed = serve.split(' ').filter((word) => word.startsWith('--'));

// The benchmark ends its own processes on a signal; this one passes it on and waits.
const bench = spawn(process.execPath, [...asServed, main, ...options], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal));
bench.on('exit', (code) => process.exit(code ?? 1));
