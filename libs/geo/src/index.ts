export { Corridor, PlaceSlip, type CorridorPlace } from './corridor.js';
export { distance, distanceBetween, KMH, unwrap, wrap } from './metric.js';
export type { Box, Shape, Span } from './shape.js';
export { placeZone, shapeOfGeometry, ZoneIndex, type PlacedZone, type ZoneCrossing } from './zone-index.js';
