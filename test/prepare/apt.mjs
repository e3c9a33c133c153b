import { run } from './run-command.mjs';
import { which } from './which.mjs';

/**
 * Installs Debian packages where that is possible: as root, with apt. A service that a package starts is not stopped here.
 * @param {...string} packages
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function aptInstall(...packages) {
  if (process.getuid?.() !== 0 || which('apt-get') === undefined) return false;
  process.stdout.write(`prepare: apt-get install ${packages.join(' ')}\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  if ((await install()).code === 0) return true;
  await run('apt-get', ['update'], { env });
  const { code, output } = await install();
  if (code !== 0) process.stdout.write(output);
  return code === 0;
}
