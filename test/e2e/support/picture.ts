import type { Locator, Page } from '@playwright/test';

/** Pixels of an element, from its upper left corner. */
export interface Spot {
  x: number;
  y: number;
}

/** The colour that is seen at a pixel of an element, `#rrggbb`. */
export async function colourAt(page: Page, element: Locator, { x, y }: Spot): Promise<string> {
  const box = (await element.boundingBox())!;
  const clip = { x: Math.floor(box.x + x), y: Math.floor(box.y + y), width: 1, height: 1 };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
    canvas.drawImage(picture, 0, 0);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return `#${[red!, green!, blue!].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }, png);
}

/** Where a place is on a map that looks there: web mercator, 512 pixels the world at zoom 0. */
export function spotOnMap(
  place: { lat: number; lon: number },
  camera: { lat: number; lon: number; zoom: number },
  map: { width: number; height: number },
): Spot {
  const world = 512 * 2 ** camera.zoom;
  const north = (lat: number) => Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  return {
    x: map.width / 2 + ((place.lon - camera.lon) / 360) * world,
    y: map.height / 2 - (north(place.lat) - north(camera.lat)) * world,
  };
}

/** The colour that the page's own texts have for a state, in the theme that is on. */
export function colourOf(page: Page, state: 'on-route' | 'major'): Promise<string> {
  return page.evaluate(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim(),
    `--${state}`,
  );
}
