import { usePhrases } from '@perigon/ui'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import mark from './perigon.svg'

/** Our mark. Beside our name it says nothing; alone it is the name. */
export function Logo({ size, isAlone = false }: { readonly size: number; readonly isAlone?: boolean }) {
  const t = usePhrases(shellPhrases)
  return <img src={mark} alt={isAlone ? t('product') : ''} width={size} height={size} />
}
