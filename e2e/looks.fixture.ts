import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page, Request } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type AxeNode = { readonly target: readonly unknown[]; readonly html: string }
type AxeViolation = { readonly id: string; readonly impact: string | null; readonly help: string; readonly nodes: readonly AxeNode[] }

/** What axe finds serious or critical on the page as it stands, one line each. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate<readonly AxeViolation[]>(
    `axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((result) => result.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ target, html }) => ({ target, html })) })))`,
  )
  return violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .flatMap((each) => {
      const [first] = each.nodes
      return [`${each.id} ×${each.nodes.length}: ${first?.target.join(' ')} ${first?.html.slice(0, 140)}`]
    })
}

/** Parts of the page that are wider than the screen although nothing there is meant to scroll sideways. */
export function sideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const { documentElement: root } = document
    if (root.scrollWidth > window.innerWidth) found.push(`page is ${root.scrollWidth} px wide`)
    for (const element of document.querySelectorAll('main, .pg-page, .pg-list, header')) {
      if (element.closest('.pg-board') !== null) continue
      const { overflowX } = getComputedStyle(element)
      if (element.scrollWidth > element.clientWidth + 1 && overflowX !== 'visible')
        found.push(`${element.tagName}.${element.className} scrolls to ${element.scrollWidth} px`)
      const box = element.getBoundingClientRect()
      if (box.right > window.innerWidth + 1) found.push(`${element.tagName}.${element.className} reaches ${Math.round(box.right)} px`)
    }
    return found
  })
}

/** Texts on the page that can be seen, and names only announced. */
export function textsOn(page: Page): Promise<{ readonly seen: readonly string[]; readonly announced: readonly string[] }> {
  return page.evaluate(() => {
    const isShown = (element: Element): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const seen = new Set<string>()
    const announced = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.nodeValue?.trim() ?? ''
      const parent = node.parentElement
      if (text === '' || parent === null || parent.closest('script, style, noscript') !== null || !isShown(parent)) continue
      seen.add(text)
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-description]')) {
      if (!isShown(element) || element.closest('[aria-hidden="true"]') !== null) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) {
        const text = element.getAttribute(name)?.trim() ?? ''
        if (text !== '') (name === 'placeholder' ? seen : announced).add(text)
      }
    }
    return { seen: [...seen], announced: [...announced] }
  })
}

/** What a page asked of the server: whether it still waits, and every text that came as data rather than as a label. */
export type Traffic = { readonly isQuiet: () => boolean; readonly words: () => Promise<ReadonlySet<string>> }

export function watchTraffic(page: Page): Traffic {
  const words = new Set<string>()
  const reading: Promise<void>[] = []
  const open = new Set<Request>()
  const add = (value: unknown): void => {
    if (typeof value === 'string' && value.trim() !== '') words.add(value.trim())
    else if (Array.isArray(value)) for (const each of value) add(each)
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) add(each)
  }
  // The live line stays open as long as the page: it is no question that waits for its answer.
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/api/v1/live') open.add(request)
  })
  page.on('requestfailed', (request) => open.delete(request))
  page.on('requestfinished', (request) => {
    open.delete(request)
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/api/v1/') || pathname === '/api/v1/meta' || pathname.endsWith('/openapi.json')) return
    const read = async (): Promise<void> => add(await (await request.response())?.json())
    reading.push(read().catch(() => undefined))
  })
  return {
    isQuiet: () => open.size === 0,
    words: async () => {
      await Promise.all(reading)
      return words
    },
  }
}

/** Texts of ours in which the pattern remains once data and allowed words are taken out. */
export function foreignTexts(
  texts: readonly string[],
  data: ReadonlySet<string>,
  how: { readonly pattern: RegExp; readonly allowed: RegExp },
): string[] {
  const known = [...data].filter((word) => how.pattern.test(word)).toSorted((a, b) => b.length - a.length)
  return texts.filter((text) => {
    if (!how.pattern.test(text) || known.some((word) => word.includes(text))) return false
    let rest = text
    for (const word of known) rest = rest.replaceAll(word, ' ')
    return how.pattern.test(rest.replaceAll(how.allowed, ' '))
  })
}

/** Waits until the page has asked for nothing for a moment and has stopped loading and moving. */
export async function settled(page: Page, traffic: Traffic): Promise<void> {
  await page.getByRole('main').first().waitFor()
  for (let quiet = 0; quiet < 4; quiet = traffic.isQuiet() ? quiet + 1 : 0) await pause(40)
  await page.waitForFunction(() => document.querySelector('.pg-skeleton, .ant-spin-spinning') === null)
  await page.evaluate(async () => {
    const endless = (each: Animation): boolean => each.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY
    const ending = document.getAnimations().filter((each) => !endless(each))
    await Promise.all(ending.map((each) => each.finished.catch(() => null)))
  })
}
