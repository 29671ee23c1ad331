import type { ObjectMeta } from '@perigon/contracts'
import { failureText, records, titleOf, useActions, useRecordUi, useRefresh } from '@perigon/record-ui'
import { linkOf, toast, useFieldContext, usePhrases } from '@perigon/ui'
import type { DeskItem } from './desk-items.ts'
import { todayPhrases } from './today-phrases.ts'

/** Completes a task, notes a birthday greeting, or logs a follow-up with the customer of the rest. Null: the person may not. */
export function useDone(object: ObjectMeta | undefined, item: DeskItem): (() => void) | null {
  const { meta } = useRecordUi()
  const complete = useComplete(item)
  const greet = useGreet(item)
  const log = useLog(item)
  const interaction = meta.object('interaction')
  if (object === undefined) return null
  if (item.object === 'task') return () => void complete(object)
  if (interaction?.can.create !== true) return null
  return item.object === 'contact' ? () => void greet(object, interaction) : () => log(object, interaction)
}

function useComplete({ record }: DeskItem) {
  const t = usePhrases(todayPhrases)
  const { api } = useRecordUi()
  const refresh = useRefresh()
  return async (task: ObjectMeta) => {
    try {
      const written = await records.verb(api, task, { id: record.id, verb: 'complete', params: {} })
      refresh(task)
      const undo = () => void records.undo(api, task, { id: record.id, version: written.version }).then(() => refresh(task))
      toast({ text: t('completed', { name: titleOf(task, record) }), undo })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}

/** A greeting is a contact like any other: it stands in the history, and the birthday leaves the desk for this year. */
function useGreet({ record }: DeskItem) {
  const t = usePhrases(todayPhrases)
  const { api, session } = useRecordUi()
  const { now } = useFieldContext()
  const refresh = useRefresh()
  return async (contact: ObjectMeta, interaction: ObjectMeta) => {
    const both = () => [contact, interaction].forEach((each) => refresh(each))
    const employee = session.employee === null ? {} : { employee: session.employee.id }
    const about = { contact: record.id, customer: linkOf(record['customer'])?.id ?? null, ...employee }
    try {
      const greeting = { type: 'greeting', subject: t('greeting'), at: now().toISOString(), ...about }
      const written = await records.create(api, interaction, greeting)
      both()
      toast({
        text: t('greeted', { name: titleOf(contact, record) }),
        undo: () => void records.remove(api, interaction, written.id).then(both),
      })
    } catch (error) {
      toast({ text: failureText(error), tone: 'error' })
    }
  }
}

function useLog({ object: kind, record }: DeskItem) {
  const { session } = useRecordUi()
  const refresh = useRefresh()
  const actions = useActions()
  return (object: ObjectMeta, interaction: ObjectMeta) => {
    const self = { id: record.id, title: titleOf(object, record) }
    const about = kind === 'customer' ? { customer: self } : { opportunity: self, customer: linkOf(record['customer']) }
    actions.create(interaction, {
      defaults: {
        ...about,
        type: 'call',
        ...(session.employee === null ? {} : { employee: { id: session.employee.id, title: session.employee.name } }),
      },
      onCreated: () => refresh(object),
    })
  }
}
