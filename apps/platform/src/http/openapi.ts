import { Controller, Get, Header, Injectable, Inject } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiError } from './errors.js';
import { MACHINE_PATHS } from './machine-paths.js';
import { namedSchemas } from './openapi-schemas.js';
import { Describe } from './operation.js';

/** The OpenAPI document, made once at the start from the controllers and the schemas they check with. */
@Injectable()
export class OpenApi {
  private document: OpenAPIObject | undefined;

  make(app: INestApplication): void {
    const frame = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Haidang')
      .setDescription(
        'Customs cargo surveillance: the register, transits, alarms, tracks and gates. Times are RFC 3339 with any offset on ' +
          'the way in, UTC with milliseconds on the way out. Errors are problem details (RFC 9457) with a stable `code`.',
      )
      .setVersion('1')
      .addBearerAuth({
        type: 'http',
        scheme: 'bearer',
        description: 'the token that `POST /session` answers',
      })
      .addBasicAuth(
        { type: 'http', scheme: 'basic', description: "a device's name and secret, as at the broker" },
        'device',
      )
      .addSecurityRequirements('bearer')
      .build();
    const document = SwaggerModule.createDocument(app, frame, { deepScanRoutes: false });
    document.paths = { ...document.paths, ...MACHINE_PATHS };
    document.components = {
      ...document.components,
      schemas: { ...document.components?.schemas, ...namedSchemas() },
    };
    this.document = document;
  }

  /** @throws ApiError `unavailable` before the start has come so far */
  get(): OpenAPIObject {
    if (this.document === undefined) throw new ApiError('unavailable');
    return this.document;
  }
}

@Controller('api')
export class OpenApiController {
  constructor(@Inject(OpenApi) private readonly openApi: OpenApi) {}

  @Get('openapi.json')
  @Header('cache-control', 'no-cache')
  @Describe({
    id: 'getOpenApi',
    open: 'public',
    tag: 'for machines',
    summary: 'This document',
    answers: [{ status: 200, description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) }],
  })
  read(): OpenAPIObject {
    return this.openApi.get();
  }
}
