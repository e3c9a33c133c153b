import type { Page } from '@playwright/test';

/**
 * What can be touched and is lower or narrower than a gloved finger needs, in CSS pixels. What is chosen by its label is as large as that; a field is as
 * wide as it likes.
 */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((pixels) => {
    const all = document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, [role=button], [role=menuitem]',
    );
    const named = (one: HTMLElement) =>
      `${one.outerHTML.slice(0, 160)} ${JSON.stringify(one.getBoundingClientRect())}`;
    return [...all]
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter(
        (one) => one.closest('[aria-hidden=true]') === null && !one.matches('[type=file], [type=hidden]'),
      )
      .map((one) => (one.matches('[type=radio], [type=checkbox]') ? (one.closest('label') ?? one) : one))
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return height < pixels - 0.5 || width < pixels - 0.5;
      })
      .map(named);
  }, least);
}
