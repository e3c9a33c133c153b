import { Module } from '@nestjs/common';
import { OpenApi, OpenApiController } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { Writes } from './writes.js';

/** What every capability's calls share; completed by `setUpHttp`. */
@Module({
  controllers: [OpenApiController],
  providers: [OpenApi, ProblemFilter, RouteTable, Writes],
  exports: [OpenApi, ProblemFilter, RouteTable, Writes],
})
export class HttpModule {}
