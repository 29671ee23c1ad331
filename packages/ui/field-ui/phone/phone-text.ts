/** A number in E.164 as people of its country write it: mainland numbers with their area code, others in groups. */
export function phoneText(value: string): string {
  const plain = value.replace(/[\s-]/g, '')
  const mobile = /^(?:\+86)?(1\d{2})(\d{4})(\d{4})$/.exec(plain)
  if (mobile !== null) return mobile.slice(1).join(' ')
  const fixed = /^\+86(10|2\d|[3-9]\d{2})(\d{3,4})(\d{4})$/.exec(plain)
  if (fixed !== null) return `0${fixed[1] ?? ''}-${fixed[2] ?? ''} ${fixed[3] ?? ''}`
  return value
}
