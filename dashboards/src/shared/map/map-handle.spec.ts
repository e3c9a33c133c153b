import { expect, it, vi } from 'vitest';
import type { MapEngine } from './engine.js';
import { mapHandle } from './map-handle.js';

const [HERE, THERE] = [
  { lat: 20.8, lon: 106.7 },
  { lat: 21, lon: 105.8, zoom: 12 },
];

function opened(): MapEngine['flyTo'] {
  const flyTo = vi.fn();
  mapHandle.set({ flyTo } as unknown as MapEngine);
  return flyTo;
}

it('moves a map that is not open yet where it was last told to, once', () => {
  mapHandle.flyTo(HERE);
  mapHandle.flyTo(THERE);
  const flown = opened();
  expect(flown).toHaveBeenCalledExactlyOnceWith(THERE);
  mapHandle.flyTo(HERE);
  expect(flown).toHaveBeenLastCalledWith(HERE);
  mapHandle.set(null);
  expect(opened()).not.toHaveBeenCalled();
});

it('forgets where a map should have gone with the page that had it', () => {
  mapHandle.set(null);
  mapHandle.flyTo(HERE);
  mapHandle.set(null);
  expect(opened()).not.toHaveBeenCalled();
});
