import path from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from './settings.js';

const TLS = { TLS_CERT: '/etc/haidang/cert.pem', TLS_KEY: '/etc/haidang/key.pem' };

it('by default everything is plain and on this machine, with the secrets of the data folder', () => {
  expect(readSettings({ DATA_DIR: '/data' })).toEqual({
    origin: 'http://127.0.0.1:8080',
    broker: 'mqtt://127.0.0.1:1883',
    credentials: path.resolve('/data/demo-devices.csv'),
    trusted: undefined,
    ports: [
      { variable: 'PORT', port: 8080 },
      { variable: 'MQTT_PORT', port: 1883, address: 'mqtt://127.0.0.1:1883' },
    ],
    logFolder: path.resolve('/data/logs'),
  });
});

it('with a certificate the page is HTTPS, and the simulator believes the certificate', () => {
  expect(readSettings({ ...TLS, PORT: '8443', MQTTS_PORT: '8884' })).toMatchObject({
    origin: 'https://localhost:8443',
    broker: 'mqtt://127.0.0.1:1883',
    trusted: TLS.TLS_CERT,
  });
  expect(readSettings({ ...TLS, MQTT_PORT: 'off', MQTTS_PORT: '8884' })).toMatchObject({
    broker: 'mqtts://localhost:8884',
    ports: [{ variable: 'PORT' }, { variable: 'MQTTS_PORT', port: 8884 }],
  });
});

it('an external broker has its own credentials', () => {
  const settings = readSettings({ MQTT_URL: 'mqtts://sim:secret@broker.example' });
  expect(settings).toMatchObject({ broker: 'mqtts://sim:secret@broker.example', credentials: undefined });
  expect(settings.ports.map(({ variable }) => variable)).toEqual(['PORT']);
});
