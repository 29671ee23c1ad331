import type { Label } from '@perigon/contracts'
import { hashText, isHashOf } from './hashing.ts'

const COMMON = [
  'password',
  'passw0rd',
  'qwerty',
  'admin',
  'perigon',
  '123456',
  '111111',
  'abc123',
  'iloveyou',
  'woaini',
  'letmein',
  'welcome',
]

/** What is wrong with a password, in both languages; empty when it may be used. Length counts most (NIST SP 800-63B). */
export function passwordProblems(password: string, login: string): readonly Label[] {
  const problems: Label[] = []
  const folded = password.normalize('NFKC').toLowerCase()
  if ([...password].length < 10) problems.push({ zh: '至少 10 个字符', en: 'at least 10 characters' })
  if ([...password].length > 200) problems.push({ zh: '最多 200 个字符', en: 'at most 200 characters' })
  if (new Set(folded).size < 5) problems.push({ zh: '重复字符过多', en: 'too many repeated characters' })
  const rest = COMMON.reduce((text, word) => text.replaceAll(word, ''), folded).replace(/[0-9!@#$%^&*._-]/g, '')
  if (rest.length < 2) problems.push({ zh: '过于常见', en: 'too common' })
  if (login.length >= 3 && folded.includes(login.toLowerCase())) problems.push({ zh: '不能包含登录名', en: 'must not contain the login' })
  return problems
}

export async function hashPassword(password: string): Promise<string> {
  return hashText(password.normalize('NFKC'))
}

let decoy: Promise<string> | undefined

/** Verifies against the stored hash; without one it does the same work, so that an unknown user takes as long. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('a password nobody has')
  const against = stored ?? (await decoy)
  const right = await isHashOf(against, password.normalize('NFKC').slice(0, 1000))
  return right && stored !== null
}
