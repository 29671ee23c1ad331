import type { FieldInputProps } from './field-ui.ts'

/** What every input passes to its control: name, error mark, description. */
export function inputProps(props: FieldInputProps) {
  return {
    id: props.id,
    'aria-label': props.label,
    'aria-invalid': props.invalid === true,
    'aria-required': props.field.required,
    ...(props.invalid === true ? { status: 'error' as const } : {}),
    ...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy }),
    disabled: props.disabled === true,
    autoFocus: props.autoFocus === true,
  }
}

/** Turns full-width digits and signs into plain ones: ４００，０００．５ → 400000.5 */
export function plainDigits(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u3002]/g, '.')
    .replace(/[,\s\u3000]/g, '')
}
