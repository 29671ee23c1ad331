import { createScan } from '@perigon/customers'
import { type Command, type Kernel, systemActor } from '@perigon/kernel'
import type { SignIn } from '@perigon/organization'
import { remindBack } from '@perigon/reminders'
import { type StoryCommand, storyCommands } from './story.ts'

const CHUNK = 500

function commandOf({ object, op, id, values }: StoryCommand): Command {
  return op === 'create' ? { object, op, id, patch: values } : { object, op, id, patch: values }
}

/**
 * Writes the story of an invented company through the ordinary writer, in chunks. Running it again changes nothing: a
 * story that is there is left alone. The personas get logins without a password; an administrator gives them one.
 */
export async function loadStory(deps: { readonly kernel: Kernel; readonly signIn: SignIn }): Promise<number> {
  const { kernel } = deps
  let chunk: Command[] = []
  let written = 0
  const flush = async (): Promise<void> => {
    await kernel.write(systemActor('demo'), chunk, { cause: { kind: 'seed', ref: 'story' } })
    written += chunk.length
    chunk = []
  }
  for (const story of storyCommands(kernel.clock.now())) {
    if (written === 0 && chunk.length === 0 && (await present(kernel, story))) return 0
    chunk.push(commandOf(story))
    if (chunk.length >= CHUNK) await flush()
  }
  if (chunk.length > 0) await flush()
  // The duplicate centre has something to show from the first look on; the work is the queue's.
  for (const object of ['customer', 'contact'] as const) await createScan(kernel, { object, by: null, night: null })
  // So have the reminders: the mornings of a week ago and of today, as if the rules had been on.
  for (const days of [5, 0]) await remindBack(kernel, days)
  return written
}

async function present(kernel: Kernel, first: StoryCommand): Promise<boolean> {
  const rows = await kernel.db.query<{ found: boolean }>({
    text: `select exists (select 1 from "${first.object}" where id = $1) as found`,
    values: [first.id],
  })
  return rows[0]?.found === true
}
