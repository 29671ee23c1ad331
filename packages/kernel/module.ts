import type { Clock, Issue, Json, Label, Locale } from '@perigon/contracts'
import type { FieldDefinition, ObjectDefinition } from '@perigon/define'

/** A record as it is stored: canonical values by field key. Links are ids, money is `{ amount, currency, rate, base }`. */
export type Stored = { readonly [field: string]: Json }

/** Who acts. Nothing is read or written without one. */
export type Actor = {
  readonly kind: 'user' | 'system'
  /** User id; null for the system. */
  readonly id: string | null
  /** Employee id of the person; null when the user is no employee. */
  readonly employee: string | null
  readonly name: string
  readonly locale: Locale
  readonly time_zone: string
  readonly admin: boolean
  /** Department of the employee, and that department with all below it. */
  readonly department: string | null
  readonly departments: readonly string[]
  readonly grants: Grants
  /** Employees whose own records the person reaches as theirs: those they stand in for. */
  readonly stands_in_for: readonly string[]
  /** What those they stand in for reach by their own roles and places; never an administrator's everything. */
  readonly deputy_for: readonly Deputy[]
  /** Employees of the person's teams, for scope `team`. */
  readonly team: readonly string[]
  /** The department of the employee and those of further positions, for scope `dept`. */
  readonly own_departments: readonly string[]
  /** Departments of the person's branch, for scope `branch`. */
  readonly branch_departments: readonly string[]
  /** Single records shared with the person, their teams, departments or branch. */
  readonly shares: Shares
  readonly fields: FieldRights
  /** Keys of the person's roles: what is shared with a role is open to them. */
  readonly roles?: readonly string[]
  /** Belongs to another company: reaches what is shared with it and nothing more, whatever its roles say; no field marked internal. */
  readonly outside?: boolean
  /** May have masked values shown one by one; each time is logged. */
  readonly unmask: boolean
  /** Comes with an API token instead of a session; the log tells it. */
  readonly via?: 'token'
  /** Set for a caller who may do less than the person: `reading` only, and only these objects (null: all). */
  readonly only?: { readonly reading: boolean; readonly objects: readonly string[] | null }
}

/** The roles and places of somebody absent, as far as a right's reach is made of them. */
export type Deputy = Pick<Actor, 'employee' | 'name' | 'grants' | 'departments' | 'own_departments' | 'branch_departments' | 'team'>

/** How far a right reaches: nobody's, one's own, one's teams', one's department's, that and those below, one's branch's, everybody's records. */
export type Scope = 'none' | 'own' | 'team' | 'dept' | 'dept_tree' | 'branch' | 'all'
export type Operation = 'read' | 'create' | 'update' | 'delete' | 'export' | 'import' | 'approve' | 'share'
/** Object key (or `*`) → operation → scopes; several scopes add up. */
export type Grants = { readonly [object: string]: { readonly [op in Operation]?: Scope | readonly Scope[] } }
/** Object key → ids of shared records; who may write may read. */
export type Shares = { readonly [object: string]: { readonly read: readonly string[]; readonly write: readonly string[] } }
/** `hidden`: as if the field did not exist. `masked`: partly shown. `read`: shown, not changed. Fields not named may be edited. */
export type FieldRight = 'hidden' | 'masked' | 'read'
/** Object key → field key → what is denied; over several roles the stricter wins. */
export type FieldRights = { readonly [object: string]: { readonly [field: string]: FieldRight } }

/** Why a write happens: a person at the screen, an import, a verb, a rule … The chain is kept on the event. */
export type Cause = {
  readonly kind: 'api' | 'import' | 'verb' | 'seed' | 'batch' | 'follow' | 'undo' | 'merge' | 'system'
  /** Import id, verb key, … */
  readonly ref?: string
  /** Groups the events of one bulk operation, so that it can be undone. */
  readonly operation?: string
  readonly parent?: Cause
}

export type Command =
  | { readonly object: string; readonly op: 'create'; readonly id?: string; readonly patch: { readonly [field: string]: unknown } }
  | {
      readonly object: string
      readonly op: 'update'
      readonly id: string
      readonly version?: number
      readonly patch: { readonly [field: string]: unknown }
    }
  | { readonly object: string; readonly op: 'delete' | 'restore'; readonly id: string; readonly version?: number }

/** What a hook sees of one write. Hooks are pure: no clock but `now`, no database but `linked`. */
export type HookInput = {
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  /** The stored record before; null for a create. */
  readonly before: Stored | null
  /** The record as it will be: before, the patch, and what earlier hooks derived. */
  readonly image: Stored
  /** True when the patch (or an earlier hook) changes this field. */
  readonly changed: (field: string) => boolean
  /** The record behind a link field of the image, for the objects named in `reads`. */
  readonly linked: (field: string) => Stored | null
  readonly actor: Actor
  readonly cause: Cause
  readonly now: Date
}

/** Own fields that rules of an object look at besides those that changed, and those they set. */
export type OwnFields = { readonly reads: readonly string[]; readonly sets: readonly string[] }

export type Hooks = {
  readonly object: string
  /** Link fields whose records the hooks want to see. */
  readonly reads?: readonly string[]
  /** Where all rules of an object say this, a change of many records loads no other fields; what is not said is not there. */
  readonly own?: OwnFields
  /** Returns values to set on top of the image. May set computed fields. */
  readonly resolve?: (input: HookInput) => { readonly [field: string]: Json } | undefined
  /** Returns what is wrong; changes nothing. */
  readonly check?: (input: HookInput) => readonly Issue[]
  /** Further commands to write in the same transaction (history rows); runs after the checks of all. */
  readonly follow?: (input: HookInput) => readonly Command[]
}

/** One write as a guard sees it: parsed, resolved and found to be right in itself. */
export type GuardedWrite = {
  readonly id: string
  readonly before: Stored | null
  readonly image: Stored
  readonly changed: (field: string) => boolean
}

export type GuardContext = {
  readonly actor: Actor
  readonly cause: Cause
  /** Reads in the writer's own transaction, within what the database shows to the actor. */
  readonly query: <R extends { readonly [column: string]: unknown }>(text: string, values: readonly unknown[]) => Promise<R[]>
  /**
   * Makes writes that hold one of the same texts wait until this one has ended, so that what is asked next is still true
   * when it is written. For few texts at a time: each takes a place in the database's table of locks. A preview waits for nobody.
   */
  readonly hold: (texts: readonly string[]) => Promise<void>
  /** Titles of those of these records that the actor may read. */
  readonly titles: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** Refuses writes because of what other records say; changes nothing. Asked once for many writes, by previews too. */
export type Guard = {
  readonly object: string
  /** As of hooks. */
  readonly own?: OwnFields
  readonly check: (writes: readonly GuardedWrite[], context: GuardContext) => Promise<ReadonlyMap<string, readonly Issue[]>>
}

export type VerbContext = {
  readonly actor: Actor
  readonly now: Date
  /** Reads one record as stored, within the actor's rights; null when absent. */
  readonly get: (object: string, id: string) => Promise<Stored | null>
  /** Finds records by equality on fields, within the actor's rights; at most 1,000. */
  readonly find: (object: string, where: Stored) => Promise<readonly Stored[]>
  /** Takes the values of fields out of a record's history for ever (administrators only); after the write that blanks them. */
  readonly erase: (object: string, id: string, fields: readonly string[]) => Promise<void>
  /** Writes in the verb's own transaction; the verb is the cause. */
  readonly write: (commands: readonly Command[]) => Promise<readonly string[]>
}

export type Verb = {
  readonly object: string
  readonly key: string
  readonly label: Label
  readonly danger?: boolean
  /** Small form of the verb; parsed like fields. */
  readonly params: { readonly [key: string]: FieldDefinition }
  readonly run: (context: VerbContext, input: { readonly record: Stored; readonly params: Stored }) => Promise<void>
}

/** A first-day record, written once when the system is set up; `key` makes it idempotent. */
export type Seed = { readonly object: string; readonly id: string; readonly values: { readonly [field: string]: Json } }

/** One event of the log, as subscribers get it. */
export type KernelEvent = {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly actor: string | null
  readonly object: string
  readonly record: string
  readonly op: 'create' | 'update' | 'delete' | 'restore'
  readonly version: number
  readonly changes: { readonly [field: string]: Json }
  readonly cause: Json
}

export type SubscriberContext = {
  readonly now: Date
  /** Reads in the relay's transaction. */
  readonly query: <R extends { readonly [column: string]: unknown }>(text: string, values: readonly unknown[]) => Promise<R[]>
  /** Which of these records a stored condition fits, as the system sees them; no condition fits all. */
  readonly fitting: (
    object: string,
    input: { readonly ids: readonly string[]; readonly condition: unknown },
  ) => Promise<ReadonlySet<string>>
  /** Writes as the subscriber, in the same transaction as the cursor: done exactly once. */
  readonly write: (commands: readonly Command[]) => Promise<void>
  /** Sets a computed field of many records; derived data, so without version, event or conflict for those who edit. */
  readonly rollUp: (input: {
    readonly object: string
    readonly field: string
    readonly values: readonly { readonly id: string; readonly value: Json }[]
  }) => Promise<void>
}

/** Follows the event log some moments behind the writes; must be repeatable. Effects outside the database are jobs. */
export type Subscriber = {
  readonly name: string
  readonly objects: readonly string[]
  /** Only these kinds of events; of updates only those that changed one of `changed`. All when absent. */
  readonly only?: { readonly ops: readonly KernelEvent['op'][]; readonly changed?: readonly string[] }
  readonly handle: (events: readonly KernelEvent[], context: SubscriberContext) => Promise<void>
}

export type ModuleDefinition = {
  readonly name: string
  readonly needs: readonly string[]
  readonly objects: readonly ObjectDefinition[]
  readonly hooks?: readonly Hooks[]
  readonly guards?: readonly Guard[]
  readonly verbs?: readonly Verb[]
  /** Named text checks and normalisers for `f.text({ check })`. */
  readonly checks?: { readonly [name: string]: TextCheck }
  readonly seeds?: readonly Seed[]
  readonly subscribers?: readonly Subscriber[]
}

/** Normalises a text or says what is wrong with it. */
export type TextCheck = (value: string) => { readonly value: string } | { readonly issue: Omit<Issue, 'path'> }

/** Declares a module; data and pure functions only. */
export function defineModule<const M extends ModuleDefinition>(definition: M): M {
  return definition
}

export function defineHooks(hooks: Hooks): Hooks {
  return hooks
}

export function defineVerb(verb: Verb): Verb {
  return verb
}

export type KernelClock = Clock
