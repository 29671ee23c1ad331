/** Files that escape the type system, each for a reason written in its first lines. Adding one is a decision. */
export const UNSAFE_FILES: readonly string[] = ['packages/record-ui/core/wire.unsafe.ts', 'packages/ui/theme/antd-locale.unsafe.ts']
