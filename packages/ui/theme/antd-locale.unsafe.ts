import type { Locale } from '@perigon/contracts'
import type { ConfigProviderProps } from 'antd'
import enUS from 'antd/es/locale/en_US.js'
import zhCN from 'antd/es/locale/zh_CN.js'

/**
 * antd's words for a language. The files are ES modules that its package.json does not declare as such,
 * so the compiler takes the default export for a namespace; the bundler does not.
 */
export function antdLocale(locale: Locale): NonNullable<ConfigProviderProps['locale']> {
  return (locale === 'zh-CN' ? zhCN : enUS) as unknown as NonNullable<ConfigProviderProps['locale']>
}
