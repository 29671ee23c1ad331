import { createApi, createSessionStore, problemIn } from '@perigon/record-ui'
import { QueryClient } from '@tanstack/react-query'

/** Who is signed in on this page. */
export const sessionStore = createSessionStore()

/** The client of our own server. */
export const api = createApi(sessionStore)

/** The cache of what the server said. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && (problemIn(error)?.retryable ?? problemIn(error) === null),
      refetchOnWindowFocus: true,
      staleTime: 1000,
    },
  },
})
