import { channels, type Channel } from '../../../../workflows/case/domain'
import type { IntakeMaterialState } from '../../../../workflows/intake/domain'

export const channelChoices = Object.entries(channels) as [Channel, string][]

/** What the clerk notes of a material, with the words of the two kinds of supplement. */
export const materialChoices: { id: IntakeMaterialState; name: string; hint: string }[] = [
  { id: 'present', name: '已收', hint: '材料齐全、符合形式' },
  { id: 'missing', name: '缺（补齐）', hint: '没有提交，需要补齐' },
  { id: 'defective', name: '有误（补正）', hint: '提交了但不符合要求，需要补正' },
]

export const materialPhrases: Record<'missing' | 'defective', string[]> = {
  missing: ['未提交，请补齐', '缺少签字盖章页', '缺少附件', '原件未带，请补交核验'],
  defective: [
    '未签字或未盖章',
    '填写不完整',
    '已过有效期',
    '复印件不清晰',
    '与原件不一致',
    '名称与营业执照不符',
  ],
}

export const exceptionPhrases = ['登记机关已核实该代码', '纸质证照与所填一致，校验位系发证错误']

/** Files the counter takes; a phone offers its camera for images. */
export const accepted = 'image/*,.pdf,.doc,.docx,.xls,.xlsx,.ofd,.wps,.zip'
