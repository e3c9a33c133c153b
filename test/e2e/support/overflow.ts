import type { Page } from '@playwright/test';

/** What sticks out of the window at either side, but for what lies in a box that scrolls or cuts. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isContained = (element: Element): boolean => {
      const parent = element.parentElement;
      if (parent === null || parent === document.body) return false;
      return getComputedStyle(parent).overflowX !== 'visible' || isContained(parent);
    };
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -1 || right > innerWidth + 1) && !isContained(element);
    });
    const page = document.documentElement;
    const names = out.map(({ tagName, className }) => `${tagName} ${String(className)}`);
    return page.scrollWidth > innerWidth ? [`the page: ${page.scrollWidth} px`, ...names] : names;
  });
}

/** Boxes below `root` that scroll sideways: what is wider than the window hides in them. */
export function scrollingSideways(page: Page, root: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const all = [...document.querySelectorAll(`${selector}, ${selector} *`)];
    const wide = all.filter(
      (one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX),
    );
    return wide.map(({ tagName, className }) => `${tagName} ${String(className)}`);
  }, root);
}
