import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';
import { API } from './api.js';

/** What mapbox-gl asks of its maker, where a deployer chose it. */
const MAPBOX = ['https://*.mapbox.com'];

/** What a browser may do with our pages beyond showing them: a gatehouse tablet reads plates and codes with its camera. */
const PERMISSIONS_POLICY =
  'camera=(self), geolocation=(self), fullscreen=(self), microphone=(), payment=(), usb=(), interest-cohort=()';

const YEAR_SECONDS = 365 * 24 * 3_600;

/** For what no page is shown of, or one that is only looked at: nothing is run, loaded, or framed. */
export const HARMLESS_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

type Doors = Pick<Config, 'tls' | 'publicUrl'>;

/** Whether browsers come by TLS: to us, or to the proxy whose address people open. They are then told to come no other way for a year. */
function speaksTls({ tls, publicUrl }: Doors): boolean {
  return tls !== undefined || publicUrl?.startsWith('https:') === true;
}

/** What is said with every answer, also with those that no route gives: the live socket's handshakes, the refusal of what is no HTTP. */
export function leastHeaders(config: Doors): Readonly<Record<string, string>> {
  return {
    'content-security-policy': HARMLESS_POLICY,
    'x-content-type-options': 'nosniff',
    ...(speaksTls(config) && {
      'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
    }),
  };
}

/** Puts {@link leastHeaders} before whoever answers. To be called when everybody who does is there; an answer's own headers take their place. */
export function guardEveryAnswer(app: NestFastifyApplication, config: Doors): void {
  const least = Object.entries(leastHeaders(config));
  app.getHttpServer().prependListener('request', (_request, response) => {
    for (const [name, value] of least) response.setHeader(name, value);
  });
}

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
function headers({ map, ...config }: Config): FastifyHelmetOptions {
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
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: speaksTls(config) ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    xPoweredBy: false,
  };
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
