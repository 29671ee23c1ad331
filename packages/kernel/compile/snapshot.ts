import type { Label } from '@perigon/contracts'
import type { FieldDefinition, ObjectDefinition } from '@perigon/define'
import type { FieldType } from '@perigon/fields'
import type { Guard, Hooks, TextCheck, Verb } from '../module.ts'

export type FieldSnapshot = {
  readonly key: string
  readonly definition: FieldDefinition
  readonly type: FieldType
  /** Added by a customer; its columns carry the prefix `x_`. */
  readonly custom: boolean
  /** Kept by the kernel (id, version, created_at …). */
  readonly system: boolean
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

export type Relation = { readonly key: string; readonly object: string; readonly field: string; readonly label: Label }

/** A link to a record this one follows, and what that record follows itself. */
export type Follow = { readonly field: string; readonly object: string; readonly table: string; readonly up: readonly Follow[] }

export type ObjectSnapshot = {
  readonly key: string
  readonly table: string
  readonly definition: ObjectDefinition
  readonly fields: ReadonlyMap<string, FieldSnapshot>
  /** Fields of the definition and custom ones, in order, without the system's. */
  readonly own: readonly FieldSnapshot[]
  /** Reverse relations by key. */
  readonly relations: ReadonlyMap<string, Relation>
  /** What the record is found by; the title first when it is among them. */
  readonly searchFields: readonly FieldSnapshot[]
  readonly hooks: readonly Hooks[]
  readonly guards: readonly Guard[]
  readonly verbs: ReadonlyMap<string, Verb>
  readonly follows: readonly Follow[]
}

/** The world at one moment: plain, frozen, numbered. Everybody reads it, nobody writes it. */
export type Snapshot = {
  readonly version: number
  readonly objects: ReadonlyMap<string, ObjectSnapshot>
  readonly byPath: ReadonlyMap<string, ObjectSnapshot>
  readonly checks: { readonly [name: string]: TextCheck }
}

/** A field a customer added: a row of table `custom_field`. */
export type CustomField = { readonly object: string; readonly key: string; readonly definition: FieldDefinition }
