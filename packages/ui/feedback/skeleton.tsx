import { useEffect, useState } from 'react'

/** Grey bars in the shape of what is coming; shown only when it takes longer than 200 ms. */
export function Skeleton({ shape, rows = 8 }: { readonly shape: 'list' | 'record' | 'board' | 'lines' | 'cards'; readonly rows?: number }) {
  const isLate = useLate(200)
  if (!isLate) return <div className="pg-skeleton pg-skeleton--early" />
  return (
    <div className={`pg-skeleton pg-skeleton--${shape}`} aria-hidden>
      {shape === 'record' && <div className="pg-skeleton__head" />}
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="pg-skeleton__row">
          <i />
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  )
}

/** True once the component has been there for `ms`. */
export function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isLate
}
