import { systemClock } from '@perigon/contracts'
import { createDatabase } from '@perigon/db'
import { type Actor, createKernel, type Kernel, systemActor } from '@perigon/kernel'
import { createSignIn, type SignIn, watchEnvironment } from '@perigon/organization'
import { modules } from '../modules.ts'
import { prepareTemplate } from '../template.ts'
import { type CommandContext, UsageError } from './command.ts'

export type OpenKernel = { readonly kernel: Kernel; readonly signIn: SignIn; close(): Promise<void> }

/** The kernel over this installation's database, migrated, for the length of a command. */
export async function openKernel(context: CommandContext): Promise<OpenKernel> {
  const { url } = await context.openDatabase()
  await prepareTemplate(url)
  const db = createDatabase({ url, max: 4, statementTimeoutMs: 600_000, name: 'perigon cli' })
  const environment = await watchEnvironment(db)
  const kernel = await createKernel({ db, modules, clock: systemClock, environment: environment.environment })
  return {
    kernel,
    signIn: createSignIn({ db, clock: systemClock, note: kernel.note }),
    close: async () => {
      environment.stop()
      await db.close()
    },
  }
}

/** The one who acts on the command line: the operator, by name in the log. */
export const operator: Actor = systemActor('command line')

/** Arguments: `--name value`, `--flag`, and what stands alone. Unknown options are refused. */
export function parseArguments(
  args: readonly string[],
  known: { readonly values: readonly string[]; readonly flags: readonly string[] },
): { readonly words: readonly string[]; readonly values: ReadonlyMap<string, string>; readonly flags: ReadonlySet<string> } {
  const words: string[] = []
  const values = new Map<string, string>()
  const flags = new Set<string>()
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (!arg.startsWith('--')) words.push(arg)
    else if (known.flags.includes(arg)) flags.add(arg)
    else if (known.values.includes(arg) && args[index + 1] !== undefined) {
      values.set(arg, args[index + 1] ?? '')
      index += 1
    } else throw new UsageError({ zh: `不认识的选项 ${arg}`, en: `unknown option ${arg}` })
  }
  return { words, values, flags }
}
