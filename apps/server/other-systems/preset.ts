import type { Label } from '@perigon/contracts'

/** One line of an export: the first value that is there under any of these column names. */
export type Line = (...names: readonly string[]) => string

/** What a field is made of: names of columns, the first with a value wins, or a rule over the line. */
export type From = readonly string[] | ((line: Line) => string)

/** Where the other end of a link is found: an id in the line, or in a file that joins two kinds (deal_company). */
export type LinkFrom = {
  readonly from: From
  /** Files that pair this kind's ids with those of the target. */
  readonly joined?: { readonly files: readonly string[]; readonly own: readonly string[]; readonly other: readonly string[] }
}

/** How one kind of file of another system becomes records here. */
export type Kind = {
  readonly object: string
  /** Names of its files, without folder, ending, and what exporters put around them. */
  readonly files: readonly string[]
  /** The id of a line in the other system. */
  readonly key: readonly string[]
  /** Columns of which one must be there, so that a file of the same name but another content is not taken for it. */
  readonly known: readonly string[]
  readonly fields: { readonly [field: string]: From }
  readonly links?: { readonly [field: string]: LinkFrom }
  /** Fields whose other records are made when they are not there (an industry). */
  readonly made?: readonly string[]
  /** Lines that are no such record (staff among the people of a help desk), with what to say of them. */
  readonly unless?: { readonly test: (line: Line) => boolean; readonly say: Label }
  /** Only lines with this: a second pass that ties records of one kind to each other. */
  readonly only?: (line: Line) => boolean
  readonly owner?: readonly string[]
  /** The stage of a sale, in the words of the other system, and how it ended. */
  readonly stage?: { readonly name: From; readonly end: (line: Line) => 'open' | 'won' | 'lost' }
  /** A table that explains ids of stages: id → name and end. */
  readonly stages?: { readonly files: readonly string[]; readonly key: readonly string[] }
  /** Needs an employee; lines without one go to the person named on the command line. */
  readonly needsPerson?: string
}

export type Preset = {
  readonly source: string
  readonly name: string
  readonly kinds: readonly Kind[]
  /** Who owns what, by e-mail. */
  readonly people: { readonly files: readonly string[]; readonly key: readonly string[]; readonly email: readonly string[] }
  /** What has no place here yet, and why. */
  readonly left: readonly { readonly files: RegExp; readonly why: Label }[]
}

export const isTrue = (text: string): boolean => /^(true|1|yes|t)$/i.test(text)

/** Parts of an address, or of a name, that are there. */
export function joinedBy(separator: string, ...names: readonly (readonly string[])[]): (line: Line) => string {
  return (line) =>
    names
      .map((each) => line(...each))
      .filter((part) => part !== '')
      .join(separator)
}

/** The first rule that gives something. */
export function firstOf(...rules: readonly ((line: Line) => string)[]): (line: Line) => string {
  return (line) => rules.map((rule) => rule(line)).find((text) => text !== '') ?? ''
}
