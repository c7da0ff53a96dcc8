import { computed, reactive, ref, watch, type Ref } from 'vue'
import { intakeFaults, type IntakeFault } from '../../../../workflows/intake/domain'
import { normaliseDocumentNo } from '../../../../workflows/item/identity-number'
import { ApiError, newKey } from '../../api/http'
import { useSubmit } from '../../components/submit'
import { dayOf } from '../../format'
import { getItem, type ItemDetail } from '../item/api'
import { duplicates, submitIntake, type Duplicate, type Taken } from './api'
import { blankDraft, checklist, isOrganisation, setApplicantType, toIntake, type DraftData } from './form'
import { useDraft } from './useDraft'
import { useUploads } from './useUploads'

/** One intake from the item to the receipt. */
export function useIntake(id: Ref<string>) {
  const draft = reactive<DraftData>(blankDraft())
  const item = ref<ItemDetail>()
  const taken = ref<Taken>()
  const touched = reactive(new Set<string>())
  const tried = ref(false)
  const same = ref<Duplicate[]>([])
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
      ...intakeFaults(toIntake(draft), item.value, dayOf(new Date().toISOString())),
    ]
  })
  /** A fault is shown once its field was left, or after a try to hand in. */
  const fault = (path: string) =>
    tried.value || touched.has(path) ? faults.value.find((one) => one.path === path)?.message : undefined
  const touch = (path: string) => touched.add(path)

  useDuplicates(draft, same)

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

/** Warns of open cases of the same applicant for the same item; never holds the clerk up. */
function useDuplicates(draft: DraftData, same: Ref<Duplicate[]>): void {
  let timer = 0
  let running = new AbortController()
  watch(
    () => [draft.itemCode, normaliseDocumentNo(draft.applicant.documentNo)] as const,
    ([code, no]) => {
      clearTimeout(timer)
      running.abort()
      same.value = []
      if (!code || no.length < 5) return
      const mine = (running = new AbortController())
      timer = window.setTimeout(() => {
        duplicates(code, no, mine.signal).then(
          (answer) => (same.value = answer.rows),
          (error: unknown) => {
            if (!mine.signal.aborted && !(error instanceof ApiError)) throw error
          },
        )
      }, 500)
    },
  )
}
