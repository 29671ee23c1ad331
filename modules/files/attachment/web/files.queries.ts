import type { ObjectMeta } from '@perigon/contracts'
import { useRecordUi } from '@perigon/record-ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type RecordFile = {
  readonly id: string
  readonly name: string
  readonly kind: 'file' | 'photo'
  readonly media_type: string
  readonly size: number
  readonly revision: number
  readonly created_at: string
  readonly created_by: { readonly id: string; readonly title: string | null } | null
}

/** A file with its earlier versions, newest first. */
export type Versions = { readonly latest: RecordFile; readonly older: readonly RecordFile[] }

/** Files of the same name are versions of one another; those last touched come first. */
export function versionsOf(files: readonly RecordFile[]): readonly Versions[] {
  const newestFirst = files.toSorted((a, b) => b.revision - a.revision)
  const names = [...new Set(files.toSorted((a, b) => b.created_at.localeCompare(a.created_at)).map((file) => file.name))]
  return names.flatMap((name) => {
    const [latest, ...older] = newestFirst.filter((file) => file.name === name)
    return latest === undefined ? [] : [{ latest, older }]
  })
}

/** Files of a record, and what can be done with them. */
export function useFiles(object: ObjectMeta, id: string) {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const key = ['files', object.key, id]
  const path = `/api/v1/${object.path}/${id}/files`
  const onSettled = () => client.invalidateQueries({ queryKey: key })
  return {
    files: useQuery({ queryKey: key, queryFn: async () => (await api.call<{ readonly data: readonly RecordFile[] }>('GET', path)).data }),
    send: async (file: File, how: { readonly onProgress: (share: number) => void; readonly signal: AbortSignal }): Promise<RecordFile> => {
      const kept = await api.upload<RecordFile>(path, file, how)
      await onSettled()
      return kept
    },
    remove: useMutation({ mutationFn: (file: string) => api.call<void>('DELETE', `/api/v1/files/${file}`), onSettled }),
    restore: useMutation({
      mutationFn: (file: string) => api.call<void>('POST', `/api/v1/files/${file}/restore`, { body: {} }),
      onSettled,
    }),
  }
}
