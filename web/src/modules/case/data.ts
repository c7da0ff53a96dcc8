/** Words of the case page: phrases, names of codes. */
import type { ActWords } from '../process/page/forms'

/** Results of a decision. A case that ended without one is named by its status. */
export const resultNames: Record<string, string> = {
  issued: '准予',
  refused: '不予许可',
  'not-accepted': '不予受理',
}

/** Common phrases of an act's reason; the clerk adds and edits them. */
const phrases: ActWords['phrases'] = {
  refuse: [
    '申请事项依法不需要取得行政许可',
    '申请事项依法不属于本机关职权范围，请向有权机关申请',
    '隐瞒有关情况或者提供虚假材料',
  ],
  supplement: ['请按告知书所列内容一次补正'],
  'new-demand': ['审查中发现首次告知未能列明的必要材料', '法律法规对申请材料的要求发生变化'],
  'approve-demand': ['情况属实，确有必要'],
  'reject-demand': ['不属于法定申请材料', '可由部门间核查取得，不得要求申请人提交'],
  'chase-done': ['已电话联系申请人，约定到窗口签收', '已重新邮寄', '电话无人接听，已另行短信告知'],
  pass: ['申请材料齐全，符合法定条件'],
  'propose-refusal': ['经审查不符合法定条件'],
  'send-back': ['移交材料与清单不一致', '申请表关键信息填写有误', '缺少必备材料的原件核验记录'],
  grant: ['符合法定条件、标准'],
  'refuse-grant': ['申请人不符合法定条件', '经现场核查，实际情况与申请材料不符'],
  'return-review': ['审查意见依据不充分，请补充', '请核实申请材料真实性'],
  'approve-extension': ['情况复杂，需进一步核实', '需征求相关部门意见'],
  'reject-extension': ['可在原定时限内办结'],
  'request-extension': ['案情复杂，需延长办理时间', '需征求相关部门意见'],
  'request-late-supplement': ['审查需要申请人补充说明', '材料有效期已届满，请更新'],
  'start-special': ['依法应当进行检验、检测', '涉及重大利益关系，申请人要求听证', '需组织专家评审'],
  'complete-special': ['结论合格', '结论不合格'],
  'propose-end': ['申请人书面提出撤回申请', '审批部门书面同意结束'],
  end: ['申请人书面提出撤回申请', '申请人主体终止', '申请事项已通过其他途径办结'],
}

/** What the result of a special procedure is called in its reason box, and the like. */
const reasonLabels: ActWords['reasonLabels'] = {
  pass: '审查意见',
  'propose-refusal': '审查意见',
  'chase-done': '催办情况',
  'complete-special': '结果说明',
  supplement: '补充说明',
  grant: '决定意见',
  resubmit: '更正说明',
}

/** What the files of an act are to prove. */
const evidence: ActWords['evidence'] = {
  'record-delivery': '签收的送达回证',
  deliver: '签收的送达回证、证照',
  'chase-done': '邮寄凭证、通话记录',
  'send-back': '有误的材料',
  pass: '审查所依据的报告、记录',
  'propose-refusal': '审查所依据的报告、记录',
  grant: '证照、决定所依据的材料',
  'refuse-grant': '决定所依据的材料',
  'start-special': '依据文件',
  'complete-special': '踏勘记录与照片、专家意见、检测报告',
  'propose-end': '申请人的书面申请或审批部门的同意意见',
  end: '申请人的书面申请或审批部门的意见',
}

/** How the acts of a case are worded in their dialog. */
export const actWords: ActWords = { phrases, reasonLabels, evidence, glad: ['accept', 'grant'] }
