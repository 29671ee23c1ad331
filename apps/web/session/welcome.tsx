import { setLocale, useLocale, usePhrases } from '@perigon/ui'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { shellPhrases } from '../phrases/shell-phrases.ts'
import { Logo } from '../brand/logo.tsx'

/** The frame of sign-in and set-up: our name, and the other language one click away. */
export function Welcome({ title, hint, children }: { readonly title: string; readonly hint?: string; readonly children: ReactNode }) {
  const t = usePhrases(shellPhrases)
  const locale = useLocale()
  return (
    <main className="pg-welcome">
      <div className="pg-welcome__card pg-card">
        <div className="pg-welcome__brand">
          <Logo size={32} />
          <b>{t('product')}</b>
          <span className="pg-grow" />
          <Button
            type="text"
            size="small"
            lang={locale === 'zh-CN' ? 'en' : 'zh'}
            onClick={() => setLocale(locale === 'zh-CN' ? 'en-US' : 'zh-CN')}
          >
            {locale === 'zh-CN' ? 'English' : '中文'}
          </Button>
        </div>
        <h1>{title}</h1>
        {hint !== undefined && <p className="pg-muted">{hint}</p>}
        {children}
      </div>
    </main>
  )
}
