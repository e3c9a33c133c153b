import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { takeJsonOnly } from './body-parser.js';
import { OpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';

/**
 * Puts the API's ways over an application that has {@link HttpModule}: problem details for every error, JSON bodies only,
 * the OpenAPI document. To be called after `NestFactory.create` and before `listen` or `init`.
 */
export function setUpHttp(app: NestFastifyApplication): void {
  app.get(RouteTable).watch(app.getHttpAdapter().getInstance());
  takeJsonOnly(app);
  app.useGlobalFilters(app.get(ProblemFilter));
  app.get(OpenApi).make(app);
}
