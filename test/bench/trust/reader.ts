import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ScopedPool } from '@haidang/store';
import pg from 'pg';

/**
 * The platform's REST half over DATABASE_URL in a process of its own: with the permission checks of the database, or, with UNCHECKED=1, without
 * them. The same calls are then served over the owner's connections, whom no policy binds, in no scope. It tells its port and ends on SIGTERM.
 */

/* eslint-disable @typescript-eslint/no-explicit-any --
   the built platform, as `npm run serve` loads it: its types are not the benchmark's */
const PLATFORM = new URL('../../../../apps/platform/', import.meta.url);
const built = (path: string): Promise<any> => import(new URL(`dist/${path}.js`, PLATFORM).href);
const resolve = createRequire(fileURLToPath(new URL('package.json', PLATFORM))).resolve;
const library = (name: string): Promise<any> => import(resolve(name));

await library('reflect-metadata');
const [{ NestFactory }, { FastifyAdapter }] = [
  await library('@nestjs/core'),
  await library('@nestjs/platform-fastify'),
];
const [{ openStore }, { readConfig }, { createLogger }] = [
  await built('store'),
  await built('config/config'),
  await built('logging'),
];
const [{ AppModule }, { httpOptions, setUpHttp }, { Directory }, { LiveFeed }] = [
  await built('app.module'),
  await built('http/set-up'),
  await built('directory/directory'),
  await built('live/live-feed'),
];

const config = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
const logger = createLogger('silent');
const { pools, keeper, close } = await openStore(config, logger);
await keeper.keep(Date.now());
const owner = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 8 });
const serving = process.env['UNCHECKED'] === '1' ? new ScopedPool(owner, () => undefined) : pools.serving;
const app = await NestFactory.create(
  AppModule.with({ config, logger, pools: { ...pools, serving }, keeper }),
  new FastifyAdapter({ ...httpOptions(config), forceCloseConnections: true }),
  { logger: false, abortOnError: false },
);
setUpHttp(app);
await app.get(Directory).load();
await app.listen(0, '127.0.0.1');
process.once('SIGTERM', () => {
  void (async () => {
    app.get(LiveFeed).stop();
    await app.close();
    await owner.end();
    await close();
    process.disconnect();
  })();
});
process.send!(Number(new URL(await app.getUrl()).port));
