import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded } from './index.js';
import { runAs } from './run-as.js';

const isRoot = process.getuid?.() === 0;

/** Which of the two holds depends on who runs the tests. */
if (isRoot) describe('root', asRoot);
else describe('an ordinary user', asOrdinaryUser);

function asOrdinaryUser(): void {
  it('runs PostgreSQL as himself', () => {
    expect(runAs('/nowhere', ['/nowhere'])).toEqual({ prefix: [], owner: undefined });
  });
}

function asRoot(): void {
  let closed: string;
  beforeEach(() => {
    closed = mkdtempSync(path.join(tmpdir(), 'haidang-closed-'));
    chmodSync(closed, 0o700);
  });
  afterEach(() => rmSync(closed, { recursive: true, force: true }));

  it('runs PostgreSQL as another user who can pass the closed folder and has no other power', () => {
    const { prefix, owner } = runAs(path.join(closed, 'postgres'), [closed]);
    const [command, ...rest] = prefix;
    const status = execFileSync(command!, [...rest, 'cat', '/proc/self/status'], { encoding: 'utf8' });
    expect(owner?.uid).toBeGreaterThan(0);
    expect(status).toMatch(new RegExp(`^Uid:\\t${owner?.uid}\\t${owner?.uid}\\t`, 'm'));
    // bit 1 is CAP_DAC_OVERRIDE
    expect(status).toMatch(/^CapEff:\t0000000000000002$/m);
    expect(status).toMatch(/^CapPrm:\t0000000000000002$/m);
  });

  it('starts it from and in folders closed to everyone else', async () => {
    // access(2) decides about programs too: the way leads through the closed folder
    const probe = path.join(closed, 'bin');
    mkdirSync(probe);
    copyFileSync('/bin/true', path.join(probe, 'true'));
    const [command, ...rest] = runAs(path.join(closed, 'postgres'), [closed]).prefix;
    expect(() => execFileSync(command!, [...rest, 'test', '-x', path.join(probe, 'true')])).not.toThrow();

    const server = await startEmbedded({ dataDir: path.join(closed, 'data') });
    expect(server.adopted).toBe(false);
    await server.stop();
  });
}
