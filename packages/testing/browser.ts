import { existsSync } from 'node:fs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A Chromium that is on this machine; `npm test` looks for one and names it in PERIGON_CHROMIUM. */
export function findChromium(): string {
  const found = [process.env['PERIGON_CHROMIUM'] ?? '', ...places].find((path) => path !== '' && existsSync(path))
  if (found) return found
  throw new Error('There is no Chromium here; run npm test once, it says how to get one.')
}

/** Start arguments that hold for root, for small containers and for machines without a network. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
