/** The forms of a case's acts, under the keys of the drawing (server: modules/case/forms.ts). */
import type { ActForms } from '../process/page/forms'
import * as fields from './acts/fields'
import MaterialChoice from './acts/MaterialChoice.vue'

export const forms: ActForms = {
  supplement: { component: MaterialChoice, wide: true },
  'late-supplement': { component: MaterialChoice, wide: true },
  delivery: { fields: fields.deliveryFields, known: fields.deliveryKnown },
  'delivery-result': { fields: fields.resultDeliveryFields, known: fields.deliveryKnown },
  grant: { fields: fields.grantFields },
  special: { fields: fields.specialFields },
  'special-result': { fields: fields.specialResultFields },
  'end-proposal': { fields: fields.endProposalFields },
  end: { fields: fields.endFields },
}
