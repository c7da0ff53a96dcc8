import assert from 'node:assert/strict'
import { matchMaterial } from '../../web/src/modules/intake/match.ts'

const checklist = [
  { name: '食品生产许可申请书' },
  { name: '生产设备布局图和工艺流程图' },
  { name: '营业执照复印件' },
  { name: '食品安全管理制度清单' },
]
const found = (file: string) => {
  const index = matchMaterial(file, checklist)
  return index === null ? null : checklist[index]!.name
}

describe('Matching dropped files to the checklist', () => {
  it('takes a file named like its material', () => {
    assert.equal(found('食品生产许可申请书.pdf'), '食品生产许可申请书')
  })

  it('overlooks numbers, versions, brackets and the extension', () => {
    assert.equal(found('03-营业执照（复印件）v2.JPG'), '营业执照复印件')
    assert.equal(found('2 工艺流程图 第2版.docx'), '生产设备布局图和工艺流程图')
  })

  it('takes a short name that is part of one material', () => {
    assert.equal(found('营业执照.png'), '营业执照复印件')
    assert.equal(found('申请书（盖章）.pdf'), '食品生产许可申请书')
  })

  it('leaves a file that could be anything to the clerk', () => {
    for (const name of ['IMG_2031.jpg', '扫描件.pdf', '微信图片_20261122.png', '.pdf', '身份证.jpg'])
      assert.equal(found(name), null, name)
  })

  it('matches nothing to an empty checklist', () => {
    assert.equal(matchMaterial('营业执照.pdf', []), null)
  })
})
