import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { isComposing } from '../keyboard/shortcuts.ts'

const PAUSE_MS = 300

type SearchBoxProps = {
  readonly className?: string
  /** What is searched; shown while the box is empty. */
  readonly label: string
  /** The text searched for now. */
  readonly value: string
  readonly onSearch: (text: string) => void
}

/** Searches while one types: after a short pause, and not for half a syllable of an input method. Escape leaves the box. */
export function SearchBox({ className, label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const [isComposingNow, setComposing] = useState(false)
  const search = useEffectEvent(onSearch)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (isComposingNow || text === value) return
    const timer = setTimeout(() => search(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [isComposingNow, text, value])
  return (
    <Input
      {...(className === undefined ? {} : { className })}
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      aria-label={label}
      placeholder={label}
      value={text}
      maxLength={200}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => !isComposing(event) && event.key === 'Escape' && event.currentTarget.blur()}
    />
  )
}
