import { at, isTest, type Rule, type SourceFile, type Violation } from '../house.ts'
import { argumentsOf, isNode, type Node, nameOf, nodes, propertyOf, textOf } from '../syntax.ts'

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Rule 7: a route says who may call it and what it takes. */
export const routes: Rule = {
  name: 'every route declares access and schema',
  find: (house) => [...house.files.values()].filter((file) => !isTest(file.path)).flatMap(routeIssues),
}

function routeIssues(file: SourceFile): readonly Violation[] {
  return nodes(file.syntax().program, ['CallExpression']).flatMap((call) => {
    if (!isRoute(call)) return []
    const [url, options] = argumentsOf(call)
    const path = textOf(url) ?? 'a route'
    const settings = options?.type === 'ObjectExpression' ? options : null
    return [
      ...(propertyOf(propertyOf(settings, 'config'), 'access') === null ? [at(file, call.start, `${path} declares no access`)] : []),
      ...(propertyOf(settings, 'schema') === null ? [at(file, call.start, `${path} declares no schema`)] : []),
    ]
  })
}

/** `app.get('/…', …)`. */
function isRoute(call: Node): boolean {
  const callee = call['callee']
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false
  const method = nameOf(callee['property']) ?? ''
  return METHODS.includes(method) && textOf(argumentsOf(call)[0])?.startsWith('/') === true && argumentsOf(call).length > 1
}

/** Rule 7: a job checks its payload and has a key that makes it one job however often it is asked for. */
export const jobs: Rule = {
  name: 'every job declares a payload check and an idempotency key',
  find: (house) => [...house.files.values()].filter((file) => !isTest(file.path)).flatMap(jobIssues),
}

function jobIssues(file: SourceFile): readonly Violation[] {
  return nodes(file.syntax().program, ['ObjectExpression']).flatMap((object) => {
    // A subscriber looks alike but names the objects it listens to; its payload is the event log's own.
    const named = textOf(propertyOf(object, 'name')) !== null && propertyOf(object, 'handle') !== null
    const isJob = named && propertyOf(object, 'objects') === null
    if (!isJob) return []
    return ['parse', 'key']
      .filter((part) => propertyOf(object, part) === null && !hasMethod(object, part))
      .map((part) => at(file, object.start, `a job without ${part}`))
  })
}

function hasMethod(object: Node, key: string): boolean {
  const properties = object['properties']
  return Array.isArray(properties) && properties.some((property) => isNode(property) && nameOf(property['key']) === key)
}
