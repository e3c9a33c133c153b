export { eventOf } from './document.js';
export { readCamera, type CameraReading } from './read-camera.js';
export type { CameraPicture, EventPart } from './sighting.js';
