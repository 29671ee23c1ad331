import { at, isTest, type Rule, type SourceFile, type Violation } from '../house.ts'
import { argumentsOf, nameOf, type Node, nodes, propertyOf, textOf } from '../syntax.ts'

const HAN = /\p{Script=Han}/u
/** A Chinese side without a Chinese character is a number, a sign, a name of a unit or a product, or forgotten. */
const NEUTRAL = /^[^\p{L}]*$|^(ID|URL|CSV|Excel|XLSX|JSON|API|OpenAPI|Perigon|PDF|SKU)$/u

/** Every label is in two languages: Chinese has Chinese characters, English has none. */
export const bilingualLabels: Rule = {
  name: 'every label is in Chinese and in English',
  find: (house) => [...house.files.values()].filter((file) => !isTest(file.path)).flatMap(labelIssues),
}

function labelIssues(file: SourceFile): readonly Violation[] {
  return nodes(file.syntax().program, ['CallExpression', 'ObjectExpression']).flatMap((node) => {
    const pair = node.type === 'CallExpression' ? calledPair(node) : literalPair(node)
    if (pair === null) return []
    const [chinese, english] = pair
    const problem = wrong(chinese, english)
    return problem === null ? [] : [at(file, node.start, `${problem}: “${chinese}” / “${english}”`)]
  })
}

function wrong(chinese: string, english: string): string | null {
  if (chinese.trim() === '' || english.trim() === '') return 'a side is empty'
  if (!HAN.test(chinese) && !NEUTRAL.test(chinese.replace(/\{\w+\}/g, '').trim())) return 'the Chinese side is not Chinese'
  return HAN.test(english) ? 'the English side is Chinese' : null
}

function calledPair(call: Node): readonly [string, string] | null {
  const texts = argumentsOf(call).map((argument) => textOf(argument))
  const name = nameOf(call['callee'])
  const [first, second, third] = texts
  if (name === 'label') return pairOf(first, second)
  return name === 'option' ? pairOf(second, third) : null
}

function literalPair(object: Node): readonly [string, string] | null {
  const [chinese, english] = [textOf(propertyOf(object, 'zh')), textOf(propertyOf(object, 'en'))]
  // A pair that is empty on both sides is a place for a label, not a label.
  return chinese === '' && english === '' ? null : pairOf(chinese, english)
}

function pairOf(chinese: string | null | undefined, english: string | null | undefined): readonly [string, string] | null {
  return typeof chinese === 'string' && typeof english === 'string' ? [chinese, english] : null
}
