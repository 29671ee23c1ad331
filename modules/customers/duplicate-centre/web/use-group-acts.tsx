import type { ObjectMeta } from '@perigon/contracts'
import { JoinDialog, useOverlay } from '@perigon/record-ui'
import { toast, usePhrases } from '@perigon/ui'
import { type Group, useDifferent, useReopen } from './centre.queries.ts'
import { centrePhrases } from './centre-phrases.ts'

export type GroupActs = ReturnType<typeof useGroupActs>

/** Merging a group, telling it apart, and taking that back. */
export function useGroupActs(object: ObjectMeta, { onMerged, onDone }: { readonly onMerged: () => void; readonly onDone: () => void }) {
  const t = usePhrases(centrePhrases)
  const show = useOverlay()
  const different = useDifferent()
  const reopen = useReopen()
  const takeBack = (group: string) =>
    reopen.mutate({ object: object.key, group }, { onSuccess: () => toast({ text: t('reopened'), tone: 'info' }) })
  return {
    isBusy: different.isPending || reopen.isPending,
    merge: (group: Group) =>
      show((close) => (
        <JoinDialog
          object={object}
          ids={group.members.map((member) => member.id)}
          onClose={close}
          onJoined={() => {
            onMerged()
            onDone()
          }}
        />
      )),
    /** The whole group, or one of several. */
    differ: (group: Group, member: { readonly id: string; readonly title: string } | null) =>
      different.mutate(
        { object: object.key, group: group.id, record: member?.id ?? null },
        {
          onSuccess: () => {
            if (member === null) onDone()
            toast({ text: member === null ? t('said') : t('parted', { name: member.title }), undo: () => takeBack(group.id) })
          },
        },
      ),
    takeBack,
  }
}
