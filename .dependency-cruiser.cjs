/** Finds import cycles, across workspaces too; who may import whom is the linter's part (layers.mjs). */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or lack a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere goes unseen by the search for cycles; geojson is types alone.',
      from: { path: '[.]tsx?$' },
      to: { couldNotResolve: true, pathNot: '[?](url|raw|worker|inline)|^virtual:|^geojson$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules/(?!@haidang/)' },
    exclude: { path: '(^|/)(dist|public|[.]haidang|test-results)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
