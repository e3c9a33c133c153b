import { expectRoads, test } from './support/tiles.js';

test.use({ archivePlace: 'elsewhere', forgiven: [/^request to http:\/\/127\.0\.0\.1:\d+\/roads\.pmtiles$/] });

test('the roads of a PMTiles file on a server of another origin are drawn alike', ({
  archive,
  desk,
  page,
  tilesUrl,
}) => expectRoads(desk, page, archive, (url) => url === tilesUrl));
