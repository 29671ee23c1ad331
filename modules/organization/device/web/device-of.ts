// Browsers name others they are like, so the order tells: Edge calls itself Chrome and Safari too, Android Linux.
const BROWSERS = [
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'Linux'] as const

/** Browser and system out of a user agent, as far as people know them by name. */
export function deviceOf(agent: string | null): string | null {
  const browser = BROWSERS.find(([mark]) => agent?.includes(mark))?.[1]
  const system = SYSTEMS.find((mark) => agent?.includes(mark))
  return browser === undefined ? null : [browser, system].filter((part) => part !== undefined).join(' · ')
}
