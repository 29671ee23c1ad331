import { definePhrases } from '@perigon/ui'

/** Words of two people changing the same. */
export const conflictPhrases = definePhrases('conflict', {
  title: { zh: '您编辑期间，{who}修改了此记录', en: '{who} changed this record while you were editing' },
  hint: {
    zh: '双方修改了以下相同的字段，请逐项选择保留哪个值。其他字段的修改已自动合并。',
    en: 'You both changed the fields below. Choose which value to keep. Changes to other fields are merged.',
  },
  somebody: { zh: '他人', en: 'Somebody' },
  field: { zh: '字段', en: 'Field' },
  base: { zh: '原来的值', en: 'Before' },
  unknown: { zh: '无法得知', en: 'Not known' },
  yours: { zh: '您的值', en: 'Yours' },
  theirs: { zh: '对方的值', en: 'Theirs' },
  theirs_of: { zh: '{who}，{at}', en: '{who}, {at}' },
  all_yours: { zh: '全部保留您的值', en: 'Keep all of yours' },
  all_theirs: { zh: '全部保留对方的值', en: 'Keep all of theirs' },
  save: { zh: '按所选保存', en: 'Save my choice' },
})
