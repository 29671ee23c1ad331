import { useRecordUi } from '@perigon/record-ui'
import { startRegistration } from '@simplewebauthn/browser'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export type Passkey = { readonly id: string; readonly name: string; readonly created_at: string; readonly last_used_at: string | null }
type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']

const PASSKEYS = ['account', 'passkeys']

/** One's passkeys, and adding, naming and removing one. */
export function usePasskeys() {
  const { api } = useRecordUi()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: PASSKEYS })
  const list = useQuery({
    queryKey: PASSKEYS,
    queryFn: () => api.call<{ readonly origin: string | null; readonly data: readonly Passkey[] }>('GET', '/api/v1/account/passkeys'),
  })
  const add = useMutation({
    mutationFn: async (name: string) => {
      const optionsJSON = await api.call<CreationOptions>('POST', '/api/v1/account/passkeys/begin', { body: {} })
      const response = await startRegistration({ optionsJSON })
      await api.call<undefined>('POST', '/api/v1/account/passkeys', { body: { name, response }, isSignIn: true })
    },
    onSuccess: refresh,
  })
  const rename = useMutation({
    mutationFn: ({ id, name }: { readonly id: string; readonly name: string }) =>
      api.call<undefined>('PATCH', `/api/v1/account/passkeys/${id}`, { body: { name } }),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: (id: string) => api.call<undefined>('DELETE', `/api/v1/account/passkeys/${id}`),
    onSettled: refresh,
  })
  return { list, add, rename, remove }
}
