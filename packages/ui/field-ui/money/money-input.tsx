import { InputNumber, Select, Space } from 'antd'
import { usePhrases } from '../../i18n/i18n.ts'
import { fieldPhrases } from '../../phrases/fields.ts'
import { useFieldContext } from '../field-context.tsx'
import type { FieldInputProps } from '../field-ui.ts'
import { inputProps, plainDigits } from '../input-props.ts'
import { moneyOf } from '../values.ts'

/** An amount and its currency. */
export function MoneyInput(props: FieldInputProps) {
  const t = usePhrases(fieldPhrases)
  const context = useFieldContext()
  const money = moneyOf(props.value)
  const currency = money?.currency || context.currency
  const currencies = context.currencies.includes(currency) ? context.currencies : [currency, ...context.currencies]
  const change = (amount: string, code: string) => props.onChange(amount === '' ? null : { amount, currency: code })
  return (
    <Space.Compact block>
      {currencies.length > 1 && (
        <Select
          aria-label={t('currency')}
          disabled={props.disabled === true}
          className="pg-currency"
          value={currency}
          options={currencies.map((code) => ({ value: code, label: code }))}
          onChange={(code) => change(money?.amount ?? '', code)}
        />
      )}
      <InputNumber<string>
        {...inputProps(props)}
        className="pg-fill"
        stringMode
        controls={false}
        {...(currencies.length > 1 ? {} : { prefix: symbolOf(currency) })}
        value={money === null ? null : money.amount}
        formatter={(value) => grouped(value ?? '')}
        parser={(typed) => plainDigits(typed ?? '')}
        onChange={(value) => change(value ?? '', currency)}
      />
    </Space.Compact>
  )
}

function grouped(digits: string): string {
  const [whole = '', rest] = digits.split('.')
  const head = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return rest === undefined ? head : `${head}.${rest}`
}

function symbolOf(currency: string): string {
  try {
    return (
      new Intl.NumberFormat('zh-CN', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
        .formatToParts(0)
        .find((part) => part.type === 'currency')?.value ?? currency
    )
  } catch {
    return currency
  }
}
