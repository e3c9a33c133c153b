import { expectRoads, test } from './support/tiles.js';

test('the roads of a deployer’s PMTiles file are drawn over the bundled ground, a part of the file at a time', ({
  archive,
  desk,
  page,
}) => expectRoads(desk, page, archive, (url) => url.endsWith('/tiles/map.pmtiles')));
