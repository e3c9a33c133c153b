import { builtinModules } from 'node:module';
import path from 'node:path';
import { LAYERS, SCOPE, SPECS_ALSO } from '../../layers.mjs';

const BUILTINS = new Set(builtinModules);

/**
 * The ESLint rule that holds a workspace's sources to its row of layers.mjs. It sees every way to name a module:
 * import, export … from, import(), type queries and require().
 * @type {import('eslint').Rule.RuleModule}
 */
export const layerImports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      own: '{{layer}} may not import {{module}}: layers.mjs allows it {{allowed}} of our own packages.',
      npm: '{{layer}} may not import the package {{module}}: layers.mjs allows it {{allowed}}.',
      node: "{{layer}} may not import Node's own {{module}}: it also runs elsewhere, or must stay pure.",
      escape: '{{layer}} reaches out of its folder by {{module}}: import the other workspace by its name.',
    },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const layer = layerOf(file);
    if (layer === undefined) return {};
    const row = rowFor(layer, file);

    function check(node) {
      if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
      const fault = faultOf(node.value, file, row);
      if (fault === undefined) return;
      const allowed = fault === 'own' ? row.own : row.npm;
      const data = { layer, module: node.value, allowed: allowed.length === 0 ? 'none' : allowed.join(', ') };
      context.report({ node, messageId: fault, data });
    }
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};

/** The layer whose `src` holds the file (a path from the root, with slashes). */
function layerOf(file) {
  return Object.keys(LAYERS).find((name) => file.startsWith(`${LAYERS[name].dir}/src/`));
}

function rowFor(layer, file) {
  const { dir, own, npm, node, dev = [] } = LAYERS[layer];
  if (!/\.spec\.tsx?$/.test(file)) return { dir, own, npm, node };
  return {
    dir,
    own: [...own, ...SPECS_ALSO.own],
    npm: [...npm, ...dev, ...SPECS_ALSO.npm],
    node: SPECS_ALSO.node,
  };
}

/** Which message a module name earns in a file, if any. */
function faultOf(module, file, row) {
  if (module.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), module);
    return target.startsWith(`${row.dir}/`) ? undefined : 'escape';
  }
  if (module.startsWith('node:') || BUILTINS.has(module)) return row.node ? undefined : 'node';
  if (module.startsWith(SCOPE)) return row.own.includes(module.slice(SCOPE.length)) ? undefined : 'own';
  return row.npm.includes(packageOf(module)) ? undefined : 'npm';
}

/** `@mantine/core/styles.css` belongs to the package `@mantine/core`. */
function packageOf(module) {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}
