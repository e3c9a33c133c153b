import path from 'node:path';
import { welcome } from './welcome.js';
import { Program } from './programs.js';
import { isFree, untilReady } from './ready.js';
import type { Settings } from './settings.js';

export interface LaunchOptions {
  readonly settings: Settings;
  readonly platformScript: string;
  /** What `npm run serve` tells Node. */
  readonly platformNodeOptions?: readonly string[];
  readonly simulatorScript: string;
  readonly print: (text: string) => void;
  readonly complain: (line: string) => void;
}

/** What has been started, and how it is ended from outside. */
export interface Launch {
  /** The exit code, once everything has ended: 0 when it was asked to stop, 1 when the platform ended by itself. */
  readonly exitCode: Promise<number>;
  /** Stops the simulator, then the platform, and waits for both. */
  stop(): void;
  /** Ends both at once. */
  force(): void;
}

/** Starts the platform with the demo country and, once it is ready, the simulator that drives it. */
export function launch(options: LaunchOptions): Launch {
  const asked = new AbortController();
  const programs: { platform?: Program; simulator?: Program } = {};
  return {
    exitCode: run(options, programs, asked.signal),
    stop: () => asked.abort(),
    force: () => {
      programs.simulator?.kill();
      programs.platform?.kill();
    },
  };
}

async function run(
  { settings, platformScript, platformNodeOptions = [], simulatorScript, print, complain }: LaunchOptions,
  programs: { platform?: Program; simulator?: Program },
  asked: AbortSignal,
): Promise<number> {
  for (const { variable, port } of settings.ports) {
    if (await isFree(port)) continue;
    complain(
      `port ${port} is already in use: stop the program that has it, or set ${variable} to another port`,
    );
    return 1;
  }
  const platform = new Program({
    script: platformScript,
    nodeOptions: platformNodeOptions,
    env: { HAIDANG_DEMO: '1' },
    logFile: path.join(settings.logFolder, 'platform.log'),
  });
  programs.platform = platform;
  const over = AbortSignal.any([asked, aborted(platform.ended)]);

  await untilReady(settings.origin, over);
  if (!over.aborted) {
    programs.simulator = new Program({
      script: simulatorScript,
      args: simulatorArguments(settings),
      env: { NODE_EXTRA_CA_CERTS: settings.trusted ?? process.env['NODE_EXTRA_CA_CERTS'] },
      logFile: path.join(settings.logFolder, 'simulator.log'),
    });
    void programs.simulator.ended.then(({ code }) => {
      if (code !== 0 && !over.aborted) complain('the simulator has ended; the platform goes on without it');
    });
    print(welcome(settings));
  }
  await once(over);

  const endedByItself = !platform.running;
  if (!endedByItself) print('Đang dừng… / Stopping…\n');
  await programs.simulator?.stop();
  await platform.stop();
  if (!endedByItself) return 0;
  const { code, signal } = await platform.ended;
  // with an exit code it has said on our standard error why it ended
  if (code === null) complain(`the platform was ended by ${signal}; its log is ${settings.logFolder}`);
  return 1;
}

function simulatorArguments({ broker, origin, credentials }: Settings): string[] {
  const args = ['--scenario', 'demo', '--broker', broker, '--api', origin];
  return credentials === undefined ? args : [...args, '--credentials', credentials];
}

function aborted(event: Promise<unknown>): AbortSignal {
  const controller = new AbortController();
  void event.finally(() => controller.abort()).catch(() => undefined);
  return controller.signal;
}

function once(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
