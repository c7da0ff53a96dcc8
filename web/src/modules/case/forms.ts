/** The fields of a case's acts, under the keys of the drawing (server: modules/case/forms.ts). */
import type { ActForms } from '../process/page/forms'
import DeliveryForm from './acts/DeliveryForm.vue'
import EndForm from './acts/EndForm.vue'
import GrantForm from './acts/GrantForm.vue'
import MaterialChoice from './acts/MaterialChoice.vue'
import ResultForm from './acts/ResultForm.vue'
import SpecialForm from './acts/SpecialForm.vue'

export const forms: ActForms = {
  supplement: { component: MaterialChoice, wide: true },
  'late-supplement': { component: MaterialChoice, wide: true },
  delivery: { component: DeliveryForm },
  'delivery-result': { component: DeliveryForm },
  grant: { component: GrantForm },
  special: { component: SpecialForm },
  'special-result': { component: ResultForm },
  end: { component: EndForm },
}
