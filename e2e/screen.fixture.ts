import type { Locator, Page } from 'playwright-core'

/** Where a control is looked for: the page, or a part of it. */
export type Place = Page | Locator

function pageOf(place: Place): Page {
  return 'page' in place ? place.page() : place
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${escaped(text)}( \\*)?\\s*$`)
}

/** The name of a control, exactly; an icon before it may have a name of its own, and two Chinese characters may stand apart. */
export function named(name: string): RegExp {
  const isPair = Array.from(name).length === 2 && /^[\u4e00-\u9fff]+$/u.test(name)
  return new RegExp(`^([a-z-]+ )?${isPair ? Array.from(name).join('\\s?') : escaped(name)}$`)
}

export function button(place: Place, name: string): Locator {
  return place.getByRole('button', { name: named(name) })
}

export function link(place: Place, name: string): Locator {
  return place.getByRole('link', { name: named(name) })
}

/** Goes to a page by the navigation at the left. */
export async function navigate(page: Page, name: string): Promise<void> {
  await link(page.getByRole('navigation', { name: '主导航' }), name).click()
}

/** The control with this label. */
export function field(place: Place, name: string): Locator {
  return place.getByLabel(name, { exact: true })
}

/** Types into the field with this label, replacing what was there. */
export async function fill(place: Place, name: string, text: string): Promise<void> {
  await field(place, name).fill(text)
}

/** Picks an option of the drop-down with this label, by typing where it can be searched. */
export async function choose(place: Place, name: string, option: string): Promise<void> {
  await chooseIn(place.getByRole('combobox', { name, exact: true }), option)
}

/** Picks an option of this drop-down. Others may still be closing: its own list is the one its box controls. */
export async function chooseIn(box: Locator, option: string): Promise<void> {
  const page = box.page()
  await box.click()
  if (await box.isEditable()) await box.fill(option)
  await box.and(page.locator('[aria-controls][aria-expanded=true]')).waitFor()
  const list = (await box.getAttribute('aria-controls')) ?? ''
  const popup = page.locator('.ant-select-dropdown').filter({ has: page.locator(`[id="${list}"]`) })
  await popup
    .locator('.ant-select-item-option')
    .filter({ hasText: exactly(option) })
    .first()
    .click()
}

/** Picks an entry of a menu that is open. */
export async function pickMenu(place: Place, entry: string): Promise<void> {
  await pageOf(place)
    .getByRole('menuitem', { name: named(entry) })
    .click()
}

/** The message at the bottom that says this. */
export function toastSaying(page: Page, text: string | RegExp): Locator {
  return page.locator('.pg-toast').filter({ hasText: text })
}

/** The drawer or dialog with this title. */
export function dialog(page: Page, title: string | RegExp): Locator {
  return page.getByRole('dialog', { name: title })
}

/** A row of the open list, by the name of its record. */
export function listRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
}

/** The footer of a list: how many there are. */
export function total(page: Page): Locator {
  return page.locator('.pg-list__foot')
}

/** Waits for the complaint that stands at this field. */
export async function errorBeside(place: Locator, key: string, text: string | RegExp): Promise<void> {
  await place.locator(`[data-field="${key}"]`).getByRole('alert').filter({ hasText: text }).waitFor()
}

/** Picks a field of the object itself in the condition builder; those of linked records lie deeper in the tree. */
export async function pickField(box: Locator, name: string): Promise<void> {
  await box.click()
  await box.fill(name)
  const tree = box.page().locator('.ant-select-tree-list-holder:visible')
  const own = box
    .page()
    .locator('.ant-select-tree-treenode:not(:has(.ant-select-tree-indent-unit)) .ant-select-tree-node-content-wrapper')
    .filter({ hasText: new RegExp(`^${name}$`), visible: true })
  for (let turns = 0; turns < 120 && (await own.count()) === 0; turns += 1) {
    await tree.evaluate(scrollOn)
  }
  await own.click()
}

function scrollOn(element: Element): Promise<void> {
  // From the end on it begins again: what is found may come after the list was walked.
  const isEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 1
  if (isEnd) element.scrollTo(0, 0)
  else element.scrollBy(0, 150)
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()))
  })
}
