import { AppError, type Label } from '@perigon/contracts'
import { type FieldDefinition, f, label, type ObjectDefinition } from '@perigon/define'
import { fieldTypes } from '@perigon/fields'
import type { ModuleDefinition, TextCheck } from '../module.ts'
import type { CustomField, FieldSnapshot, Follow, ObjectSnapshot, Relation, Snapshot } from './snapshot.ts'

const KEY = /^[a-z][a-z0-9_]{0,47}$/
const CUSTOM_KEY = /^x_[a-z0-9_]{1,44}$/
/** PostgreSQL has a hard limit of 1,600 columns; this leaves room for several per field. */
const MAX_CUSTOM_FIELDS = 300

function systemFields(definition: ObjectDefinition): { readonly [key: string]: FieldDefinition } {
  const people: { readonly [key: string]: FieldDefinition } =
    definition.access === 'owned'
      ? {
          owner: f.link('employee', {
            label: label('负责人', 'Owner'),
            synonyms: ['owner', '所有者', '销售', 'sales agent', 'sales_agent'],
          }),
          department: f.link('department', { label: label('所属部门', 'Department'), computed: true }),
        }
      : definition.access === 'personal'
        ? { owner: f.link('user', { label: label('所有者', 'Owner'), computed: true }) }
        : {}
  return {
    ...people,
    created_at: f.datetime({ label: label('创建时间', 'Created'), computed: true, synonyms: ['create date', '创建日期'] }),
    created_by: f.link('user', { label: label('创建人', 'Created by'), computed: true }),
    updated_at: f.datetime({ label: label('修改时间', 'Updated'), computed: true }),
    updated_by: f.link('user', { label: label('修改人', 'Updated by'), computed: true }),
  }
}

function snapField(key: string, definition: FieldDefinition, origin: 'own' | 'custom' | 'system'): FieldSnapshot {
  const type = fieldTypes[definition.type]
  return Object.freeze({
    key,
    definition,
    type,
    custom: origin === 'custom',
    system: origin === 'system',
    columns: type.columns.map((column) => ({ name: `${key}${column.suffix}`, type: column.type })),
  })
}

function refuse(detail: string): never {
  throw new AppError('schema.invalid', { data: { detail } })
}

function checkField(object: string, field: FieldSnapshot): void {
  const { key, definition } = field
  const where = `${object}.${key}`
  if (field.custom ? !CUSTOM_KEY.test(key) : !KEY.test(key))
    refuse(`${where}: the key must match ${field.custom ? CUSTOM_KEY.source : KEY.source}`)
  if (definition.label.zh === '' || definition.label.en === '') refuse(`${where}: label missing in one language`)
  const options = definition.options
  if (options !== undefined && new Set(options.map((option) => option.value)).size !== options.length)
    refuse(`${where}: an option occurs twice`)
  if (field.type.needsOptions === true && (options ?? []).length === 0) refuse(`${where}: no options`)
}

function checkNames(object: ObjectDefinition, fields: ReadonlyMap<string, FieldSnapshot>): void {
  const must = (names: readonly string[], where: string): void => {
    for (const name of names) if (!fields.has(name)) refuse(`${object.key}: ${where} names the absent field ${name}`)
  }
  const views = object.views
  must([object.title, ...(object.title_en === undefined ? [] : [object.title_en])], 'title')
  if (object.former !== undefined && fields.get(object.former)?.definition.type !== 'text')
    refuse(`${object.key}: former names no text field`)
  must(views.list, 'list')
  must(
    (views.sort ?? []).map((key) => key.replace(/^-/, '')),
    'sort',
  )
  must(
    views.form.flatMap((section) => section.fields),
    'form',
  )
  must([...(views.quick ?? []), ...(views.highlights ?? []), ...(views.board?.card ?? [])], 'views')
  must(views.board === undefined ? [] : [views.board.by, ...(views.board.sum === undefined ? [] : [views.board.sum])], 'board')
  must((object.indexes ?? []).flat(), 'indexes')
  must(object.follows ?? [], 'follows')
  must(Object.keys(object.transitions ?? {}), 'transitions')
  must(
    Object.values(object.rules ?? {}).flatMap((rule) => [...rule.require, ...Object.keys(rule.when)]),
    'rules',
  )
}

function compileObject(definition: ObjectDefinition, custom: readonly CustomField[], modules: readonly ModuleDefinition[]): ObjectSnapshot {
  if (!KEY.test(definition.key)) refuse(`object key ${definition.key}`)
  if (custom.length > MAX_CUSTOM_FIELDS) refuse(`${definition.key}: more than ${MAX_CUSTOM_FIELDS} custom fields`)
  const own = [
    ...Object.entries(definition.fields).map(([key, field]) => snapField(key, field, 'own')),
    ...custom.map((field) => snapField(field.key, field.definition, 'custom')),
  ]
  const system = Object.entries(systemFields(definition)).map(([key, field]) => snapField(key, field, 'system'))
  const fields = new Map<string, FieldSnapshot>()
  for (const field of [...own, ...system]) {
    checkField(definition.key, field)
    if (fields.has(field.key)) refuse(`${definition.key}.${field.key} is declared twice`)
    fields.set(field.key, field)
  }
  checkNames(definition, fields)
  return {
    key: definition.key,
    table: definition.key,
    definition,
    fields,
    own,
    relations: new Map(),
    searchFields: own
      .filter((field) => field.definition.search === true || field.definition.search === 'words')
      .sort((a, b) => Number(b.key === definition.title) - Number(a.key === definition.title)),
    hooks: modules.flatMap((module) => module.hooks ?? []).filter((hooks) => hooks.object === definition.key),
    guards: modules.flatMap((module) => module.guards ?? []).filter((guard) => guard.object === definition.key),
    follows: [],
    verbs: new Map(
      modules
        .flatMap((module) => module.verbs ?? [])
        .filter((verb) => verb.object === definition.key)
        .map((verb) => [verb.key, verb]),
    ),
  }
}

function withRelations(objects: ReadonlyMap<string, ObjectSnapshot>): Map<string, ObjectSnapshot> {
  const relations = new Map<string, Map<string, Relation>>([...objects.keys()].map((key) => [key, new Map()]))
  for (const object of objects.values()) {
    for (const field of object.fields.values()) {
      const { target, reverse } = field.definition
      if (target === undefined) continue
      const list = relations.get(target)
      if (list === undefined) refuse(`${object.key}.${field.key} links to the unknown object ${target}`)
      if (reverse === undefined) continue
      if (list.has(reverse.key)) refuse(`${target}: two relations are named ${reverse.key}`)
      list.set(reverse.key, { key: reverse.key, object: object.key, field: field.key, label: reverse.label })
    }
  }
  return new Map(
    [...objects].map(([key, object]) => [
      key,
      Object.freeze({ ...object, relations: relations.get(key) ?? new Map(), follows: followsOf(objects, object, []) }),
    ]),
  )
}

/** What an object follows, all the way up; only owned records follow owned records, and never in a circle. */
function followsOf(objects: ReadonlyMap<string, ObjectSnapshot>, object: ObjectSnapshot, below: readonly string[]): readonly Follow[] {
  if (below.includes(object.key)) refuse(`${object.key} follows itself`)
  return (object.definition.follows ?? []).map((field) => {
    const parent = objects.get(object.fields.get(field)?.definition.target ?? '')
    if (object.definition.access !== 'owned' || parent?.definition.access !== 'owned' || parent.definition.private !== undefined)
      refuse(`${object.key}.${field}: only owned records follow, and only owned ones without private rows`)
    return { field, object: parent.key, table: parent.table, up: followsOf(objects, parent, [...below, object.key]) }
  })
}

/**
 * Definitions and customers' rows → one frozen snapshot. Order: standard objects → custom fields → check → freeze.
 * Throws `schema.invalid` when a name dangles, a label lacks a language or a key is not allowed.
 */
export function compile(input: {
  readonly modules: readonly ModuleDefinition[]
  readonly customFields?: readonly CustomField[]
  readonly version?: number
}): Snapshot {
  const objects = new Map<string, ObjectSnapshot>()
  for (const definition of input.modules.flatMap((module) => module.objects)) {
    if (objects.has(definition.key)) refuse(`object ${definition.key} is declared twice`)
    const custom = (input.customFields ?? []).filter((field) => field.object === definition.key)
    objects.set(definition.key, compileObject(definition, custom, input.modules))
  }
  const linked = withRelations(objects)
  for (const object of linked.values()) {
    for (const relation of object.definition.views.related ?? []) {
      if (!object.relations.has(relation)) refuse(`${object.key}: related names the absent relation ${relation}`)
    }
  }
  const byPath = new Map([...linked.values()].map((object) => [object.definition.path, object]))
  if (byPath.size !== linked.size) refuse('two objects share a path')
  const checks: { [name: string]: TextCheck } = Object.assign({}, ...input.modules.map((module) => module.checks ?? {}))
  return Object.freeze({ version: input.version ?? 1, objects: linked, byPath, checks })
}

/** The object of a key, `object.not_found` otherwise. */
export function objectOf(snapshot: Snapshot, key: string): ObjectSnapshot {
  const object = snapshot.objects.get(key)
  if (object === undefined) throw new AppError('object.not_found', { data: { object: key } })
  return object
}

/** Every record's id, as queries see it: compared like a link, but leading nowhere. */
const ID_FIELD = snapField('id', { type: 'link', label: label('编号', 'Id'), computed: true }, 'system')

/** A field of an object (or its `id`), `query.unknown_field` otherwise. */
export function fieldOf(object: ObjectSnapshot, key: string): FieldSnapshot {
  const field = key === 'id' ? ID_FIELD : object.fields.get(key)
  if (field === undefined) throw new AppError('query.unknown_field', { data: { field: key.slice(0, 100) } })
  return field
}

/** Label of the object for messages. */
export function objectLabel(snapshot: Snapshot, key: string): Label {
  return snapshot.objects.get(key)?.definition.label.one ?? { zh: key, en: key }
}
