import assert from 'node:assert/strict'
import { intakeFaults } from '../../workflows/intake/domain.ts'
import {
  blankDraft,
  checklist,
  draftTitle,
  isStarted,
  setApplicantType,
  markMaterial,
  toIntake,
} from '../../web/src/modules/intake/form.ts'

const item = {
  name: '食品生产许可（首次申请）',
  applicantTypes: ['enterprise' as const],
  materials: ['申请书', '布局图', '承诺书'].map((name, i) => ({
    n: i + 1,
    name,
    required: i < 2,
    originalToVerify: false,
    deferrable: false,
  })),
}

function filled() {
  const draft = blankDraft()
  draft.itemCode = 'SPSC-01'
  setApplicantType(draft, 'enterprise')
  Object.assign(draft.applicant, { name: ' 北京某某食品有限公司 ', documentNo: '9111 0108 ma00 2n5q 6x' })
  draft.contact = { name: '欧阳静姝', phone: '13800138000' }
  draft.materials = checklist(item, [])
  return draft
}

describe('The intake form', () => {
  it('hands in the number as it is stored and leaves out what was not filled in', () => {
    const intake = toIntake(filled())
    assert.equal(intake.applicant.documentNo, '91110108MA002N5Q6X')
    assert.equal(intake.applicant.name, '北京某某食品有限公司')
    assert.deepEqual(Object.keys(intake).sort(), [
      'applicant',
      'channel',
      'contact',
      'eDelivery',
      'form',
      'itemCode',
      'materials',
    ])
  })

  it('changes the document with the applicant’s type', () => {
    const draft = blankDraft()
    setApplicantType(draft, 'enterprise')
    assert.equal(draft.applicant.documentType, 'credit-code')
    setApplicantType(draft, 'natural-person')
    assert.equal(draft.applicant.documentType, 'resident-id')
  })

  it('asks for every required material that was not looked at, and for no optional one', () => {
    const faults = intakeFaults(toIntake(filled()), item, '2026-11-22').filter(
      (one) => one.path === 'materials',
    )
    assert.deepEqual(
      faults.map((one) => one.message),
      ['缺少“申请书”的收取情况', '缺少“布局图”的收取情况'],
    )
  })

  it('drops the reason of a material that is present after all', () => {
    const draft = filled()
    Object.assign(draft.materials[0]!, { state: 'present', reason: '未盖章', paper: true })
    assert.deepEqual(toIntake(draft).materials, [
      { n: 1, name: '申请书', state: 'present', files: [], paper: true },
    ])
  })

  it('keeps the paper of a material that turns out to be faulty, and drops that of one that is not there', () => {
    const [material] = filled().materials
    markMaterial(material!, 'present')
    markMaterial(material!, 'defective')
    assert.deepEqual([material!.state, material!.paper], ['defective', true])
    markMaterial(material!, 'missing')
    assert.deepEqual([material!.state, material!.paper], ['missing', false])
  })

  it('keeps what was noted when the item’s checklist is read again', () => {
    const draft = filled()
    draft.materials[1]!.state = 'defective'
    const turned = { materials: [...item.materials].reverse() }
    const again = checklist(turned, draft.materials)
    assert.deepEqual(
      again.map(({ n, name, state }) => [n, name, state]),
      [
        [1, '承诺书', null],
        [2, '布局图', 'defective'],
        [3, '申请书', null],
      ],
    )
  })

  it('has a key of its own for every draft and is not started before anything was typed', () => {
    assert.notEqual(blankDraft().key, blankDraft().key)
    assert.equal(isStarted(blankDraft()), false)
    assert.equal(isStarted(filled()), true)
    assert.equal(draftTitle(filled()), '未选事项 · 北京某某食品有限公司')
  })
})
