import assert from 'node:assert/strict'
import { faultsOf, placeErrors } from '../../web/src/components/form/faults.ts'
import { blankForm, bodyOf } from '../../web/src/components/form/field.ts'
import type { Field, FormValues } from '../../web/src/components/form/field.ts'
import { readNames, viewOf } from '../../web/src/components/form/view.ts'

const fields: Field[] = [
  { kind: 'text', name: 'name', label: '名称', required: true, max: 6 },
  { kind: 'textarea', name: 'note', label: '说明' },
  { kind: 'number', name: 'copies', label: '份数', min: 1, max: 5, unit: '份' },
  { kind: 'day', name: 'day', label: '送达日', first: '2026-01-01', last: '2026-11-24' },
  { kind: 'days', name: 'from', to: 'to', label: '有效期', required: true },
  {
    kind: 'select',
    name: 'mode',
    label: '方式',
    required: true,
    choices: [
      { value: 'self', label: '自取' },
      { value: 'post', label: '邮寄' },
    ],
  },
  { kind: 'text', name: 'address', label: '地址', required: true, when: ({ mode }) => mode === 'post' },
  {
    kind: 'multi-select',
    name: 'scope',
    label: '范围',
    choices: async () => [{ value: 'accept', label: '受理' }],
  },
  { kind: 'switch', name: 'agree', label: '同意', required: true },
  { kind: 'item', name: 'items', label: '事项', multiple: true },
  { kind: 'file', name: 'files', label: '附件', required: true, most: 1 },
  {
    kind: 'group',
    name: 'contact',
    label: '联系人',
    fields: [
      {
        kind: 'text',
        name: 'phone',
        label: '手机号',
        rule: (value) => (/^1\d{10}$/.test(String(value)) ? undefined : '手机号有误'),
      },
    ],
  },
  {
    kind: 'repeat',
    name: 'people',
    label: '专家',
    least: 1,
    fields: [{ kind: 'text', name: 'name', label: '姓名', required: true }],
  },
]
const good: FormValues = {
  ...blankForm(fields),
  name: ' 工单 ',
  from: '2026-01-01',
  to: '2026-12-31',
  mode: 'self',
  agree: true,
  files: [{ id: 'f1', name: '申请表.pdf', size: 2048 }],
  people: [{ name: '欧阳若兰' }],
}
const faults = (change: FormValues) => faultsOf(fields, { ...good, ...change })

describe('the rules of a form', () => {
  it('find nothing wrong with what is right', () => {
    assert.deepEqual(faults({}), {})
  })
  it('ask for what is required, with the verb of its kind', () => {
    assert.deepEqual(faultsOf(fields, blankForm(fields)), {
      name: '请填写名称',
      from: '请选择有效期',
      mode: '请选择方式',
      agree: '请选择同意',
      files: '请上传附件',
      'people.0.name': '请填写姓名',
    })
  })
  it('hold each kind to its limits, at their edges', () => {
    assert.deepEqual(faults({ name: '一二三四五六七' }), { name: '最多 6 个字' })
    assert.deepEqual(faults({ copies: 0 }), { copies: '不小于 1' })
    assert.deepEqual(faults({ copies: 6 }), { copies: '不大于 5' })
    assert.deepEqual(faults({ copies: 5 }), {})
    assert.deepEqual(faults({ copies: Number.NaN }), { copies: '应为数字' })
    assert.deepEqual(faults({ day: '2025-12-31' }), { day: '不早于 2026-01-01' })
    assert.deepEqual(faults({ day: '2026-11-25' }), { day: '不晚于 2026-11-24' })
    assert.deepEqual(faults({ day: '2026-11-24' }), {})
    assert.deepEqual(faults({ files: [1, 2] }), { files: '最多 1 项' })
    assert.deepEqual(faults({ to: '' }), { from: '请选择有效期' })
    assert.deepEqual(faults({ people: [{ name: '甲' }, { name: ' ' }] }), { 'people.1.name': '请填写姓名' })
  })
  it('ask for a field only while it is shown, and keep a rule of its own for what was filled in', () => {
    assert.deepEqual(faults({ mode: 'post' }), { address: '请填写地址' })
    assert.deepEqual(faults({ contact: { phone: '123' } }), { 'contact.phone': '手机号有误' })
    assert.deepEqual(faults({ contact: { phone: '' } }), {})
  })
})

describe('what the server refuses', () => {
  const place = (errors: Record<string, string>, change: FormValues = {}) =>
    placeErrors(fields, { ...good, ...change }, errors)

  it('is told at its field, down to groups and rows', () => {
    const errors = { name: '重复', 'contact.phone': '已被登记', 'people.0.name': '不在名录' }
    assert.deepEqual(place(errors), { placed: errors, rest: [] })
  })
  it('is told at the field that holds it, when it is deeper than the form', () => {
    assert.deepEqual(place({ 'items.3.code': '已停用', to: '早于首日' }).placed, {
      items: '已停用',
      from: '早于首日',
    })
  })
  it('is never lost: what no shown field holds is told beside the form', () => {
    const { placed, rest } = place({ address: '太长', version: '已被他人修改', nam: '无此字段' })
    assert.deepEqual([placed, rest], [{}, ['太长', '已被他人修改', '无此字段']])
    assert.deepEqual(place({ address: '太长' }, { mode: 'post' }).placed, { address: '太长' })
  })
})

describe('what a form sends', () => {
  it('is trimmed, without what was not filled in and what is not shown; no and zero are answers', () => {
    const values = { ...good, address: '上一次填的地址', copies: 0, agree: false, note: '  ' }
    assert.deepEqual(bodyOf(fields, values), {
      name: '工单',
      copies: 0,
      from: '2026-01-01',
      to: '2026-12-31',
      mode: 'self',
      scope: [],
      agree: false,
      items: [],
      files: good.files,
      contact: {},
      people: [{ name: '欧阳若兰' }],
    })
  })
  it('begins with what is known, and does not share it between two forms', () => {
    const form = blankForm(fields, { name: '已有', contact: { phone: '13812345678' }, to: '2026-02-01' })
    assert.deepEqual([form.name, form.to, form.contact], ['已有', '2026-02-01', { phone: '13812345678' }])
    assert.notEqual(blankForm(fields).people, blankForm(fields).people)
  })
})

describe('the read-only view of a form', () => {
  it('says what was entered in the words of the form', async () => {
    const nameOf = await readNames(fields, () => undefined)
    const values = { ...good, scope: ['accept', 'gone'], day: '2026-11-20', copies: 2 }
    const lines = viewOf(fields, values, nameOf)
    const texts = Object.fromEntries(lines.map(({ path, text }) => [path, text]))
    assert.equal(texts.mode, '自取')
    assert.equal(texts.scope, '受理、gone', 'a choice that is no more keeps its code')
    assert.equal(texts.day, '2026年11月20日')
    assert.equal(texts.from, '2026年1月1日 至 2026年12月31日')
    assert.equal(texts.copies, '2 份')
    assert.equal(texts.agree, '是')
    assert.equal(texts.note, '—')
    assert.equal(texts.files, '申请表.pdf（2 KB）')
    assert.equal(texts['people.0.name'], '欧阳若兰')
    assert.ok(!('address' in texts), 'what was not asked is not shown')
    assert.deepEqual(
      lines.filter(({ heading }) => heading).map(({ label }) => label),
      ['联系人', '专家 1'],
    )
  })

  it('reads no list for a name the record came with', async () => {
    const item: Field[] = [{ kind: 'item', name: 'itemCode', label: '事项' }]
    const names = { itemCode: '食品经营许可' }
    const nameOf = await readNames(item, () => assert.fail('the whole catalogue'), names)
    assert.equal(viewOf(item, { itemCode: 'SP-01' }, nameOf)[0]!.text, '食品经营许可')
  })
})
