import { computed, reactive, ref, type Ref } from 'vue'
import { intakeFaults, type IntakeFault } from '../../../../workflows/intake/domain'
import { normaliseDocumentNo } from '../../../../workflows/item/identity-number'
import { newKey } from '../../api/http'
import { useSubmit } from '../../components/submit'
import { dayOf } from '../../format'
import { getItem, type ItemDetail } from '../item/api'
import { duplicates, reusableMaterials, submitIntake, type Duplicate, type Reusable, type Taken } from './api'
import {
  addFile,
  blankDraft,
  checklist,
  isOrganisation,
  setApplicantType,
  strangeFiles,
  toIntake,
  type DraftData,
} from './form'
import { offersOf } from './reuse'
import { useDraft } from './useDraft'
import { useLookup } from './useLookup'
import { useUploads } from './useUploads'

/** One intake from the item to the receipt. */
export function useIntake(id: Ref<string>) {
  const draft = reactive<DraftData>(blankDraft())
  const item = ref<ItemDetail>()
  const taken = ref<Taken>()
  const touched = reactive(new Set<string>())
  const tried = ref(false)
  const same = ref<Duplicate[]>([])
  const earlier = ref<Reusable[]>([])
  const keeping = useDraft(id, draft)
  const uploads = useUploads(draft)

  async function chooseItem(code: string): Promise<void> {
    const chosen = await getItem(code)
    item.value = chosen
    draft.itemCode = chosen.code
    draft.itemName = chosen.name
    draft.materials = checklist(chosen, draft.materials)
    if (!chosen.applicantTypes.includes(draft.applicant.type))
      setApplicantType(draft, chosen.applicantTypes[0]!)
  }
  async function open(wanted: string): Promise<void> {
    await keeping.load()
    const code = wanted || draft.itemCode
    if (code) await chooseItem(code)
  }

  const faults = computed<IntakeFault[]>(() => {
    if (!item.value) return [{ path: 'itemCode', message: '请选择事项' }]
    return [
      ...namesMissing(draft),
      ...uploads.unassigned.value.map((name) => ({ path: 'materials', message: `“${name}”尚未对应材料` })),
      ...strangeFiles(draft),
      ...intakeFaults(toIntake(draft), item.value, dayOf(new Date().toISOString())),
    ]
  })
  /** A fault is shown once its field was left, or after a try to hand in. */
  const fault = (path: string) =>
    tried.value || touched.has(path) ? faults.value.find((one) => one.path === path)?.message : undefined
  const touch = (path: string) => touched.add(path)

  const documentNo = computed(() => {
    const no = normaliseDocumentNo(draft.applicant.documentNo)
    return no.length < 5 ? '' : no
  })
  useLookup(
    () => [draft.itemCode, documentNo.value],
    (signal) => duplicates(draft.itemCode, documentNo.value, signal),
    same,
  )
  useLookup(
    () => [documentNo.value],
    (signal) => reusableMaterials(documentNo.value, signal),
    earlier,
  )
  const offers = computed(() => offersOf(draft.materials, earlier.value, documentNo.value))
  function reuse(index: number): void {
    for (const file of offers.value[index]?.files ?? []) addFile(draft.materials[index]!, file)
  }

  const {
    busy,
    problem,
    submit: send,
  } = useSubmit(async () => {
    taken.value = await submitIntake(toIntake(draft), draft.key)
    keeping.finish()
  })
  /** False when something is still wrong; the page then leads to it. */
  async function submit(): Promise<boolean> {
    tried.value = true
    if (faults.value.length > 0 || uploads.busy.value) return false
    if (await send()) return true
    // The server refused it as it stands: what is handed in after a correction is another intent.
    if (problem.value && problem.value.status >= 400 && problem.value.status < 500) draft.key = newKey()
    return false
  }
  return {
    draft,
    item,
    taken,
    tried,
    faults,
    fault,
    touch,
    same,
    offers,
    reuse,
    busy,
    problem,
    submit,
    open,
    chooseItem,
    keeping,
    uploads,
  }
}

/** Fields the shared rules take for granted because the schema asks for them. */
function namesMissing(draft: DraftData): IntakeFault[] {
  const { applicant, agent, contact } = draft
  const wanted: [boolean, string, string][] = [
    [
      !applicant.name.trim(),
      'applicant.name',
      isOrganisation(applicant.type) ? '请填写单位名称' : '请填写申请人姓名',
    ],
    [draft.hasAgent && !agent.name.trim(), 'agent.name', '请填写代理人姓名'],
    [!contact.name.trim(), 'contact.name', '请填写联系人'],
  ]
  return wanted.filter(([missing]) => missing).map(([, path, message]) => ({ path, message }))
}
