import { AGGREGATE_FUNCTIONS, type Json, type Label, type Locale, OPERATORS, text } from '@perigon/contracts'
import { type Actor, type FieldSnapshot, type ObjectSnapshot, may, type Snapshot } from '@perigon/kernel'

type Doc = { readonly [key: string]: Json }

const ref = (name: string): Doc => ({ $ref: `#/components/schemas/${name}` })
const jsonBody = (schema: Doc): Doc => ({ required: true, content: { 'application/json': { schema } } })
const answer = (description: string, schema?: Doc): Doc => ({
  description,
  ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }),
})
const problem: Doc = { description: 'Problem document', content: { 'application/problem+json': { schema: ref('Problem') } } }
const ERRORS: Doc = { '400': problem, '401': problem, '403': problem, '404': problem, '409': problem, '422': problem }
const idParameter: Doc = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const matchParameter = (required: boolean): Doc => ({
  name: 'If-Match',
  in: 'header',
  required,
  description: 'The version the change is based on, such as "3"',
  schema: { type: 'string' },
})

function pascal(key: string): string {
  return key
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}

function fieldSchema(field: FieldSnapshot, mode: 'read' | 'write', locale: Locale): Doc {
  const schema = field.type.jsonSchema(field.definition, mode)
  const description = [text(field.definition.label, locale), field.definition.help === undefined ? '' : text(field.definition.help, locale)]
    .filter((part) => part !== '')
    .join('. ')
  return { anyOf: [schema, { type: 'null' }], description }
}

function recordSchema(object: ObjectSnapshot, locale: Locale): Doc {
  const fields = [...object.fields.values()].map((field): [string, Doc] => [field.key, fieldSchema(field, 'read', locale)])
  return {
    type: 'object',
    description: text(object.definition.label.one, locale),
    properties: { id: { type: 'string', format: 'uuid' }, version: { type: 'integer' }, ...Object.fromEntries(fields) },
    required: ['id', 'version'],
  }
}

function inputSchema(object: ObjectSnapshot, locale: Locale, creating: boolean): Doc {
  const writable = [...object.fields.values()].filter((field) => field.definition.computed !== true)
  const required = writable
    .filter((field) => field.definition.required === true && field.definition.default === undefined)
    .map((field) => field.key)
  return {
    type: 'object',
    properties: Object.fromEntries(writable.map((field): [string, Doc] => [field.key, fieldSchema(field, 'write', locale)])),
    ...(creating && required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}

const LIST_PARAMETERS: Json = [
  { name: 'q', in: 'query', description: 'Free text over the searchable fields', schema: { type: 'string' } },
  { name: 'filter', in: 'query', description: 'A Condition as JSON', schema: { type: 'string' } },
  { name: 'sort', in: 'query', description: 'Keys separated by commas; - in front for descending', schema: { type: 'string' } },
  { name: 'fields', in: 'query', description: 'Keys and link paths separated by commas', schema: { type: 'string' } },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
  { name: 'cursor', in: 'query', schema: { type: 'string' } },
  { name: 'count', in: 'query', schema: { type: 'string', enum: ['true', 'false', 'capped'] } },
  { name: 'trash', in: 'query', schema: { type: 'string', enum: ['only'] } },
]

type Naming = { readonly name: string; readonly tag: Json; readonly words: (label: Label) => string }

function collectionPaths(object: ObjectSnapshot, { name, tag, words }: Naming): Doc {
  const one = words(object.definition.label.one)
  const many = words(object.definition.label.many)
  return {
    get: {
      tags: tag,
      operationId: `list${name}`,
      summary: `List ${many}`,
      parameters: LIST_PARAMETERS,
      responses: { '200': answer('A page', ref(`${name}Page`)), ...ERRORS },
    },
    ...(object.definition.append_only === true
      ? {}
      : {
          post: {
            tags: tag,
            operationId: `create${name}`,
            summary: `Create ${one}`,
            requestBody: jsonBody(ref(`${name}Create`)),
            responses: { '201': answer('The new record', ref(name)), ...ERRORS },
          },
        }),
  }
}

function recordPaths(object: ObjectSnapshot, { name, tag, words }: Naming): Doc {
  const one = words(object.definition.label.one)
  const writes: Doc = {
    patch: {
      tags: tag,
      operationId: `update${name}`,
      summary: `Change ${one}`,
      parameters: [matchParameter(true)],
      requestBody: jsonBody(ref(`${name}Update`)),
      responses: { '200': answer('The record', ref(name)), ...ERRORS },
    },
    delete: {
      tags: tag,
      operationId: `delete${name}`,
      summary: `Move ${one} to the trash`,
      parameters: [matchParameter(false)],
      responses: { '204': answer('Done'), ...ERRORS },
    },
  }
  return {
    parameters: [idParameter],
    get: { tags: tag, operationId: `get${name}`, summary: `Get ${one}`, responses: { '200': answer('The record', ref(name)), ...ERRORS } },
    ...(object.definition.append_only === true ? {} : writes),
  }
}

function objectPaths(object: ObjectSnapshot, naming: Naming, locale: Locale): Doc {
  const { name, tag } = naming
  const base = `/api/v1/${object.definition.path}`
  const post = ([operationId, summary]: readonly [string, string], body: Doc, response: Doc): Doc => ({
    post: { tags: tag, operationId, summary, requestBody: jsonBody(body), responses: { '200': answer('Result', response), ...ERRORS } },
  })
  const verbs = [...object.verbs.values()].map((verb): [string, Doc] => {
    const params = Object.fromEntries(
      Object.entries(verb.params).map(([key, definition]): [string, Doc] => [key, { description: text(definition.label, locale) }]),
    )
    return [
      `${base}/{id}/${verb.key}`,
      {
        parameters: [idParameter],
        ...post(
          [`${verb.key}${name}`, text(verb.label, locale)],
          { type: 'object', properties: params, additionalProperties: false },
          ref(name),
        ),
      },
    ]
  })
  return {
    [base]: collectionPaths(object, naming),
    [`${base}/query`]: post([`query${name}`, 'List with a body'], ref('ListQuery'), ref(`${name}Page`)),
    [`${base}/count`]: post([`count${name}`, 'How many, within a moment'], ref('CountQuery'), ref('CountResult')),
    [`${base}/aggregate`]: post([`aggregate${name}`, 'Measures by groupings'], ref('AggregateQuery'), ref('AggregateResult')),
    [`${base}/batch`]: post([`batch${name}`, 'Up to 1,000 changes'], ref('Batch'), { type: 'object' }),
    [`${base}/{id}`]: recordPaths(object, naming),
    [`${base}/{id}/history`]: {
      parameters: [idParameter],
      get: {
        tags: tag,
        operationId: `history${name}`,
        summary: 'History',
        responses: { '200': answer('Entries, newest first', { type: 'object' }), ...ERRORS },
      },
    },
    [`${base}/{id}/restore`]: {
      parameters: [idParameter],
      post: {
        tags: tag,
        operationId: `restore${name}`,
        summary: 'Restore from the trash',
        responses: { '200': answer('The record', ref(name)), ...ERRORS },
      },
    },
    ...Object.fromEntries(verbs),
  }
}

const CONDITION: Doc = {
  oneOf: [
    { type: 'object', properties: { and: { type: 'array', items: ref('Condition') } }, required: ['and'] },
    { type: 'object', properties: { or: { type: 'array', items: ref('Condition') } }, required: ['or'] },
    { type: 'object', properties: { not: ref('Condition') }, required: ['not'] },
    {
      type: 'object',
      properties: { field: { type: 'string' }, op: { type: 'string', enum: [...OPERATORS] }, value: {} },
      required: ['field', 'op'],
    },
    { type: 'object', properties: { has: { type: 'string' }, where: ref('Condition'), min: { type: 'integer' } }, required: ['has'] },
    { type: 'object', properties: { has_no: { type: 'string' }, where: ref('Condition') }, required: ['has_no'] },
    {
      type: 'object',
      properties: { aggregate: { type: 'object' }, op: { type: 'string' }, value: {} },
      required: ['aggregate', 'op', 'value'],
    },
    { type: 'object', properties: { search: { type: 'string' } }, required: ['search'] },
  ],
}

const SHARED: Doc = {
  Condition: CONDITION,
  ListQuery: {
    type: 'object',
    properties: {
      q: { type: 'string' },
      filter: ref('Condition'),
      sort: { type: 'array', items: { type: 'string' } },
      fields: { type: 'array', items: { type: 'string' } },
      limit: { type: 'integer' },
      cursor: { type: 'string' },
      count: {},
      marks: { type: 'array', items: ref('Condition'), maxItems: 10 },
      trash: { type: 'string' },
    },
    additionalProperties: false,
  },
  CountQuery: { type: 'object', properties: { q: { type: 'string' }, filter: ref('Condition') }, additionalProperties: false },
  CountResult: {
    type: 'object',
    properties: { count: { type: ['integer', 'null'] }, count_capped: { type: 'boolean' } },
    required: ['count', 'count_capped'],
  },
  Measure: {
    type: 'object',
    properties: { fn: { type: 'string', enum: [...AGGREGATE_FUNCTIONS] }, field: { type: 'string' }, where: ref('Condition') },
    required: ['fn'],
  },
  AggregateQuery: {
    type: 'object',
    properties: {
      measures: { type: 'array', items: ref('Measure') },
      group: {
        type: 'array',
        items: { type: 'object', properties: { field: { type: 'string' }, bucket: { type: 'string' } }, required: ['field'] },
      },
      filter: ref('Condition'),
      sort: { type: 'array', items: { type: 'string' } },
      limit: { type: 'integer' },
    },
    required: ['measures'],
  },
  AggregateResult: { type: 'object', properties: { rows: { type: 'array', items: { type: 'object' } }, truncated: { type: 'boolean' } } },
  Batch: {
    type: 'object',
    properties: {
      operations: { type: 'array', maxItems: 1000, items: { type: 'object' } },
      mode: { type: 'string', enum: ['all_or_nothing', 'row_by_row'] },
    },
    required: ['operations'],
  },
  Problem: {
    type: 'object',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      request: { type: 'string' },
      retryable: { type: 'boolean' },
      errors: { type: 'array', items: { type: 'object' } },
      data: {},
    },
    required: ['type', 'title', 'status', 'code', 'request'],
  },
}

/** The OpenAPI 3.1 document of what this actor may reach, made from the snapshot alone. */
export function openapi(snapshot: Snapshot, actor: Actor): Doc {
  const locale = actor.locale
  const objects = [...snapshot.objects.values()].filter((object) => may(object, actor, 'read'))
  const paths: { [path: string]: Json } = {}
  const schemas: { [name: string]: Json } = { ...SHARED }
  for (const object of objects) {
    const name = pascal(object.key)
    const naming: Naming = { name, tag: [text(object.definition.label.many, locale)], words: (label) => text(label, locale) }
    Object.assign(paths, objectPaths(object, naming, locale))
    schemas[name] = recordSchema(object, locale)
    schemas[`${name}Create`] = inputSchema(object, locale, true)
    schemas[`${name}Update`] = inputSchema(object, locale, false)
    schemas[`${name}Page`] = {
      type: 'object',
      properties: {
        data: { type: 'array', items: ref(name) },
        next: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        count: { type: 'integer' },
      },
      required: ['data', 'next'],
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Perigon', version: `snapshot-${snapshot.version}` },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  }
}
