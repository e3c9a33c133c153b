import 'reflect-metadata';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { failOnLeaks, freePort, waitFor, withStore } from '@haidang/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.js';
import { Authority } from './certificates.js';

failOnLeaks();

/** A whole platform with TLS_CERT and TLS_KEY. */
withStore((store) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'haidang-https-'));
  const [certFile, keyFile] = [path.join(folder, 'server.crt'), path.join(folder, 'server.key')];
  let authority: Authority;
  let platform: Platform;
  let port: number;

  beforeAll(async () => {
    authority = await Authority.make(folder, 'Haidang-test');
    await renew('CN=first');
    port = await freePort();
    const env = {
      ...{ PORT: String(port), MQTT_PORT: 'off', MQTTS_PORT: String(await freePort()), DATA_DIR: folder },
      ...{ TLS_CERT: certFile, TLS_KEY: keyFile, DATABASE_URL: store.url },
    };
    platform = await startPlatform(readConfig(env), pino({ level: 'silent' }));
  });
  afterAll(async () => {
    await platform.stop();
    rmSync(folder, { recursive: true });
  });
  async function renew(subject: string): Promise<void> {
    const made = await authority.issue(subject);
    copyFileSync(made.certFile, certFile);
    copyFileSync(made.keyFile, keyFile);
  }
  /** The status of an answer, its headers and body, and the name of the certificate. */
  function ask(
    address: string,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: string; name: string }> {
    return new Promise((answer, failed) => {
      const url = `https://localhost:${port}${address}`;
      const asking = get(url, { ca: authority.pem, agent: false, family: 4 }, (response) => {
        const name = String((response.socket as TLSSocket).getPeerCertificate().subject.CN);
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => {
          const { statusCode, headers } = response;
          answer({ status: statusCode!, headers, body, name });
        });
      });
      asking.on('error', failed);
    });
  }

  it('answers by HTTPS, says so, and its broker is open by mqtts alone', async () => {
    expect(platform.address).toBe(`https://127.0.0.1:${port}`);
    expect(await ask('/health/live')).toMatchObject({ status: 200, name: 'first' });
    const report = JSON.parse((await ask('/health/ready')).body) as { checks: object; warnings: string[] };
    expect(report).toMatchObject({ ready: true, checks: { broker: { ok: true } }, warnings: [] });
  });

  it('tells a browser to come by TLS alone for a year, also to names below', async () => {
    expect((await ask('/')).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect((await ask('/socket.io/?EIO=4&transport=polling')).headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
  });

  it.each([
    ['ECDHE-ECDSA-AES128-GCM-SHA256', true],
    ['ECDHE-ECDSA-AES256-SHA', false],
    ['ECDHE-ECDSA-AES128-SHA256', false],
  ])('by TLS 1.2 with %s alone: %s', async (ciphers, comesIn) => {
    const came = await new Promise<boolean>((told) => {
      const options = { port, host: '127.0.0.1', ca: authority.pem, ciphers, maxVersion: 'TLSv1.2' } as const;
      const socket = connectTls({ ...options, servername: 'localhost', rejectUnauthorized: false });
      socket.once('secureConnect', () => told(true)).once('error', () => told(false));
      socket.once('secureConnect', () => socket.destroy());
    });
    expect(came).toBe(comesIn);
  });

  it('speaks no HTTP on that port', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow('fetch failed');
  });

  it('shows a renewed certificate after SIGHUP, without a restart', async () => {
    await renew('CN=second');
    process.kill(process.pid, 'SIGHUP');
    await waitFor(async () => (await ask('/health/live')).name === 'second');
  });

  it('a certificate that cannot be used stops the start with one line', async () => {
    const env = { TLS_CERT: certFile, TLS_KEY: certFile, PORT: '0', DATABASE_URL: store.url };
    await expect(startPlatform(readConfig(env), pino({ level: 'silent' }))).rejects.toThrow(
      /^TLS_CERT, TLS_KEY: they cannot be used: /,
    );
    const missing = { ...env, TLS_KEY: path.join(folder, 'none.key') };
    await expect(startPlatform(readConfig(missing), pino({ level: 'silent' }))).rejects.toThrow(
      /^TLS_KEY=.*none\.key: ENOENT/,
    );
  });
});
