import { endPushHere } from '@perigon/organization/web'
import { dropAllDrafts } from '@perigon/record-ui'
import { api, queryClient, sessionStore } from './connection.ts'

/** Signs out and forgets what this page knew. */
export async function signOut(): Promise<void> {
  await endPushHere(api).catch(() => undefined)
  await api.call('DELETE', '/api/v1/session').catch(() => undefined)
  dropAllDrafts()
  queryClient.clear()
  sessionStore.set(null)
}
