import assert from 'node:assert/strict'
import { caseForms } from '../../server/modules/case/forms.ts'
import { blankForm, bodyOf } from '../../web/src/components/form/field.ts'
import type { Field, FormValues } from '../../web/src/components/form/field.ts'
import { faultsOf } from '../../web/src/components/form/faults.ts'
import * as forms from '../../web/src/modules/case/acts/fields.ts'
import type { CaseView } from '../../web/src/modules/case/model.ts'
import type { ActAbout } from '../../web/src/modules/process/page/forms.ts'

const about = (eDelivery: boolean) =>
  ({ today: '2026-11-24', facts: { case: { eDelivery } } }) as unknown as ActAbout<CaseView>

/** What the form sends, once the server's schema has taken it. */
function sent(form: string, fields: readonly Field[], values: FormValues): unknown {
  assert.deepEqual(faultsOf(fields, values), {})
  return caseForms[form]!.schema.parse(bodyOf(fields, values))
}

describe('the form of a delivery', () => {
  const fields = forms.deliveryFields(about(true))
  const begun = blankForm(fields, forms.deliveryKnown(about(true)))

  it('begins with today at the counter and asks for the proof', () => {
    assert.deepEqual(Object.keys(faultsOf(fields, begun)), ['proof'])
    assert.deepEqual(sent('delivery', fields, { ...begun, proof: ' 本人签收 ' }), {
      method: 'counter-signature',
      day: '2026-11-24',
      proof: '本人签收',
    })
  })
  it('takes no day to come', () => {
    assert.deepEqual(Object.keys(faultsOf(fields, { ...begun, proof: 'x', day: '2026-11-25' })), ['day'])
  })
  it('offers the electronic way only to who agreed to it, and says so', () => {
    const methods = (agreed: boolean) => {
      const [method] = forms.deliveryFields(about(agreed))
      assert.ok(method?.kind === 'radio' && Array.isArray(method.choices))
      return [method.choices.map(({ value }) => value).includes('e-delivery'), method.hint]
    }
    assert.deepEqual(methods(true), [true, undefined])
    assert.deepEqual(methods(false), [false, '申请人未同意电子送达。'])
  })
  it('of a decision takes the number of the certificate', () => {
    const more = forms.resultDeliveryFields(about(true))
    const values = { ...begun, method: 'mail-receipt', proof: 'EMS 1', certificateNo: 'ZS-1' }
    assert.equal((sent('delivery-result', more, values) as { certificateNo: string }).certificateNo, 'ZS-1')
  })
})

describe('the other forms of a case', () => {
  it('a special procedure the law counts out asks how long it takes, another does not', () => {
    const fields = forms.specialFields()
    const blank = blankForm(fields)
    assert.deepEqual(Object.keys(faultsOf(fields, blank)), ['kind'])
    assert.deepEqual(Object.keys(faultsOf(fields, { ...blank, kind: 'testing' })), ['limitDays'])
    assert.deepEqual(sent('special', fields, { ...blank, kind: 'testing', limitDays: 15 }), {
      kind: 'testing',
      limitDays: 15,
    })
    assert.deepEqual(sent('special', fields, { ...blank, kind: 'site-survey' }), { kind: 'site-survey' })
  })
  it('a certificate does not end before it begins, and may have no end', () => {
    const fields = forms.grantFields()
    const blank = blankForm(fields)
    assert.deepEqual(sent('grant', fields, blank), {})
    assert.deepEqual(sent('grant', fields, { ...blank, validFrom: '2026-12-01' }), {
      validFrom: '2026-12-01',
    })
    const wrong = { ...blank, validFrom: '2026-12-01', validTo: '2026-11-30' }
    assert.deepEqual(Object.keys(faultsOf(fields, wrong)), ['validTo'])
  })
  it('an end says whose will it is, a special procedure’s result what it was', () => {
    const end = forms.endFields()
    assert.deepEqual(Object.keys(faultsOf(end, blankForm(end))), ['status'])
    assert.deepEqual(sent('end', end, { status: 'withdrawn' }), { status: 'withdrawn' })
    const result = forms.specialResultFields()
    assert.deepEqual(Object.keys(faultsOf(result, blankForm(result))), ['result'])
    assert.deepEqual(sent('special-result', result, { result: '合格' }), { result: '合格' })
  })
})
