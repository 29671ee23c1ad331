import { at, isTest, type Rule, type SourceFile, type Violation } from '../house.ts'
import { nameOf, nodes, pathOf } from '../syntax.ts'

/** What a pure file may reach: types, definitions, and files beside it that are pure themselves. */
const PURE_IMPORTS = ['@perigon/contracts', '@perigon/define', '@perigon/kernel']

/** Hooks decide and do nothing: no promise, no clock, no other package. */
export const pureHooks: Rule = {
  name: 'hooks are pure',
  find: (house) => [...house.files.values()].filter((file) => file.path.endsWith('.hooks.ts') && !isTest(file.path)).flatMap(hookIssues),
}

function hookIssues(file: SourceFile): readonly Violation[] {
  const { program, imports } = file.syntax()
  const reached = imports.filter(({ specifier }) => !specifier.startsWith('.') && !PURE_IMPORTS.includes(specifier))
  return [
    ...reached.map(({ specifier, start }) => at(file, start, `hooks do not import ${specifier}`)),
    ...nodes(program, ['AwaitExpression']).map((node) => at(file, node.start, 'hooks do not wait')),
    ...nodes(program, ['CallExpression'])
      .filter((call) => pathOf(call['callee']) === 'fetch' || nameOf(call['callee']) === 'setTimeout')
      .map((call) => at(file, call.start, 'hooks do not reach out')),
  ]
}

/** A definition is what `@perigon/define` offers, and nothing runs in it. */
export const dataOnly: Rule = {
  name: 'definitions are data only',
  find: (house) => [...house.files.values()].filter((file) => /\.(object|options|views)\.ts$/.test(file.path)).flatMap(definitionIssues),
}

function definitionIssues(file: SourceFile): readonly Violation[] {
  const { program, imports } = file.syntax()
  const reached = imports.filter(({ specifier }) => specifier !== '@perigon/define' && !/^\..*\.(object|options)\.ts$/.test(specifier))
  const functions = nodes(program, ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
  return [
    ...reached.map(({ specifier, start }) => at(file, start, `a definition does not import ${specifier}`)),
    ...functions.map((node) => at(file, node.start, 'a definition holds no function')),
  ]
}
