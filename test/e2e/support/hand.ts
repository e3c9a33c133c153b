import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

/** From the middle of the map, in pixels. */
export type Offset = readonly [x: number, y: number];

/** Clicks one corner after the other. */
export async function draw(page: Page, ...corners: Offset[]): Promise<void> {
  for (const corner of corners) {
    const { x, y } = await onMap(page, corner);
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
  }
}

export async function onMap(page: Page, [dx, dy]: Offset): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await page.getByTestId('map').boundingBox())!;
  return { x: x + width / 2 + dx, y: y + height / 2 + dy };
}

/** What the page exports of what it shows. */
export async function exported(page: Page, type: 'geojson' | 'kml' | 'gpx') {
  const waiting = page.waitForEvent('download');
  await page.getByTestId('draft-export').click();
  await page.getByTestId(`export-${type}`).click();
  const file = await waiting;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

export async function importFile(page: Page, name: string, text: string): Promise<void> {
  await page
    .getByTestId('draft-file')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
}
