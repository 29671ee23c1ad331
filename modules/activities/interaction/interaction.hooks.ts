import type { Json } from '@perigon/contracts'
import { defineHooks, type HookInput } from '@perigon/kernel'
import { INTERACTION_TYPES } from './interaction.object.ts'
import { invitationIssues, invitationVersion } from './invitation.ts'

const SUBJECT_LENGTH = 60

export const interactionHooks = defineHooks({
  object: 'interaction',
  reads: ['contact', 'opportunity'],
  resolve: (input) => {
    const { op, image, now, actor } = input
    if (op !== 'create' && op !== 'update') return undefined
    return {
      at: image['at'] ?? now.toISOString(),
      employee: image['employee'] ?? actor.employee ?? image['owner'] ?? null,
      subject: isBlank(image['subject']) ? subjectOf(input) : (image['subject'] ?? null),
      customer: image['customer'] ?? customerOf(input),
      ...invitationVersion(input),
    }
  },
  check: invitationIssues,
})

/** The first line of the body, or what kind of contact it was. */
function subjectOf({ image, actor }: HookInput): Json {
  const body = typeof image['body'] === 'string' ? image['body'].trim() : ''
  const [first = ''] = body.split(/\r?\n/u)
  if (first !== '') return shorten(first.trim())
  const type = INTERACTION_TYPES.find((candidate) => candidate.value === image['type'])
  return type === undefined ? null : actor.locale === 'zh-CN' ? type.label.zh : type.label.en
}

/** Cut between characters, never inside one. */
function shorten(line: string): string {
  const characters = Array.from(line)
  return characters.length <= SUBJECT_LENGTH ? line : `${characters.slice(0, SUBJECT_LENGTH - 1).join('')}…`
}

/** Whoever spoke with a contact or about an opportunity spoke with its customer. */
function customerOf({ linked }: HookInput): Json {
  return linked('opportunity')?.['customer'] ?? linked('contact')?.['customer'] ?? null
}

function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}
