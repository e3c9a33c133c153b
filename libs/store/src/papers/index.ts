export * from './container-papers.js';
export * from './declarations.js';
export * from './eligibilities.js';
export * from './eligible-list.js';
export * from './expected.js';
export * from './manifests.js';
export * from './notices.js';
export * from './own-places.js';
