import type { ReactNode } from 'react'

const COLORS = new Set(['blue', 'green', 'gold', 'red', 'purple', 'cyan', 'magenta', 'orange', 'geekblue', 'lime', 'volcano', 'yellow'])

/** A small coloured label whose text passes AA contrast in both themes. */
export function Tag({
  color,
  children,
  title,
}: {
  readonly color?: string | undefined
  readonly children: ReactNode
  readonly title?: string
}) {
  const known = color !== undefined && COLORS.has(color) ? color : 'default'
  return (
    <span className={`pg-tag pg-tag--${known}`} title={title}>
      {children}
    </span>
  )
}

/** Initials of a name on a stable colour. */
export function Avatar({ name, size = 24 }: { readonly name: string; readonly size?: number }) {
  const hue = Array.from(name).reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % 6
  const text = /[\u3400-\u9fff]/u.test(name)
    ? Array.from(name).slice(-2).join('')
    : name
        .split(/\s+/)
        .map((word) => word.slice(0, 1))
        .slice(0, 2)
        .join('')
        .toUpperCase()
  return (
    <span
      className={`pg-avatar pg-avatar--${hue}`}
      style={{ width: size, height: size, fontSize: Math.max(10, Math.round(size * 0.42)) }}
      aria-hidden
    >
      {text}
    </span>
  )
}
