import ts from 'typescript';

/** What each comparison, junction or bound is turned into: first the one that moves only its boundary. */
const FLIPS = new Map([
  [ts.SyntaxKind.LessThanToken, [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken]],
  [ts.SyntaxKind.LessThanEqualsToken, [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken]],
  [ts.SyntaxKind.GreaterThanToken, [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken]],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, [ts.SyntaxKind.ExclamationEqualsEqualsToken]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, [ts.SyntaxKind.EqualsEqualsEqualsToken]],
  [ts.SyntaxKind.EqualsEqualsToken, [ts.SyntaxKind.ExclamationEqualsToken]],
  [ts.SyntaxKind.ExclamationEqualsToken, [ts.SyntaxKind.EqualsEqualsToken]],
  [ts.SyntaxKind.AmpersandAmpersandToken, [ts.SyntaxKind.BarBarToken]],
  [ts.SyntaxKind.BarBarToken, [ts.SyntaxKind.AmpersandAmpersandToken]],
]);
const BOUNDS = new Map([
  ['max', 'min'],
  ['min', 'max'],
]);
const SUMS = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.MinusToken];

/**
 * @typedef {object} Mutant
 * @property {string} file below libs/engine/src
 * @property {number} n which of the file's, from 0 on
 * @property {string} where the function or property it stands in
 * @property {string} from
 * @property {string} to
 * @property {number} line
 */

/**
 * A source with a switch at every comparison (`<` `<=` `>` `>=` `===` `!==`), junction (`&&` `||`), `Math.max` and `Math.min`, and small constant
 * that is added or taken off: which of them is flipped is read from `globalThis.haidangMutant` when the module is loaded. Every loop counts its
 * turns, so that a flipped one ends.
 * @param {string} source
 * @param {string} file
 * @returns {{ code: string, mutants: Mutant[] }}
 */
export function instrument(source, file) {
  const { factory } = ts;
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true);
  /** @type {Mutant[]} */
  const mutants = [];

  /** @param {ts.Node} node @param {string} to @param {ts.Expression} flipped @param {ts.Expression} otherwise */
  const switchTo = (node, to, flipped, otherwise) => {
    const n = mutants.length;
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    mutants.push({ file, n, where: whereOf(node), from: oneLine(node.getText()), to: oneLine(to), line });
    const isOn = factory.createStrictEquality(
      factory.createIdentifier('haidangOn'),
      factory.createNumericLiteral(n),
    );
    return factory.createParenthesizedExpression(
      factory.createConditionalExpression(isOn, undefined, flipped, undefined, otherwise),
    );
  };

  /** @param {ts.TransformationContext} context */
  const transformer = (context) => {
    /** @param {ts.Node} node @returns {ts.Node} */
    const visit = (node) => {
      if (ts.isTypeNode(node)) return node;
      const inner = ts.visitEachChild(node, visit, context);
      if (ts.isBinaryExpression(node) && ts.isBinaryExpression(inner)) return flipBinary(node, inner);
      if (ts.isCallExpression(node) && ts.isCallExpression(inner)) return flipBound(node, inner);
      return isLoop(inner) ? counted(inner) : inner;
    };
    return (/** @type {ts.SourceFile} */ root) => ts.visitEachChild(root, visit, context);
  };

  /** @param {ts.BinaryExpression} node @param {ts.BinaryExpression} inner */
  const flipBinary = (node, inner) => {
    const [left, right] = [node.left.getText(), node.right.getText()];
    /** @type {ts.Expression} */
    let whole = factory.createParenthesizedExpression(inner);
    for (const operator of FLIPS.get(node.operatorToken.kind) ?? []) {
      const flipped = factory.createBinaryExpression(grouped(inner.left), operator, grouped(inner.right));
      whole = switchTo(node, `${left} ${ts.tokenToString(operator)} ${right}`, flipped, whole);
    }
    if (!SUMS.includes(node.operatorToken.kind) || !isSmall(node.right)) return whole;
    const constant = Number(/** @type {ts.NumericLiteral} */ (node.right).text);
    for (const other of [constant - 1, constant + 1]) {
      const literal = factory.createNumericLiteral(other);
      const flipped = factory.createBinaryExpression(grouped(inner.left), node.operatorToken.kind, literal);
      whole = switchTo(node, `${left} ${node.operatorToken.getText()} ${other}`, flipped, whole);
    }
    return whole;
  };

  /** @param {ts.CallExpression} node @param {ts.CallExpression} inner */
  const flipBound = (node, inner) => {
    const callee = node.expression;
    if (!ts.isPropertyAccessExpression(callee) || callee.expression.getText() !== 'Math') return inner;
    const other = BOUNDS.get(callee.name.text);
    if (other === undefined) return inner;
    const access = factory.createPropertyAccessExpression(factory.createIdentifier('Math'), other);
    const flipped = factory.createCallExpression(access, undefined, inner.arguments);
    return switchTo(node, node.getText().replace(/^Math\.\w+/, `Math.${other}`), flipped, inner);
  };

  const { transformed } = ts.transform(tree, [transformer]);
  const code = ts.createPrinter().printFile(/** @type {ts.SourceFile} */ (transformed[0]));
  const head = `const haidangOn = globalThis.haidangMutant?.file === ${JSON.stringify(file)} ? globalThis.haidangMutant.n : -1;`;
  return { code: `${head}\n${code}`, mutants };
}

/** @param {ts.Expression} node */
function grouped(node) {
  return ts.factory.createParenthesizedExpression(node);
}

/** @param {ts.Node} node */
function isSmall(node) {
  return ts.isNumericLiteral(node) && Number(node.text) >= 1 && Number(node.text) <= 2;
}

/** @param {ts.Node} node @returns {node is ts.ForStatement | ts.ForOfStatement | ts.WhileStatement} */
function isLoop(node) {
  return ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isWhileStatement(node);
}

/** @param {ts.ForStatement | ts.ForOfStatement | ts.WhileStatement} loop */
function counted(loop) {
  const { factory } = ts;
  const count = factory.createExpressionStatement(
    factory.createCallExpression(
      factory.createPropertyAccessExpression(factory.createIdentifier('globalThis'), 'haidangTurn'),
      undefined,
      [],
    ),
  );
  const body = factory.createBlock([count, loop.statement], true);
  if (ts.isForStatement(loop))
    return factory.updateForStatement(loop, loop.initializer, loop.condition, loop.incrementor, body);
  if (ts.isForOfStatement(loop))
    return factory.updateForOfStatement(loop, loop.awaitModifier, loop.initializer, loop.expression, body);
  return factory.updateWhileStatement(loop, loop.expression, body);
}

/** @param {ts.Node} node */
function whereOf(node) {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (ts.isFunctionDeclaration(up) || ts.isMethodDeclaration(up) || ts.isGetAccessor(up))
      return up.name?.getText() ?? '';
  }
  return '';
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/g, ' ');
}
