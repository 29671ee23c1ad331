import type { AnchorHTMLAttributes } from 'react'
import { useGo } from './record-ui-context.tsx'

/** A link inside the application: plain clicks stay on the page, modified clicks open tabs as everywhere. */
export function GoLink({ href, onClick, children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }) {
  const go = useGo()
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
        event.preventDefault()
        go(href)
      }}
    >
      {children}
    </a>
  )
}
