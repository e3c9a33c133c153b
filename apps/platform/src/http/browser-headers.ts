import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';
import { API } from './api.js';

/** What mapbox-gl asks of its maker, where a deployer chose it. */
const MAPBOX = ['https://*.mapbox.com'];

/** What a browser may do with our pages beyond showing them: a gatehouse tablet reads plates and codes with its camera. */
const PERMISSIONS_POLICY =
  'camera=(self), geolocation=(self), fullscreen=(self), microphone=(), payment=(), usb=(), interest-cohort=()';

/**
 * Tells browsers with every answer: run nothing but our own scripts, talk to nobody but us and the map sources that are set, show us in
 * nobody's frame, and take a file for nothing but what it is said to be. To be called before whatever answers is registered.
 */
export async function guardBrowsers(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(fastifyHelmet, headers(config));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request, reply) => {
    void reply.header('permissions-policy', PERMISSIONS_POLICY);
    // what is of the register stays in no cache, not even the browser's own, where its handler says nothing else
    if (request.url.startsWith(`/${API}/`) && !reply.hasHeader('cache-control'))
      void reply.header('cache-control', 'no-store');
  });
}

/** Styles may stand in the page, since the components write them there; they carry no text of anybody's. */
function headers({ map }: Config): FastifyHelmetOptions {
  const tiles = map.tiles !== undefined && 'address' in map.tiles ? map.tiles.address : undefined;
  const elsewhere = [map.styleUrl, tiles].flatMap((url) => originOf(url) ?? []);
  if (map.mapboxAccessToken !== undefined) elsewhere.push(...MAPBOX);
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'", 'data:'],
        imgSrc: ["'self'", 'data:', 'blob:', ...elsewhere],
        connectSrc: ["'self'", ...elsewhere],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        mediaSrc: ["'self'", 'data:', 'blob:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    // said by the server that speaks TLS alone
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    xPoweredBy: false,
  };
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
