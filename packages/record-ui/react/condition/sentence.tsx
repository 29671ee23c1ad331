import { Fragment, type ReactNode } from 'react'

/** A phrase whose places (⟦name⟧) are controls: each language has its own order of words. */
export function Sentence({ text, parts }: { readonly text: string; readonly parts: { readonly [name: string]: ReactNode } }) {
  return text
    .split(/(⟦\w+⟧)/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece, index) => {
      const name = /^⟦(\w+)⟧$/.exec(piece)?.[1]
      return (
        <Fragment key={name ?? index}>{name === undefined ? <span className="pg-condition__word">{piece}</span> : parts[name]}</Fragment>
      )
    })
}
