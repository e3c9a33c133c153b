import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, type Config } from './config/config.js';
import { Open } from './identity/openness.js';

/** What the dashboards need to know before they draw. */
@ApiExcludeController()
@Controller()
export class DashboardController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('config.json')
  @Open('public')
  @Header('Cache-Control', 'no-store')
  settings() {
    const { mapboxAccessToken, styleUrl, tilesUrl } = this.config.map;
    return {
      mapboxAccessToken: mapboxAccessToken ?? null,
      mapStyleUrl: styleUrl ?? null,
      mapTilesUrl: tilesUrl ?? null,
      demo: this.config.demo,
      directory: this.config.oidc?.name ?? null,
    };
  }
}
