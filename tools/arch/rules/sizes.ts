import { at, isTest, type Rule, type SourceFile, type Violation } from '../house.ts'
import { isNode, type Node, visit } from '../syntax.ts'

const LONGEST_FILE = 400
const LONGEST_FUNCTION = 60
const MOST_PARAMETERS = 3
const DEEPEST = 4
/** Data may be long: definitions, seeds, phrases, word lists. Generated files too. */
const DATA = /\.(object|seeds|options|views|phrases|words)\.ts$|(^|\/)(phrases|words)(\/[^/]+)?\.ts$|\.generated\.|(^|\/)plants\//
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

/** Rule 8: file ≤ 400 lines, function ≤ 60, parameters ≤ 3, folders inside a module ≤ 4. */
export const sizes: Rule = {
  name: 'files, functions, parameter lists and folders stay small',
  find: (house) => [...house.files.values()].flatMap((file) => [...fileIssues(file), ...functionIssues(file)]),
}

function fileIssues(file: SourceFile): readonly Violation[] {
  const lines = file.text.trimEnd().split('\n').length
  const depth = file.path.split('/').length - 3
  return [
    ...(lines > LONGEST_FILE && !DATA.test(file.path) ? [{ path: file.path, line: lines, message: `${lines} lines` }] : []),
    ...(file.path.startsWith('modules/') && depth > DEEPEST ? [{ path: file.path, line: 1, message: `${depth} folders deep` }] : []),
  ]
}

function functionIssues(file: SourceFile): readonly Violation[] {
  const found: Violation[] = []
  visit(file.syntax().program, (node) => {
    if (!FUNCTIONS.includes(node.type)) return
    const count = parameterCount(node)
    if (count > MOST_PARAMETERS && !excused(file, node.start)) found.push(at(file, node.start, `${count} parameters`))
    const lines = codeLines(file.text.slice(node.start, node.end))
    if (lines > LONGEST_FUNCTION && !isTest(file.path) && !DATA.test(file.path))
      found.push(at(file, node.start, `a function of ${lines} lines`))
  })
  return found
}

/** The linter holds the same rule; what is suppressed for it, with a reason, is not told twice. */
function excused(file: SourceFile, offset: number): boolean {
  const before = file.text.slice(0, offset).trimEnd().split('\n').at(-1) ?? ''
  const previous = file.text.slice(0, offset).split('\n').at(-2) ?? ''
  return [before, previous].some((line) => /oxlint-disable-next-line .*max-params.* -- /.test(line))
}

function parameterCount(node: Node): number {
  const list = node['params']
  const items = Array.isArray(list) ? list : isNode(list) && Array.isArray(list['items']) ? list['items'] : []
  return items.filter((item) => !(isNode(item) && item.type === 'RestElement')).length
}

/** Lines that say something: neither blank nor only a comment. */
function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*(\/\/.*|\/?\*.*)?$/.test(line)).length
}
