import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CONFIG, type Config } from './config/config.js';
import { TILES_PATH } from './http/map-tiles.js';
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
    const { mapboxAccessToken, styleUrl, tiles } = this.config.map;
    return {
      mapboxAccessToken: mapboxAccessToken ?? null,
      mapStyleUrl: styleUrl ?? null,
      mapTilesUrl: tiles === undefined ? null : 'file' in tiles ? TILES_PATH : tiles.address,
      demo: this.config.demo,
      directory: this.config.oidc?.name ?? null,
    };
  }
}
