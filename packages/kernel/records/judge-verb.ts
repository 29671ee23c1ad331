import { AppError, type Issue } from '@perigon/contracts'
import type { Command, Stored, Verb, VerbContext } from '../module.ts'
import type { ParsedParams } from './parse-params.ts'

/** Stands for a parameter that is not known yet: a character that no text may hold. */
const UNKNOWN = '\uFDD0'

type Judged = { readonly record: Stored; readonly params: ParsedParams }

/**
 * What is wrong with a verb whose parameters are wrong already: besides these, what its writes would be refused for whatever
 * the right ones will be. It runs with the wrong ones unknown and leaves out what depends on them. The caller takes back what was
 * written.
 */
export async function judgeVerb(verb: Verb, context: VerbContext, { record, params }: Judged): Promise<readonly Issue[]> {
  const told = params.issues.map(({ path }) => path)
  const unknown = new Set(told)
  const given = { ...params.values, ...Object.fromEntries(told.map((key) => [key, UNKNOWN])) }
  try {
    await verb.run(withUnknown(context, unknown), { record, params: given })
    return params.issues
  } catch (error) {
    // Every other failure may come of what is unknown, and shows again once that is mended.
    const further = error instanceof AppError && error.code === 'record.invalid' ? error.issues : []
    return [...params.issues, ...further.filter(({ path }) => !unknown.has(path))]
  }
}

/** The context of a verb that finds nothing by what is unknown and does not write it; `unknown` learns which fields that left out. */
function withUnknown(context: VerbContext, unknown: Set<string>): VerbContext {
  return {
    ...context,
    get: async (object, id) => (isUnknown(id) ? null : context.get(object, id)),
    find: async (object, where) => (Object.values(where).some(isUnknown) ? [] : context.find(object, where)),
    erase: async () => undefined,
    write: async (commands) =>
      context.write(
        commands.map((command, index) => known(command, (field) => unknown.add(commands.length === 1 ? field : `${index}.${field}`))),
      ),
  }
}

function known(command: Command, leaveOut: (field: string) => void): Command {
  if (command.op !== 'create' && command.op !== 'update') return command
  const patch = Object.entries(command.patch).filter(([field, value]) => {
    const isLeft = isUnknown(value)
    if (isLeft) leaveOut(field)
    return !isLeft
  })
  return { ...command, patch: Object.fromEntries(patch) }
}

function isUnknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(UNKNOWN)
}
