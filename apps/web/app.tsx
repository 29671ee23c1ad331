import { ThemeProvider, ToastRegion } from '@perigon/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { queryClient } from './connection.ts'
import { router } from './router.tsx'

/** The browser application. */
export function App() {
  return (
    <ThemeProvider>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <ToastRegion />
      </QueryClientProvider>
    </ThemeProvider>
  )
}
