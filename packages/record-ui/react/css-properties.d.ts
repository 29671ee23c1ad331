import 'react'

declare module 'react' {
  // Custom properties (`--pg-…`) in style objects.
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
